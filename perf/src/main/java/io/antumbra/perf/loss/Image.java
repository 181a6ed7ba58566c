package io.antumbra.perf.loss;

/**
 * The receiving half of {@link AeronStream}: rebuilds the log, hands on what is contiguous, and asks for the first gap
 * only, as {@code LossDetector} does: 1 us after it has found a new one (another offset or length), then every 100 us.
 * A gap is found when data or a heartbeat behind it arrives. Consumed positions go back after a quarter of the window
 * and after 200 ms. One thread.
 */
final class Image
{
    private static final int NONE = -1;

    private final EventQueue queue;
    private final StreamSettings settings;
    private final FrameLog log;
    private final NetworkPath backwards;
    private final AeronStream stream;
    private final boolean[] isReceived;
    private final int mask;

    private int next;
    private int highest;
    private int gapFirst = NONE;
    private int gapCount;
    private int gapNumber;
    private long reported;
    private long reportedNs;
    private long naks;

    Image(final EventQueue queue, final StreamSettings settings, final FrameLog log, final NetworkPath backwards,
        final AeronStream stream)
    {
        this.queue = queue;
        this.settings = settings;
        this.log = log;
        this.backwards = backwards;
        this.stream = stream;
        isReceived = new boolean[settings.capacity];
        mask = settings.capacity - 1;
        reportedNs = queue.nowNs();
    }

    void onData(final int first, final int count)
    {
        for (int frame = Math.max(first, next); frame < first + count; frame++)
        {
            assert frame - next < mask : "more frames behind a gap than the receiver can hold: give it more capacity";
            isReceived[frame & mask] = true;
        }
        highest = Math.max(highest, first + count);
        while (next < highest && isReceived[next & mask])
        {
            isReceived[next & mask] = false;
            next++;
            stream.onDelivered(next - 1);
        }
        report();
        lookForGap();
    }

    void onHeartbeat(final int position)
    {
        highest = Math.max(highest, position);
        lookForGap();
    }

    boolean holds(final int frame)
    {
        return frame < next || (frame - next < mask && isReceived[frame & mask]);
    }

    private void lookForGap()
    {
        if (next == highest || !settings.asks)
        {
            gapFirst = NONE;
            return;
        }
        int end = next;
        while (end < highest && !isReceived[end & mask])
        {
            end++;
        }
        if (next != gapFirst || end - next != gapCount)
        {
            gapFirst = next;
            gapCount = end - next;
            gapNumber = (gapNumber + 1) & EventQueue.MAX_COUNT;
            queue.schedule(queue.nowNs() + StreamSettings.NAK_DELAY_NS, stream.handler(), AeronStream.NAK_TIMER, 0,
                gapNumber);
        }
    }

    void onNakTimer(final int number)
    {
        if (number == gapNumber && gapFirst != NONE)
        {
            naks++;
            backwards.send(Traffic.NAK, StreamSettings.NAK_LENGTH, stream.handler(), AeronStream.NAK, gapFirst,
                gapCount);
            queue.schedule(queue.nowNs() + StreamSettings.NAK_RETRY_NS, stream.handler(), AeronStream.NAK_TIMER, 0,
                number);
        }
    }

    /** NAKs sent. */
    long naks()
    {
        return naks;
    }

    private void report()
    {
        if (log.position(next) - reported > settings.windowLength / 4)
        {
            sendStatusMessage();
        }
    }

    void scheduleStatusMessage()
    {
        queue.schedule(reportedNs + StreamSettings.STATUS_MESSAGE_NS, stream.handler(), AeronStream.STATUS_TIMER, 0, 0);
    }

    void onStatusTimer()
    {
        if (queue.nowNs() - reportedNs >= StreamSettings.STATUS_MESSAGE_NS)
        {
            sendStatusMessage();
        }
        scheduleStatusMessage();
    }

    private void sendStatusMessage()
    {
        reported = log.position(next);
        reportedNs = queue.nowNs();
        backwards.send(Traffic.STATUS, StreamSettings.STATUS_MESSAGE_LENGTH, stream.handler(),
            AeronStream.STATUS_MESSAGE, next, 0);
    }
}
