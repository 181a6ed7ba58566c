/**
 * Judges that know nothing of what they judge: they see what producers gave in, what applications were told, what
 * handlers received, what storage holds and what the arbiter decided, and compare. A
 * {@link io.antumbra.chaos.check.Violation} names what was broken; whoever runs a judge adds the seed and the trace.
 *
 * <pre>
 *   producer ──► Ledger ◄──────────┬──────────────┬───────────────┐
 *                                  │              │               │
 *   onAcknowledged ──► AcknowledgementJudge  DeliveryJudge  StorageJudge ◄── LeadershipJudge ◄── onLeading
 *   handlers ────────────────────────────────────┘               │
 *   shadows ─────────────────┴────────────────────────────────────┘
 *
 *   clients' questions and answers ──► LinearizabilityJudge
 *   arbiter's changes and answers  ──► ConfigurationJudge
 *   what reaches a journal         ──► JournalJudge
 *   sizes                          ──► BoundsJudge
 *   whether producers must wait    ──► HeldUpJudge
 * </pre>
 *
 * <p>Which judge holds which invariant of the protocol: (1) and (2) acknowledgement, storage, leadership,
 * configuration; (3) delivery, ledger; (4) canon, storage; (5) linearizability, leadership's reads; (7) storage,
 * eligibility; (8) storage, bounds. (6) is all of them under any forecast, (9) held up, and for the rest
 * whoever runs the cluster.
 */
package io.antumbra.chaos.check;
