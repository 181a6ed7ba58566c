package io.antumbra.transport;

import java.io.File;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * Bytes between replicas: an inbound UDP endpoint, where wanted a second one for line B, and publications to each
 * peer's endpoints. It frames nothing and interprets nothing.
 * <p>
 * One thread owns it and calls everything that does not say otherwise; the loop is:
 * <pre>{@code
 *   int work = transport.doWork(nowNs);
 *   work += transport.poll(handler, fragmentLimit);
 *   ...
 *   idleStrategy.idle(work);
 * }</pre>
 * When driver or client die (process stopped for longer than the client liveness time-out, driver gone) the transport
 * closes both, builds them anew with a back-off, takes up its subscriptions and publications again and tells the
 * handler by {@link FrameHandler#onTransportReset()}. No exception of that leaves {@link #doWork(long)}.
 * <p>
 * <b>How long the owner is held up:</b> {@link #offer} and {@link #poll} never wait. {@link #doWork(long)} does not
 * wait either, except for a rebuild, in two separate turns: closing took 2 to 55 ms, building an embedded driver and
 * its client 10 to 45 ms on two busy cores (about 200 ms in a cold process); connecting to a live external driver takes
 * less. A driver that does not answer is asked asynchronously.
 */
public final class Transport implements AutoCloseable
{
    /**
     * {@link #offer}: the peer's window or the log is full. Keep the frame and offer it again after the next duty
     * cycle.
     */
    public static final long BACK_PRESSURED = -1;

    /**
     * {@link #offer}: no receiver at the peer, or the link is being made anew. Go on with other work; hello again when
     * {@link #isPeerConnected(int, int)}.
     */
    public static final long NOT_CONNECTED = -2;

    /**
     * {@link #offer}: this transport was closed. Do not try again.
     */
    public static final long CLOSED = -3;

    /**
     * {@link #offer}: the frame is longer than {@link Context#maxFrameLength()}. Do not try again.
     */
    public static final long TOO_LONG = -4;

    /**
     * {@link #offer}: the log rotated a term just now. Offer again at once.
     */
    public static final long ADMIN_ACTION = -7;

    /**
     * Largest peer id.
     */
    public static final int MAX_PEER_ID = 255;

    /**
     * Smallest type id of an own counter; those below are Aeron's.
     */
    public static final int MIN_COUNTER_TYPE_ID = 1000;

    private final Context ctx;
    private final Failures failures;
    private final Inbound inbound;
    private final Outbound outbound;
    private final MirroredCounters counters;
    private final Lifecycle lifecycle;
    private final DriverTurns turns = new DriverTurns();
    private final int maxFrameLength;
    private Thread owner;

    private Transport(final Context ctx)
    {
        this.ctx = ctx;
        maxFrameLength = ctx.maxFrameLength();
        failures = new Failures(ctx.errorHandler());
        inbound = new Inbound(ctx, failures);
        outbound = new Outbound(ctx.maxPeers());
        counters = new MirroredCounters(ctx.maxCounters(), failures);
        lifecycle = new Lifecycle(ctx, inbound, outbound, counters, failures);
    }

    /**
     * Conclude the context unless it is, start the driver and bind the own endpoint. Returns when that works; in mode
     * EXTERNAL also when no driver is there yet, with state {@link TransportState#AWAITING_DRIVER} and one error
     * reported.
     *
     * @param ctx to use, for this one launch.
     * @return the transport; the calling thread need not be its owner later.
     * @throws TransportException when a setting is wrong, the port or the directory in use, or the driver silent for
     *                            {@link Context#registrationTimeoutNs()}.
     */
    public static Transport launch(final Context ctx)
    {
        ctx.take();
        final Transport transport = new Transport(ctx);
        transport.lifecycle.launch();
        return transport;
    }

    /**
     * Look at the endpoint of a peer before anything is launched; a host name is looked up in this call.
     *
     * @param field       named in the message.
     * @param endpoint    "host:port".
     * @param allowRemote accept addresses other than loopback.
     * @throws TransportException when it is malformed, unknown or not allowed.
     */
    public static void checkEndpoint(final String field, final String endpoint, final boolean allowRemote)
    {
        Endpoint.parse(field, endpoint, allowRemote);
    }

    /**
     * Add a peer that receives all lines on one endpoint, at any time. Its links connect on their own, when it is
     * there.
     *
     * @param peerId   of the peer, 0 to {@link #MAX_PEER_ID}.
     * @param endpoint "host:port" on which it receives; a host name is looked up in this call.
     * @return dense index of the peer, 0 for the first; the same again for the same peer.
     * @throws TransportException when an argument is not allowed.
     */
    public int addPeer(final int peerId, final String endpoint)
    {
        return addPeer(peerId, endpoint, null);
    }

    /**
     * Add a peer, at any time. Its links connect on their own, when it is there.
     *
     * @param peerId        of the peer, 0 to {@link #MAX_PEER_ID}.
     * @param endpoint      "host:port" on which it receives; a host name is looked up in this call.
     * @param lineBEndpoint "host:port" on which it receives line B, or null for the same.
     * @return dense index of the peer, 0 for the first; the same again for the same peer.
     * @throws TransportException when an argument is not allowed.
     */
    public int addPeer(final int peerId, final String endpoint, final String lineBEndpoint)
    {
        final Endpoint parsed = Endpoint.parse("endpoint of peer " + peerId, endpoint, ctx.allowRemote());
        final Endpoint ofLineB = lineBEndpoint == null ? parsed :
            Endpoint.parse("lineBEndpoint of peer " + peerId, lineBEndpoint, ctx.allowRemote());
        if (ctx.driverMode().isEmbedded() && !outbound.contains(peerId))
        {
            final long neededBytes = AeronDirectory.bytesOfPeer(ctx.link().termLength()) * (outbound.peerCount() + 1);
            AeronDirectory.checkRoom(ctx.aeronDirectory().getParentFile(), neededBytes);
        }

        return outbound.add(peerId, parsed, ofLineB, ctx, failures);
    }

    /**
     * Send one frame to one peer. Never waits, allocates nothing. The first frame opens its line (A with B) and is
     * answered {@link #NOT_CONNECTED}: who will need a line at once later calls {@link #isPeerConnected} before.
     *
     * @param peerId       of the peer.
     * @param lineStreamId line to send on, see {@link Lines}.
     * @param buffer       holding the frame.
     * @param offset       of its first byte.
     * @param length       in bytes, 0 to {@link Context#maxFrameLength()}.
     * @return the position after the frame, above 0, or {@link #BACK_PRESSURED}, {@link #NOT_CONNECTED},
     *         {@link #ADMIN_ACTION}, {@link #TOO_LONG}, {@link #CLOSED}.
     * @throws IllegalArgumentException when peer or line are unknown: a bug of the caller.
     */
    public long offer(
        final int peerId, final int lineStreamId, final DirectBuffer buffer, final int offset, final int length)
    {
        assert isOwner() : "called by two threads: let the owner of the duty cycle make every call to Transport";

        if (length > maxFrameLength)
        {
            return TOO_LONG;
        }

        turns.onOffer();
        return lifecycle.isClosed() ? CLOSED : outbound.offer(peerId, lineStreamId, buffer, offset, length);
    }

    /**
     * Deliver what has arrived. Allocates nothing, except when sessions come and go.
     *
     * @param handler       to deliver to.
     * @param fragmentLimit most fragments (datagrams' worth of frames) to take.
     * @return fragments taken.
     */
    public int poll(final FrameHandler handler, final int fragmentLimit)
    {
        assert isOwner() : "called by two threads: let the owner of the duty cycle make every call to Transport";
        final int fragments = inbound.poll(handler, fragmentLimit);
        turns.onPoll(fragments);
        return fragments;
    }

    /**
     * One turn for client, links, counters, and rebuild, and as many for the driver (EMBEDDED_INVOKER) as it has use
     * for.
     *
     * @param nowNs {@link System#nanoTime()} of this duty cycle.
     * @return 0 when there was nothing to do.
     */
    public int doWork(final long nowNs)
    {
        assert isOwner() : "called by two threads: let the owner of the duty cycle make every call to Transport";
        return lifecycle.doWork(nowNs, turns.take());
    }

    /**
     * Has the peer's receiver been heard within the connection time-out? To ask is to use the line: it is opened if it
     * was not.
     *
     * @param peerId       of the peer.
     * @param lineStreamId line, see {@link Lines}.
     * @return true when it has.
     */
    public boolean isPeerConnected(final int peerId, final int lineStreamId)
    {
        final PeerLink link = outbound.link(peerId, lineStreamId);
        link.want();
        return link.isConnected();
    }

    /**
     * Sample one link, without allocation.
     *
     * @param peerId       of the peer.
     * @param lineStreamId line, see {@link Lines}.
     * @param into         filled when the answer is true, else left alone.
     * @return false while the link has no publication.
     */
    public boolean sampleLink(final int peerId, final int lineStreamId, final LinkStatistics into)
    {
        final PeerLink link = outbound.link(peerId, lineStreamId);
        return lifecycle.sample(link, into);
    }

    /**
     * Set how long NAKs that overlap a retransmit are ignored, from the next retransmit on, also after a rebuild:
     * instead of {@link LinkSettings#retransmitLingerNs()}, with the same guard against drowning. Owner's thread;
     * allocates nothing. An external driver keeps what it was configured with.
     *
     * @param lingerNs about 1 to 1.5 round trips, above 0.
     */
    public void retransmitLingerNs(final long lingerNs)
    {
        assert lingerNs > 0 : "retransmitLingerNs=" + lingerNs + ": must be above 0; give 1 to 1.5 round trips";
        lifecycle.retransmitLingerNs(lingerNs);
    }

    /**
     * Add a counter that AeronStat shows. It lives in this process and survives every rebuild of the driver; the copy
     * in the CnC file follows within a millisecond.
     *
     * @param typeId at least {@link #MIN_COUNTER_TYPE_ID}.
     * @param label  shown by AeronStat, ASCII, at most 380 characters.
     * @return the counter, for any thread; not to be closed.
     */
    public AtomicCounter addCounter(final int typeId, final String label)
    {
        return counters.add(typeId, label);
    }

    /**
     * Set an own counter and, where the driver is up, its copy in the CnC file at once: whoever maps that file sees the
     * value from here on, also when this process is killed at the next instruction. Owner's thread; allocates nothing.
     *
     * @param counter of {@link #addCounter(int, String)}.
     * @param value   to set.
     */
    public void publishCounter(final AtomicCounter counter, final long value)
    {
        counters.publish(counter, value);
    }

    /**
     * Is every own counter in the CnC file by now? It takes two rounds of 100 ms after {@link #addCounter(int, String)}
     * or a rebuild. Owner's thread.
     *
     * @return true when {@link #publishCounter(AtomicCounter, long)} reaches the file.
     */
    public boolean areCountersShown()
    {
        return counters.areShown();
    }

    /**
     * What the transport is doing. Any thread.
     *
     * @return the state.
     */
    public TransportState state()
    {
        return lifecycle.state();
    }

    /**
     * How often driver and client were built anew after launch.
     *
     * @return count since launch.
     */
    public long resetCount()
    {
        return lifecycle.resetCount();
    }

    /**
     * Errors of driver, client and transport. Any thread.
     *
     * @return count since launch.
     */
    public long errorCount()
    {
        return failures.count();
    }

    /**
     * The latest error. Any thread.
     *
     * @return the error, or null when there was none.
     */
    public Throwable lastError()
    {
        return failures.last();
    }

    /**
     * Distinct errors since launch, for {@link org.agrona.concurrent.errors.ErrorLogReader}. Any thread.
     *
     * @return buffer of the log, 64 KiB.
     */
    public AtomicBuffer errorLog()
    {
        return failures.logBuffer();
    }

    /**
     * Frames dropped because they were longer than {@link Context#maxFrameLength()}.
     *
     * @return count since launch.
     */
    public long droppedFrames()
    {
        return inbound.droppedFrames();
    }

    /**
     * Sessions that found all {@link Context#maxSessions()} slots in use.
     *
     * @return count since launch.
     */
    public long refusedSessions()
    {
        return inbound.refusedSessions();
    }

    /**
     * {@return the concluded context, not to be changed}
     */
    public Context context()
    {
        return ctx;
    }

    Lifecycle lifecycle()
    {
        return lifecycle;
    }

    /**
     * Close client and driver and remove the embedded driver's directory. Takes about 250 ms more when a peer is
     * connected, to tell it. Idempotent; by the owner, or after it ended.
     */
    @Override
    public void close()
    {
        lifecycle.close();
    }

    private boolean isOwner()
    {
        final Thread current = Thread.currentThread();
        if (owner == null)
        {
            owner = current;
        }

        return owner == current;
    }

    /**
     * Who this replica is and how it runs; {@link LinkSettings} holds what is tuned for a network. Starts from the
     * system properties of {@link TransportConfiguration}. Not thread-safe; {@link #conclude()} once, by
     * {@link Transport#launch}.
     */
    public static final class Context extends TransportSettings<Context>
    {
        private boolean isConcluded;
        private boolean isTaken;
        private long initialPosition;
        private Endpoint ownEndpoint;
        private Endpoint ownLineBEndpoint;
        private File aeronDirectory;

        /**
         * Validate everything, resolve the endpoint and settle the driver's directory.
         *
         * @return this for a fluent API.
         * @throws TransportException    when a setting is missing or not allowed.
         * @throws IllegalStateException when concluded before: a context serves one launch.
         */
        public Context conclude()
        {
            if (isConcluded)
            {
                throw new IllegalStateException(
                    "Transport.Context was concluded before: make a new one for each launch");
            }

            SettingsCheck.check(this);
            if (link() == null)
            {
                link(LinkSettings.ofProperties());
            }

            SettingsCheck.check(link(), driverMode());
            SettingsCheck.checkFrameFits(maxPayloadLength(), frameHeaderLength(), link().termLength());
            ownEndpoint = Endpoint.parse("endpoint", endpoint(), allowRemote());
            ownLineBEndpoint = lineBEndpoint() == null ? ownEndpoint :
                Endpoint.parse("lineBEndpoint", lineBEndpoint(), allowRemote());
            aeronDirectory = driverMode().isEmbedded() ? AeronDirectory.ofEmbedded(dirBase(), name()) :
                AeronDirectory.ofExternal(externalAeronDir());
            isConcluded = true;
            return this;
        }

        private void take()
        {
            if (isTaken)
            {
                throw new IllegalStateException(
                    "Transport.Context was launched before: make a new one for each launch");
            }
            isTaken = true;
            if (!isConcluded)
            {
                conclude();
            }
        }

        String clientName()
        {
            return "antumbra-" + name();
        }

        Endpoint receiveEndpoint(final int lineStreamId)
        {
            return lineStreamId == Lines.LINE_B ? ownLineBEndpoint : ownEndpoint;
        }

        boolean hasLineBEndpoint()
        {
            return !ownLineBEndpoint.numeric().equals(ownEndpoint.numeric());
        }

        List<Endpoint> receiveEndpoints()
        {
            return hasLineBEndpoint() ? List.of(ownEndpoint, ownLineBEndpoint) : List.of(ownEndpoint);
        }

        /**
         * {@return the directory of the media driver, settled by {@link #conclude()}}
         */
        public File aeronDirectory()
        {
            return aeronDirectory;
        }

        @Override
        Context self()
        {
            return this;
        }

        Context initialPosition(final long value)
        {
            initialPosition = value;
            return this;
        }

        long initialPosition()
        {
            return initialPosition;
        }
    }
}
