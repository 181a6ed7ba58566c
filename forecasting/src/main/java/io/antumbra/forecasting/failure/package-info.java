/**
 * Is a peer dead, or only late? Suspicion as a number that grows with silence, learned from the peer's own heartbeats.
 *
 * <pre>
 *  heartbeat ──► interval ──► log ──► forecaster ──► expected log
 *                                │                       │
 *                                └────── less ◄──────────┘
 *                                          │ by how much it came later than expected
 *                                          ▼
 *                                      LatenessTail ──► share of heartbeats that came as late or later
 *                                                                  │
 *  silence so far ─────────────────────────────────────────────────┴──► phi = -log10(share)
 * </pre>
 *
 * A suspicion is advice like every forecast here: whether a peer is replaced is decided by who may decide it, behind
 * an epoch that fences the old one.
 */
package io.antumbra.forecasting.failure;
