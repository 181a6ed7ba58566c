package io.antumbra.perf.loss;

/**
 * The sending half of {@link AeronStream}: sends what the receiver's window allows, as many frames in a datagram as are
 * there and fit; answers NAKs as {@code RetransmitHandler} does for unicast (one retransmit at a time lingers, a NAK
 * that begins within it is ignored, any other takes its place); sends a heartbeat with its position after 100 ms
 * without data. One thread.
 */
final class Publication
{
    private final EventQueue queue;
    private final StreamSettings settings;
    private final FrameLog log;
    private final NetworkPath path;
    private final AeronStream stream;
    private int sent;
    private long limit;
    private long lastSendNs;
    private long sentBytes;
    private long retransmittedBytes;
    private long naksReceived;

    private int lingerFirst;
    private int lingerCount;
    private long lingerUntilNs = Long.MIN_VALUE;

    Publication(final EventQueue queue, final StreamSettings settings, final FrameLog log, final NetworkPath path,
        final AeronStream stream)
    {
        this.queue = queue;
        this.settings = settings;
        this.log = log;
        this.path = path;
        this.stream = stream;
        limit = settings.windowLength;
        lastSendNs = queue.nowNs();
    }

    boolean hasRoom(final int lengthBytes)
    {
        return log.position(log.end()) - log.position(sent) + lengthBytes <= settings.unsentLength;
    }

    void sendPending(final Traffic traffic)
    {
        while (sent < log.end())
        {
            final int count = fitting(sent, log.end(), limit);
            if (count == 0)
            {
                return;
            }
            final int first = sent;
            sent += count;
            sentBytes += log.position(sent) - log.position(first);
            lastSendNs = queue.nowNs();
            if (!path.send(traffic, (int)(log.position(sent) - log.position(first)), stream.handler(),
                AeronStream.DATA, first, count))
            {
                stream.onLost(first, count);
            }
        }
    }

    /** Frames from the first that fit into one datagram and below a position. */
    private int fitting(final int first, final int end, final long positionLimit)
    {
        final long from = log.position(first);
        int count = 0;
        while (first + count < end)
        {
            final long to = log.position(first + count + 1);
            if (to > positionLimit || (count > 0 && to - from > StreamSettings.MTU_LENGTH))
            {
                break;
            }
            count++;
        }
        return count;
    }

    void onNak(final int first, final int count)
    {
        naksReceived++;
        final boolean isLingering = lingerUntilNs >= queue.nowNs();
        if (isLingering && first >= lingerFirst && first < lingerFirst + lingerCount)
        {
            return;
        }
        retransmit(first, Math.min(first + count, sent));
        lingerFirst = first;
        lingerCount = count;
        lingerUntilNs = queue.nowNs() + settings.lingerNs;
    }

    private void retransmit(final int from, final int to)
    {
        for (int next = from; next < to;)
        {
            final int count = fitting(next, to, Long.MAX_VALUE);
            path.send(Traffic.RETRANSMIT, (int)(log.position(next + count) - log.position(next)), stream.handler(),
                AeronStream.DATA, next, count);
            retransmittedBytes += log.position(next + count) - log.position(next);
            next += count;
        }
    }

    /** Of one who knows: tries without a count until it passes. */
    boolean retransmitIfItPasses(final int first, final int count)
    {
        final int lengthBytes = (int)(log.position(first + count) - log.position(first));
        final boolean passes = path.passes(lengthBytes, stream.handler(), AeronStream.DATA, first, count);
        if (passes)
        {
            path.bytes().add(Traffic.RETRANSMIT, lengthBytes);
        }
        return passes;
    }

    void onStatusMessage(final int consumed)
    {
        limit = Math.max(limit, log.position(consumed) + settings.windowLength);
        sendPending(Traffic.FIRST);
    }

    void scheduleHeartbeat()
    {
        queue.schedule(lastSendNs + StreamSettings.HEARTBEAT_NS, stream.handler(), AeronStream.HEARTBEAT_TIMER, 0, 0);
    }

    void onHeartbeatTimer()
    {
        if (queue.nowNs() - lastSendNs >= StreamSettings.HEARTBEAT_NS)
        {
            lastSendNs = queue.nowNs();
            path.send(Traffic.HEARTBEAT, StreamSettings.HEADER_LENGTH, stream.handler(), AeronStream.HEARTBEAT, sent,
                0);
        }
        scheduleHeartbeat();
    }

    long sentBytes()
    {
        return sentBytes;
    }

    long retransmittedBytes()
    {
        return retransmittedBytes;
    }

    long naksReceived()
    {
        return naksReceived;
    }

    void lingerNs(final long lingerNs)
    {
        settings.lingerNs = lingerNs;
    }
}
