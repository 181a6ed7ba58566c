/**
 * Judges that know nothing of what they judge: they see what producers gave in, what applications were told, what
 * handlers received and what storage holds, and compare. A {@link io.antumbra.chaos.check.Violation} names what was
 * broken; whoever runs a judge adds the seed and the trace.
 *
 * <pre>
 *   producer ──► Ledger ◄──────────┬──────────────┬───────────────┐
 *                                  │              │               │
 *   onAcknowledged ──► AcknowledgementJudge  DeliveryJudge  StorageJudge
 *   handlers ────────────────────────────────────┘               │
 *   shadows ─────────────────┴────────────────────────────────────┘
 *   onLeading ──► LeadershipJudge
 * </pre>
 */
package io.antumbra.chaos.check;
