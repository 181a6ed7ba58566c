package io.antumbra.transport;

import static io.antumbra.transport.TransportConfiguration.durationNs;
import static io.antumbra.transport.TransportConfiguration.size;

import io.aeron.driver.MediaDriver;
import java.util.concurrent.TimeUnit;

/**
 * Lengths and time-outs of the links: what is tuned for a network, as opposed to {@link Transport.Context}, which says
 * who talks to whom. Two profiles exist:
 * <pre>
 *                        default     throughput
 *   term length          1 MiB       16 MiB       largest frame = 1/8; 3 terms a log, files are sparse
 *   MTU                  1408        8192         8192 needs jumbo frames on a real network
 *   initial window       128 KiB     2 MiB
 *   SO_SNDBUF            128 KiB     2 MiB        2 MiB needs net.core.wmem_max and rmem_max of 2097152
 *   SO_RCVBUF            208 KiB     2 MiB
 * </pre>
 * System properties of {@link TransportConfiguration} override single values of either. Not thread-safe; not to be
 * changed after {@link Transport#launch}.
 */
public final class LinkSettings
{
    private static final int KIB = 1024;
    private static final int MIB = 1024 * 1024;
    private static final int COUNTER_VALUES_LENGTH = MIB;
    private static final long TIMER_MAX_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int TIMEOUT_PARTS = 4;

    private int termLength;
    private int mtuLength;
    private int initialWindowLength;
    private int socketSndbufLength;
    private int socketRcvbufLength;
    private long imageLivenessTimeoutNs = durationNs(TransportConfiguration.IMAGE_LIVENESS_TIMEOUT_PROP,
        TimeUnit.SECONDS.toNanos(10));
    private long clientLivenessTimeoutNs = durationNs(TransportConfiguration.CLIENT_LIVENESS_TIMEOUT_PROP,
        TimeUnit.SECONDS.toNanos(10));
    private long connectionTimeoutNs = durationNs(TransportConfiguration.CONNECTION_TIMEOUT_PROP,
        TimeUnit.SECONDS.toNanos(1));
    private long retransmitLingerNs = durationNs(TransportConfiguration.RETRANSMIT_LINGER_PROP,
        TimeUnit.MICROSECONDS.toNanos(150));
    private long driverTimeoutNs = durationNs(TransportConfiguration.DRIVER_TIMEOUT_PROP, TimeUnit.SECONDS.toNanos(10));

    private LinkSettings(final int term, final int mtu, final int window, final int sndbuf, final int rcvbuf)
    {
        termLength = size(TransportConfiguration.TERM_LENGTH_PROP, term);
        mtuLength = size(TransportConfiguration.MTU_LENGTH_PROP, mtu);
        initialWindowLength = size(TransportConfiguration.INITIAL_WINDOW_LENGTH_PROP, window);
        socketSndbufLength = size(TransportConfiguration.SOCKET_SNDBUF_LENGTH_PROP, sndbuf);
        socketRcvbufLength = size(TransportConfiguration.SOCKET_RCVBUF_LENGTH_PROP, rcvbuf);
    }

    /**
     * The default profile: little memory, stock operating system limits.
     *
     * @return new settings.
     */
    public static LinkSettings defaultProfile()
    {
        return new LinkSettings(MIB, 1408, 128 * KIB, 128 * KIB, 208 * KIB);
    }

    /**
     * The throughput profile: large terms, windows and datagrams.
     *
     * @return new settings.
     */
    public static LinkSettings throughputProfile()
    {
        return new LinkSettings(16 * MIB, 8 * KIB, 2 * MIB, 2 * MIB, 2 * MIB);
    }

    /**
     * The profile that {@link TransportConfiguration#PROFILE_PROP} names.
     *
     * @return new settings.
     * @throws TransportException when it names none.
     */
    public static LinkSettings ofProperties()
    {
        final String profile = System.getProperty(TransportConfiguration.PROFILE_PROP, "default");
        switch (profile)
        {
            case "default":
                return defaultProfile();

            case "throughput":
                return throughputProfile();

            default:
                throw new TransportException(TransportConfiguration.PROFILE_PROP + "=" + profile +
                    ": allowed are default and throughput");
        }
    }

    /**
     * Length of one term in bytes, a power of two from 64 KiB to 1 GiB; a log has three.
     *
     * @param lengthBytes of a term.
     * @return this for a fluent API.
     */
    public LinkSettings termLength(final int lengthBytes)
    {
        termLength = lengthBytes;
        return this;
    }

    /**
     * Length of one term.
     *
     * @return bytes.
     */
    public int termLength()
    {
        return termLength;
    }

    /**
     * Largest datagram in bytes, Aeron's header included: a multiple of 32 up to 65504.
     *
     * @param lengthBytes of a datagram.
     * @return this for a fluent API.
     */
    public LinkSettings mtuLength(final int lengthBytes)
    {
        mtuLength = lengthBytes;
        return this;
    }

    /**
     * Largest datagram.
     *
     * @return bytes.
     */
    public int mtuLength()
    {
        return mtuLength;
    }

    /**
     * Bytes that a receiver lets one sender have in flight, at most half a term and SO_RCVBUF. When it tells the sender
     * that it may go on is said by {@link StatusMessagePace}, with embedded drivers.
     *
     * @param lengthBytes of the window.
     * @return this for a fluent API.
     */
    public LinkSettings initialWindowLength(final int lengthBytes)
    {
        initialWindowLength = lengthBytes;
        return this;
    }

    /**
     * Bytes that a receiver lets one sender have in flight.
     *
     * @return bytes.
     */
    public int initialWindowLength()
    {
        return initialWindowLength;
    }

