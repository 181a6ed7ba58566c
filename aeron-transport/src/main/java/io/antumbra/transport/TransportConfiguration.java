package io.antumbra.transport;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.agrona.SystemUtil;

/**
 * Names and defaults of the system properties from which {@link Transport.Context} and {@link LinkSettings} start.
 * Sizes take the suffixes k, m, g; durations take ns, us, ms, s.
 */
public final class TransportConfiguration
{
    /**
     * Name of this replica's transport: lower or upper case letters, digits, '.', '_' and '-'. Part of the embedded
     * driver's directory, so that a restart finds what a killed process left.
     */
    public static final String NAME_PROP = "antumbra.transport.name";

    /**
     * UDP endpoint on which this replica listens, "host:port".
     */
    public static final String ENDPOINT_PROP = "antumbra.transport.endpoint";

    /**
     * UDP endpoint on which this replica receives line B, "host:port"; default the same as for the other lines.
     */
    public static final String LINE_B_ENDPOINT_PROP = "antumbra.transport.line.b.endpoint";

    /**
     * Where the media driver runs, a name of {@link DriverMode}; default EMBEDDED_INVOKER.
     */
    public static final String DRIVER_MODE_PROP = "antumbra.transport.driver.mode";

    /**
     * Directory of the running media driver in mode EXTERNAL.
     */
    public static final String EXTERNAL_AERON_DIR_PROP = "antumbra.transport.external.aeron.dir";

    /**
     * Folder in which the embedded driver's directory is made; default /dev/shm where writable, else the JVM's
     * temporary folder.
     */
    public static final String DIR_BASE_PROP = "antumbra.transport.dir.base";

    /**
     * Largest payload of one entry in bytes; default 64k.
     */
    public static final String MAX_PAYLOAD_LENGTH_PROP = "antumbra.transport.max.payload.length";

    /**
     * Most peers of this replica; default 8.
     */
    public static final String MAX_PEERS_PROP = "antumbra.transport.max.peers";

    /**
     * Most sessions received at once, over all lines; default 48: three lines of 8 peers, each restarted once.
     */
    public static final String MAX_SESSIONS_PROP = "antumbra.transport.max.sessions";

    /**
     * Which {@link LinkSettings} to start from: "default" or "throughput".
     */
    public static final String PROFILE_PROP = "antumbra.transport.profile";

    /**
     * Length of one of the three terms of a log in bytes, a power of two; profile default 1m, throughput 16m.
     */
    public static final String TERM_LENGTH_PROP = "antumbra.transport.term.length";

    /**
     * Largest datagram in bytes, a multiple of 32; profile default 1408, throughput 8k.
     */
    public static final String MTU_LENGTH_PROP = "antumbra.transport.mtu.length";

    /**
     * Bytes a receiver lets a sender have in flight; profile default 128k, throughput 2m.
     */
    public static final String INITIAL_WINDOW_LENGTH_PROP = "antumbra.transport.initial.window.length";

    /**
     * SO_SNDBUF in bytes; profile default 128k, throughput 2m.
     */
    public static final String SOCKET_SNDBUF_LENGTH_PROP = "antumbra.transport.socket.sndbuf.length";

    /**
     * SO_RCVBUF in bytes; profile default 208k, throughput 2m.
     */
    public static final String SOCKET_RCVBUF_LENGTH_PROP = "antumbra.transport.socket.rcvbuf.length";

    /**
     * Silence after which a sender's session ends; default 10s.
     */
    public static final String IMAGE_LIVENESS_TIMEOUT_PROP = "antumbra.transport.image.liveness.timeout";

    /**
     * Silence between client and driver after which either gives the other up; default 10s.
     */
    public static final String CLIENT_LIVENESS_TIMEOUT_PROP = "antumbra.transport.client.liveness.timeout";

    /**
     * Silence of a peer's receiver after which offers to it answer not connected; default 1s.
     */
    public static final String CONNECTION_TIMEOUT_PROP = "antumbra.transport.connection.timeout";

    /**
     * How long NAKs that overlap a retransmit are ignored; default 150us, right for a round trip of 100 to 150 us.
     */
    public static final String RETRANSMIT_LINGER_PROP = "antumbra.transport.retransmit.linger";

    /**
     * Silence of the driver's heartbeat after which it counts as dead; default 10s, with an external driver 2s at
     * least.
     */
    public static final String DRIVER_TIMEOUT_PROP = "antumbra.transport.driver.timeout";

    /**
     * Longest wait for the driver's answer to the subscriptions, at launch and at each rebuild; default 5s.
     */
    public static final String REGISTRATION_TIMEOUT_PROP = "antumbra.transport.registration.timeout";

    /**
     * Default of {@link #MAX_PAYLOAD_LENGTH_PROP}.
     */
    public static final int MAX_PAYLOAD_LENGTH_DEFAULT = 64 * 1024;

    /**
     * Default of {@link #MAX_PEERS_PROP}.
     */
    public static final int MAX_PEERS_DEFAULT = 8;

    /**
     * Default of {@link #MAX_SESSIONS_PROP}.
     */
    public static final int MAX_SESSIONS_DEFAULT = 48;

    /**
     * Most own counters unless set.
     */
    public static final int MAX_COUNTERS_DEFAULT = 128;

    /**
     * Default of {@link #REGISTRATION_TIMEOUT_PROP} in nanoseconds.
     */
    public static final long REGISTRATION_TIMEOUT_DEFAULT_NS = TimeUnit.SECONDS.toNanos(5);

    /**
     * First wait before a rebuild; it doubles up to {@link #BACK_OFF_MAX_NS}.
     */
    public static final long BACK_OFF_MIN_NS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Longest wait before a rebuild. A transport that was active for less keeps its back-off.
     */
    public static final long BACK_OFF_MAX_NS = TimeUnit.SECONDS.toNanos(2);

    private TransportConfiguration()
    {
    }

    static DriverMode driverMode()
    {
        final String value = System.getProperty(DRIVER_MODE_PROP, DriverMode.EMBEDDED_INVOKER.name());
        for (final DriverMode mode : DriverMode.values())
        {
            if (mode.name().equals(value.toUpperCase(Locale.ROOT)))
            {
                return mode;
            }
        }

        throw new TransportException(DRIVER_MODE_PROP + "=" + value + ": allowed are EMBEDDED_INVOKER, " +
            "EMBEDDED_SHARED, EMBEDDED_DEDICATED and EXTERNAL");
    }

    static int size(final String property, final int defaultValue)
    {
        try
        {
            return SystemUtil.getSizeAsInt(property, defaultValue);
        }
        catch (final NumberFormatException ex)
        {
            throw new TransportException(property + "=" + System.getProperty(property) +
                ": not a number of bytes; give for example 65536, 64k or 1m", ex);
        }
    }

    static long durationNs(final String property, final long defaultValueNs)
    {
        try
        {
            return SystemUtil.getDurationInNanos(property, defaultValueNs);
        }
        catch (final NumberFormatException ex)
        {
            throw new TransportException(property + "=" + System.getProperty(property) +
                ": not a duration; give for example 150us, 200ms or 10s", ex);
        }
    }
}
