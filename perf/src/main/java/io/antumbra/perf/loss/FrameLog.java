package io.antumbra.perf.loss;

/**
 * The frames of one stream that sender or receiver may still ask for: length and content, by running number. Both ends
 * of the model read the same one, since what arrives arrives intact. One thread.
 */
final class FrameLog
{
    private final long[] contents;
    private final long[] ends;
    private final int mask;
    private int end;

    FrameLog(final int capacity)
    {
        contents = new long[capacity];
        ends = new long[capacity];
        mask = capacity - 1;
    }

    /** Number of frames ever added, and the number of the next one. */
    int end()
    {
        return end;
    }

    void add(final int lengthBytes, final long content)
    {
        final long position = end == 0 ? 0 : ends[(end - 1) & mask];
        contents[end & mask] = content;
        ends[end & mask] = position + lengthBytes;
        end++;
        assert end <= EventQueue.MAX_FRAME : "more frames than an event can name";
    }

    long content(final int frame)
    {
        return contents[frame & mask];
    }

    int length(final int frame)
    {
        return (int)(position(frame + 1) - position(frame));
    }

    /** Bytes in front of a frame; of none that was overwritten. */
    long position(final int frame)
    {
        assert end - frame < mask : "frame " + frame + " of " + end + " is gone: give the log more capacity";
        return frame == 0 ? 0 : ends[(frame - 1) & mask];
    }
}
