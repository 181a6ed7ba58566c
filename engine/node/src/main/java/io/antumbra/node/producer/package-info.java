/**
 * Appends the lines of inputs to streams at their pace, and keeps what is needed to go on after a kill -9.
 *
 * <pre>
 *   LineScanner --&gt; StreamFeed --offer--&gt; EntrySink (the engine)
 *                       |                     |
 *                    AckTracker &lt;--acknowledged up to--+        producing thread | engine thread
 *                       |--&gt; ProducerPositions   where to resume
 *                       +--&gt; IntervalLog         latency from the intended send time, as an .hlog file
 * </pre>
 */
package io.antumbra.node.producer;
