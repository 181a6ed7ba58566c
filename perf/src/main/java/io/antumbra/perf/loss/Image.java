package io.antumbra.perf.loss;

import io.aeron.driver.CongestionControl;
import io.antumbra.transport.StatusMessagePace;

/**
 * The receiving half of {@link AeronStream}: rebuilds the log, hands on what is contiguous, and asks for the first gap
 * only, as {@code LossDetector} does: 1 us after it has found a new one (another offset or length), then every 100 us.
 * A gap is found when data or a heartbeat behind it arrives. Consumed positions go back after a quarter of the window;
 * after 200 ms without, the last one again. Where the engine's transport says when besides, its own class does. One
 * thread.
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
    private final StatusMessagePace pace;

    private int next;
    private int highest;
    private int gapFirst = NONE;
    private int gapCount;
    private int gapNumber;
    private int reported;
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
        pace = settings.isPaced ? new StatusMessagePace(settings.windowLength, reportedNs) : null;
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
        final long consumed = log.position(next);
        final long told = log.position(reported);
        if (consumed - told > CongestionControl.threshold(settings.windowLength) || isForced(consumed, told))
        {
            reported = next;
            sendStatusMessage();
        }
    }

    private boolean isForced(final long consumed, final long told)
    {
        return pace != null && CongestionControl.shouldForceStatusMessage(pace.onTrackRebuild(queue.nowNs(), consumed,
            told, log.position(highest), consumed, consumed, false));
    }

    void scheduleStatusMessage()
    {
        queue.schedule(pace == null ? reportedNs + settings.statusMessageNs :
            queue.nowNs() + StreamSettings.STATUS_TURN_NS, stream.handler(), AeronStream.STATUS_TIMER, 0, 0);
    }

    void onStatusTimer()
    {
        report();
        if (queue.nowNs() - reportedNs >= settings.statusMessageNs)
        {
            sendStatusMessage();
        }
        scheduleStatusMessage();
    }

    private void sendStatusMessage()
    {
        reportedNs = queue.nowNs();
        backwards.send(Traffic.STATUS, StreamSettings.STATUS_MESSAGE_LENGTH, stream.handler(),
            AeronStream.STATUS_MESSAGE, reported, 0);
    }
}
