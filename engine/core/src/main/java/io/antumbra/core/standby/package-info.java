/**
 * A follower of a shard. {@link io.antumbra.core.standby.Standby} is the machine; its parts share one state and never
 * call back into it.
 *
 * <p>What could go wrong, and where it is met: frames out of order or lost (only the next sequence is taken, a gap asks
 * for a rewind); a frame of an old leader (the promised epoch is synced before the first answer in it); a kill between
 * shadow and acknowledgement (the position in the join says what is held); a slow handler (slots are not reused before
 * delivery, so the acknowledgements stop and the primary sees back pressure).
 */
package io.antumbra.core.standby;
