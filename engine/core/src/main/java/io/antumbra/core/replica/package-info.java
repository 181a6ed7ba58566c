/**
 * A replica in every role. {@link io.antumbra.core.replica.Replica} is the machine that an arbiter-led shard is made
 * of; it hosts a {@link io.antumbra.core.standby.Standby} or a {@link io.antumbra.core.primary.Primary} and decides
 * which.
 *
 * <pre>
 *   FOLLOWING ──suspicion──► SEALED ──granted──► TAKING_OVER ──tail committed──► LEADING ◄─► HANDING_OVER
 *       ^ ^                    |                      |                            |            |
 *       | +────── refused ─────+                      |                            |            |
 *       +────────────── the arbiter names another replica, or another start ───────+────────────+
 * </pre>
 *
 * Whatever asked the arbiter, a failover, a handover, an operator: one rule changes roles. When the configuration names
 * this start of this replica for an epoch that it has not begun, it takes over; when it names another, it follows that.
 */
package io.antumbra.core.replica;
