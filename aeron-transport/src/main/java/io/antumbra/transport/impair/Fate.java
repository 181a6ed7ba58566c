package io.antumbra.transport.impair;

/** What became of a frame that entered an {@link Impairment}, so that whoever drives one can count losses by cause. */
public enum Fate
{
    /** It arrives, once or twice. */
    ARRIVES,

    /** Lost by itself, outside bursts. */
    LOST_ALONE,

    /** Lost within a burst. */
    LOST_IN_BURST,

    /** Lost because the packet of the recorded trace whose turn it was had been lost. */
    LOST_IN_TRACE,

    /** Lost because the link was cut, or down while flapping. */
    LOST_WHILE_DOWN,

    /** Lost because the queue before the bandwidth had no room. */
    LOST_BY_FULL_QUEUE
}
