/**
 * The leader of a shard. {@link io.antumbra.core.primary.Primary} is the machine; its parts share one state and never
 * call back into it.
 *
 * <pre>
 *   Primary ──► EpochStarter   gathers standbys, repairs its own tail, agrees an epoch, leads
 *           ──► Greeter        proves the key both ways, binds a session to a standby
 *           ──► Appender       place in the stream, policy, shadow
 *           ──► LinkSender     fresh subsets, catch-up, rewinds, overdue tails
 *           ──► CommitTracker  what the whole in-sync set holds
 *           ──► InSyncKeeper   who is in that set; Admission, the way into it
 * </pre>
 *
 * What could go wrong, and where it is met: a kill between shadow and send (the entry is in the shadow, the next start
 * sends it); a lost acknowledgement (positions are cumulative, any later one repairs it); a standby that restarts
 * (another incarnation, its old acknowledgements no longer match); a full send buffer (the cursor stays, the shadow
 * serves it later); two starts of one primary (the second begins a higher epoch, the first is refused).
 */
package io.antumbra.core.primary;
