package io.antumbra.core.resend;

import org.agrona.BitUtil;

/**
 * The frames of one link that are under way, in the order in which they were sent first: when, and what was done about
 * them since. One ring for all streams, because line A carries them all in one order: the oldest that is not held is
 * what holds up everything behind it.
 *
 * <pre>
 *  numbers   oldest .................... next
 *            not held, so is in front    that the next frame gets
 *            of all that is overdue
 * </pre>
 *
 * Bounded: when it is full the oldest makes room. It is then no longer copied, but line A still has it. One thread, no
 * allocation after construction.
 */
public final class SentFrames
{
    /**
     * Instead of the priority of a frame with entries that the shadow does not have: line A brings them, and a copy
     * that came first would take their place with nothing in it.
     */
    public static final int NEVER_COPIED = -1;

    private final int mask;
    private final int[] streamIds;
    private final int[] priorities;
    private final int[] lengths;
    private final int[] copies;
    private final long[] firsts;
    private final long[] lasts;
    private final long[] sendTimesNs;
    private final long[] copyTimesNs;
    private final long[] triedTimesNs;
    private long oldest;
    private long releasedBytes;
    private long next;

    /**
     * @param capacity frames, a power of two.
     */
    public SentFrames(final int capacity)
    {
        if (!BitUtil.isPowerOfTwo(capacity))
        {
            throw new IllegalArgumentException("capacity=" + capacity + " is not allowed: a power of two");
        }
        mask = capacity - 1;
        streamIds = new int[capacity];
        priorities = new int[capacity];
        lengths = new int[capacity];
        copies = new int[capacity];
        firsts = new long[capacity];
        lasts = new long[capacity];
        sendTimesNs = new long[capacity];
        copyTimesNs = new long[capacity];
        triedTimesNs = new long[capacity];
    }

    /**
     * A frame was sent for the first time, or again as new.
     *
     * @param streamId    of its entries.
     * @param first       sequence.
     * @param last        sequence.
     * @param priority    of its most urgent entry, 0 or more, or {@link #NEVER_COPIED}.
     * @param lengthBytes of the frame.
     * @param nowNs       time.
     */
    public void add(final int streamId, final long first, final long last, final int priority, final int lengthBytes,
        final long nowNs)
    {
        if (next - oldest > mask)
        {
            oldest++;
        }
        final int index = index(next++);
        streamIds[index] = streamId;
        firsts[index] = first;
        lasts[index] = last;
        priorities[index] = priority;
        lengths[index] = lengthBytes;
        sendTimesNs[index] = nowNs;
        copies[index] = 0;
    }

    /**
     * Lets go of the oldest as far as they are held.
     *
     * @param held highest sequence that the receiver holds, of each stream.
     * @return how many of them were copied.
     */
    public int release(final long[] held)
    {
        int copied = 0;
        while (oldest < next && isHeld(oldest, held))
        {
            copied += copies[index(oldest)] > 0 ? 1 : 0;
            releasedBytes += lengths[index(oldest)];
            oldest++;
        }
        return copied;
    }

    /** @return bytes of all frames that were let go of because they are held. */
    public long releasedBytes()
    {
        return releasedBytes;
    }

    /**
     * @param number of a frame.
     * @param held   highest sequence that the receiver holds, of each stream.
     * @return true when it holds all of the frame.
     */
    public boolean isHeld(final long number, final long[] held)
    {
        final int index = index(number);
        return lasts[index] <= held[streamIds[index]];
    }

    /** Forgets all: they are to be sent anew, or the receiver is another one. */
    public void clear()
    {
        oldest = next;
    }

    /** @return number of the oldest frame that is kept; {@link #next()} when none is. */
    public long oldest()
    {
        return oldest;
    }

    /** @return number that the next frame gets. */
    public long next()
    {
        return next;
    }

    /** @return true when nothing is under way. */
    public boolean isEmpty()
    {
        return oldest == next;
    }

    /**
     * @param number of a frame.
     * @return stream of its entries.
     */
    public int streamId(final long number)
    {
        return streamIds[index(number)];
    }

    /**
     * @param number of a frame.
     * @return first sequence.
     */
    public long first(final long number)
    {
        return firsts[index(number)];
    }

    /**
     * @param number of a frame.
     * @return last sequence.
     */
    public long last(final long number)
    {
        return lasts[index(number)];
    }

    /**
     * @param number of a frame.
     * @return priority of its most urgent entry.
     */
    public int priority(final long number)
    {
        return priorities[index(number)];
    }

    /**
     * Steps down through the priorities of the oldest frames.
     *
     * @param end   number behind the last frame that is looked at.
     * @param below bound, above any priority to begin with.
     * @return the highest priority below the bound; -1 when there is none.
     */
    public int highestPriority(final long end, final int below)
    {
        int highest = -1;
        for (long number = oldest; number < end; number++)
        {
            final int priority = priorities[index(number)];
            highest = priority < below ? Math.max(highest, priority) : highest;
        }
        return highest;
    }

    /**
     * @param number of a frame.
     * @return its length, bytes.
     */
    public int lengthBytes(final long number)
    {
        return lengths[index(number)];
    }

    /**
     * @param number of a frame.
     * @return when it was sent first, ns.
     */
    public long sendTimeNs(final long number)
    {
        return sendTimesNs[index(number)];
    }

    /**
     * @param number of a frame.
     * @return how often it was copied, or tried to be.
     */
    public int copies(final long number)
    {
        return copies[index(number)];
    }

    /**
     * @param number of a frame that was copied.
     * @return when that was done last, ns.
     */
    public long copyTimeNs(final long number)
    {
        return copyTimesNs[index(number)];
    }

    /**
     * @param number of a frame that was copied.
     * @return when it, or the copy before the last, was sent: that one has certainly failed, ns.
     */
    public long triedTimeNs(final long number)
    {
        return triedTimesNs[index(number)];
    }

    /**
     * @param number of a frame that was copied just now.
     * @param nowNs  time.
     */
    public void copied(final long number, final long nowNs)
    {
        final int index = index(number);
        triedTimesNs[index] = copies[index] == 0 ? sendTimesNs[index] : copyTimesNs[index];
        copies[index]++;
        copyTimesNs[index] = nowNs;
    }

    private int index(final long number)
    {
        return (int)number & mask;
    }
}
