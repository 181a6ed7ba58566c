package io.antumbra.perf.loss;

/**
 * A stream of Aeron that is read with {@code reliable=false}: what is lost stays lost, nothing waits for it. A frame
 * that comes after a later one finds its gap filled and is dropped, as Aeron does 1 us after it has seen the gap. One
 * thread.
 */
final class UnreliableStream implements EventQueue.Handler
{
    private static final int DATA = 0;
    private static final int HEARTBEAT_TIMER = 1;
    private static final int HEARTBEAT = 2;

    private final EventQueue queue;
    private final FrameLog log;
    private final NetworkPath path;
    private final AeronStream.FrameHandler application;
    private final int handler;
    private int next;
    private long lastSendNs;

    UnreliableStream(final EventQueue queue, final int capacity, final NetworkPath path,
        final AeronStream.FrameHandler application)
    {
        this.queue = queue;
        this.path = path;
        this.application = application;
        log = new FrameLog(capacity);
        handler = queue.register(this);
        lastSendNs = queue.nowNs();
        queue.schedule(lastSendNs + StreamSettings.HEARTBEAT_NS, handler, HEARTBEAT_TIMER, 0, 0);
    }

    int offer(final int payloadLength, final long content, final Traffic traffic)
    {
        final int lengthBytes = StreamSettings.framed(payloadLength);
        log.add(lengthBytes, content);
        lastSendNs = queue.nowNs();
        path.send(traffic, lengthBytes, handler, DATA, log.end() - 1, 1);
        return log.end() - 1;
    }

    @Override
    public void onEvent(final int kind, final int frame, final int count)
    {
        if (kind == DATA && frame >= next)
        {
            next = frame + 1;
            application.onFrame(0, log.content(frame));
        }
        else if (kind == HEARTBEAT_TIMER)
        {
            if (queue.nowNs() - lastSendNs >= StreamSettings.HEARTBEAT_NS)
            {
                lastSendNs = queue.nowNs();
                path.send(Traffic.HEARTBEAT, StreamSettings.HEADER_LENGTH, handler, HEARTBEAT, 0, 0);
            }
            queue.schedule(lastSendNs + StreamSettings.HEARTBEAT_NS, handler, HEARTBEAT_TIMER, 0, 0);
        }
    }
}
