package io.antumbra.perf.loss;

/**
 * A model of one reliable unicast stream of Aeron 1.51 in virtual time, after its source ({@code NetworkPublication},
 * {@code RetransmitHandler}, {@code PublicationImage}, {@code LossDetector}): what of it decides when a frame reaches
 * the application and how many bytes that took.
 *
 * <pre>
 *  offer ---&gt; log ---&gt; {@link Publication} ---- data, heartbeats ---&gt; {@link Image} ---&gt; onFrame, in order
 *                           ^                                        |
 *                           +------- NAKs, status messages ----------+
 * </pre>
 *
 * Left out: duty cycles (everything happens at once), setup, fragments (no frame is longer than a datagram), liveness,
 * and the end of the terms. One thread.
 */
final class AeronStream implements EventQueue.Handler
{
    static final int DATA = 0;
    static final int HEARTBEAT = 1;
    static final int NAK = 2;
    static final int STATUS_MESSAGE = 3;
    static final int HEARTBEAT_TIMER = 4;
    static final int NAK_TIMER = 5;
    static final int STATUS_TIMER = 6;

    /** {@link #offer} found no room. */
    static final int BACK_PRESSURED = -1;

    /** The receiving application. */
    interface FrameHandler
    {
        /**
         * A frame in order.
         *
         * @param streamId of the stream.
         * @param content  as offered.
         */
        void onFrame(int streamId, long content);
    }

    /** One who knows what the network loses. */
    interface LossObserver
    {
        /**
         * A datagram was lost on its first way.
         *
         * @param streamId of the stream.
         * @param first    frame in it.
         * @param count    of frames.
         */
        void onLost(int streamId, int first, int count);
    }

    private final int streamId;
    private final FrameHandler application;
    private final FrameLog log;
    private final Publication publication;
    private final Image image;
    private final int handler;
    private LossObserver observer;

    AeronStream(final int streamId, final EventQueue queue, final StreamSettings settings, final NetworkPath forwards,
        final NetworkPath backwards, final FrameHandler application)
    {
        this.streamId = streamId;
        this.application = application;
        log = new FrameLog(settings.capacity);
        handler = queue.register(this);
        publication = new Publication(queue, settings, log, forwards, this);
        image = new Image(queue, settings, log, backwards, this);
        publication.scheduleHeartbeat();
        image.scheduleStatusMessage();
    }

    void observe(final LossObserver newObserver)
    {
        observer = newObserver;
    }

    /** Puts a frame into the log and sends what may be sent; number of the frame or {@link #BACK_PRESSURED}. */
    int offer(final int payloadLength, final long content, final Traffic traffic)
    {
        final int lengthBytes = StreamSettings.framed(payloadLength);
        if (!publication.hasRoom(lengthBytes))
        {
            return BACK_PRESSURED;
        }
        log.add(lengthBytes, content);
        publication.sendPending(traffic);
        return log.end() - 1;
    }

    /** Sends frames again without being asked, if they pass. */
    boolean retransmitIfItPasses(final int first, final int count)
    {
        return publication.retransmitIfItPasses(first, count);
    }

    /** Has this frame arrived, in order or not? */
    boolean holds(final int frame)
    {
        return image.holds(frame);
    }

    /** A frame is there that did not arrive: it was computed. */
    void insert(final int frame)
    {
        image.onData(frame, 1);
    }

    void lingerNs(final long lingerNs)
    {
        publication.lingerNs(lingerNs);
    }

    long naks()
    {
        return image.naks();
    }

    /** What the sender counts, as Aeron's own counters do. */
    Publication publication()
    {
        return publication;
    }

    int handler()
    {
        return handler;
    }

    void onLost(final int first, final int count)
    {
        if (observer != null)
        {
            observer.onLost(streamId, first, count);
        }
    }

    void onDelivered(final int frame)
    {
        application.onFrame(streamId, log.content(frame));
    }

    @Override
    public void onEvent(final int kind, final int frame, final int count)
    {
        switch (kind)
        {
            case DATA:
                image.onData(frame, count);
                break;
            case HEARTBEAT:
                image.onHeartbeat(frame);
                break;
            case NAK:
                publication.onNak(frame, count);
                break;
            case STATUS_MESSAGE:
                publication.onStatusMessage(frame);
                break;
            case HEARTBEAT_TIMER:
                publication.onHeartbeatTimer();
                break;
            case NAK_TIMER:
                image.onNakTimer(count);
                break;
            default:
                image.onStatusTimer();
                break;
        }
    }
}