    /**
     * SO_SNDBUF, at least the MTU.
     *
     * @param lengthBytes of the buffer.
     * @return this for a fluent API.
     */
    public LinkSettings socketSndbufLength(final int lengthBytes)
    {
        socketSndbufLength = lengthBytes;
        return this;
    }

    /**
     * SO_SNDBUF.
     *
     * @return bytes.
     */
    public int socketSndbufLength()
    {
        return socketSndbufLength;
    }

    /**
     * SO_RCVBUF, at least the window. All peers share it: with many busy ones take a multiple of the window.
     *
     * @param lengthBytes of the buffer.
     * @return this for a fluent API.
     */
    public LinkSettings socketRcvbufLength(final int lengthBytes)
    {
        socketRcvbufLength = lengthBytes;
        return this;
    }

    /**
     * SO_RCVBUF.
     *
     * @return bytes.
     */
    public int socketRcvbufLength()
    {
        return socketRcvbufLength;
    }

    /**
     * Silence of a sender after which its session ends here. Embedded drivers only.
     *
     * @param timeoutNs in nanoseconds.
     * @return this for a fluent API.
     */
    public LinkSettings imageLivenessTimeoutNs(final long timeoutNs)
    {
        imageLivenessTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Silence of a sender after which its session ends here.
     *
     * @return nanoseconds.
     */
    public long imageLivenessTimeoutNs()
    {
        return imageLivenessTimeoutNs;
    }

    /**
     * Silence between client and driver after which either gives up the other: a process that stood still for longer
     * rebuilds both. Embedded drivers only.
     *
     * @param timeoutNs in nanoseconds.
     * @return this for a fluent API.
     */
    public LinkSettings clientLivenessTimeoutNs(final long timeoutNs)
    {
        clientLivenessTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Silence between client and driver after which either gives up the other.
     *
     * @return nanoseconds.
     */
    public long clientLivenessTimeoutNs()
    {
        return clientLivenessTimeoutNs;
    }

    /**
     * Silence of a peer's receiver after which offers answer {@link Transport#NOT_CONNECTED}; it undoes itself when the
     * receiver is heard again. Embedded drivers only.
     *
     * @param timeoutNs in nanoseconds.
     * @return this for a fluent API.
     */
    public LinkSettings connectionTimeoutNs(final long timeoutNs)
    {
        connectionTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Silence of a peer's receiver after which offers answer {@link Transport#NOT_CONNECTED}.
     *
     * @return nanoseconds.
     */
    public long connectionTimeoutNs()
    {
        return connectionTimeoutNs;
    }

    /**
     * How long NAKs that overlap a retransmit are ignored. About 1 to 1.5 round trips: longer delays the second repair
     * of the same place (Aeron's 10 ms cost 20-39 ms of p99 at 5 % loss), shorter sends it more than once. While
     * retransmits are more than a small part of what is sent, Aeron's 10 ms hold instead: a receiver that is short of
     * processor time would otherwise drown in copies. Embedded drivers only.
     *
     * @param lingerNs in nanoseconds.
     * @return this for a fluent API.
     */
    public LinkSettings retransmitLingerNs(final long lingerNs)
    {
        retransmitLingerNs = lingerNs;
        return this;
    }

    /**
     * How long NAKs that overlap a retransmit are ignored.
     *
     * @return nanoseconds.
     */
    public long retransmitLingerNs()
    {
        return retransmitLingerNs;
    }

    /**
     * Set a media driver up for these links: everything but its directory and its threads.
     *
     * @param context of a driver to be embedded.
     * @return the context.
     */
    public MediaDriver.Context applyTo(final MediaDriver.Context context)
    {
        final long shortestNs = Math.min(
            Math.min(clientLivenessTimeoutNs, driverTimeoutNs), Math.min(imageLivenessTimeoutNs, connectionTimeoutNs));
        return context
            .publicationTermBufferLength(termLength)
            .ipcTermBufferLength(termLength)
            .termBufferSparseFile(true)
            .mtuLength(mtuLength)
            .initialWindowLength(initialWindowLength)
            .socketSndbufLength(socketSndbufLength)
            .socketRcvbufLength(socketRcvbufLength)
            .counterValuesBufferLength(COUNTER_VALUES_LENGTH)
            .timerIntervalNs(Math.min(TIMER_MAX_NS, shortestNs / TIMEOUT_PARTS))
            .imageLivenessTimeoutNs(imageLivenessTimeoutNs)
            .clientLivenessTimeoutNs(clientLivenessTimeoutNs)
            .publicationUnblockTimeoutNs(clientLivenessTimeoutNs + clientLivenessTimeoutNs / 2)
            .publicationConnectionTimeoutNs(connectionTimeoutNs)
            .retransmitUnicastLingerNs(retransmitLingerNs)
            .retransmitUnicastLingerGenerator(RetransmitLinger.of(retransmitLingerNs, context))
            .congestControlSupplier(StatusMessagePace.SUPPLIER)
            .asyncExecutorEnabled(false);
    }

    /**
     * Age of the driver's heartbeat at which it counts as dead.
     *
     * @param timeoutNs in nanoseconds, at least 200 ms; of an external driver at least 2 s, twice the interval of the
     *                  heartbeats of a driver that nobody configured ({@code aeron.timer.interval}).
     * @return this for a fluent API.
     */
    public LinkSettings driverTimeoutNs(final long timeoutNs)
    {
        driverTimeoutNs = timeoutNs;
        return this;
    }

    /**
     * Age of the driver's heartbeat at which it counts as dead.
     *
     * @return nanoseconds.
     */
    public long driverTimeoutNs()
    {
        return driverTimeoutNs;
    }
}
