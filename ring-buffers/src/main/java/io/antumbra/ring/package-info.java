/**
 * The way in: a ring of preallocated off-heap slots through which an application hands entries to the engine, and the
 * pull cursors with which the engine's stages take them out again.
 * <pre>
 *  application threads                                      engine
 *
 *   offer ────────────┐      ┌──────────────────────┐    ┌─────────┐    ┌─────────┐
 *   tryClaim, commit ─┼────► │ slots, slots, slots  │──► │ stage 0 │──► │ stage 1 │──► free again
 *   tryClaim, abort ──┘      └──────────────────────┘    └─────────┘    └─────────┘
 *                                      ▲                                     │
 *                                      └────── gates the producers ──────────┘
 * </pre>
 * <p>
 * The order of everything here is the LMAX Disruptor's: its {@code Sequencer} claims and publishes, its {@code
 * Sequence} and {@code SequenceBarrier} say how far a stage may read. What this package adds is what the Disruptor
 * leaves to its user: slots of bytes outside the heap, entries longer than one slot, return codes instead of
 * exceptions and blocking, and stages that pull, so that several of them may share one thread or own one each without
 * a change of code.
 * <h2>Entries longer than a slot</h2>
 * An entry takes as many consecutive slots as it needs, claimed in one atomic step. Its payload is always one
 * contiguous piece of memory. Where a run of slots starts near the end of the ring, its bytes go on into a tail
 * behind the last slot instead of wrapping to the first one:
 * <pre>
 *              slot 0   slot 1   slot 2   ...   slot N-2   slot N-1 │ tail: the longest run less one slot
 *             ┌────────┬────────┬────────┬─────┬─────────┬──────────┼─────────┬─────────┐
 *   claimed   │   ■    │   ■    │        │     │         │    ■     │         │         │   a run of three: N-1, 0, 1
 *   bytes     │ unused │ unused │        │     │         │ header.. │ ...more │ ..end   │
 *             └────────┴────────┴────────┴─────┴─────────┴──────────┼─────────┴─────────┘
 * </pre>
 * Tail slot <i>j</i> is a second home of slot <i>j</i>: it belongs to whoever has claimed slot <i>j</i>, so the
 * sequencer that keeps two laps from meeting in a slot keeps them apart in the tail as well. Two other designs were
 * rejected. Padding the end of the ring and claiming again needs a retry loop with several producers and loses up to a
 * whole run of slots on each lap. Mapping the same pages twice needs the operating system's help.
 * <h2>What may go wrong</h2>
 * Expected outcomes are the negative constants of {@link io.antumbra.ring.Code}. Exceptions mean a bug in the caller
 * or a configuration that cannot work; none of them leaves a slot claimed.
 */
package io.antumbra.ring;
