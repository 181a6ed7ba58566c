package io.antumbra.transport;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.SystemEpochClock;

/**
 * The settings of a {@link Transport.Context}, each with its start value from the system properties of
 * {@link TransportConfiguration}. Apart from the context itself only so that either file can be read in one go.
 *
 * @param <T> the context, for a fluent API.
 */
public abstract class TransportSettings<T extends TransportSettings<T>>
{
    private String name = System.getProperty(TransportConfiguration.NAME_PROP);
    private String endpoint = System.getProperty(TransportConfiguration.ENDPOINT_PROP);
    private String lineBEndpoint = System.getProperty(TransportConfiguration.LINE_B_ENDPOINT_PROP);
    private DriverMode driverMode = TransportConfiguration.driverMode();
    private String externalAeronDir = System.getProperty(TransportConfiguration.EXTERNAL_AERON_DIR_PROP);
    private String dirBase = System.getProperty(TransportConfiguration.DIR_BASE_PROP);
    private boolean allowRemote;
    private int maxPayloadLength = TransportConfiguration.size(
        TransportConfiguration.MAX_PAYLOAD_LENGTH_PROP, TransportConfiguration.MAX_PAYLOAD_LENGTH_DEFAULT);
    private int frameHeaderLength;
    private int maxPeers = Integer.getInteger(TransportConfiguration.MAX_PEERS_PROP,
        TransportConfiguration.MAX_PEERS_DEFAULT);
    private int maxSessions = Integer.getInteger(TransportConfiguration.MAX_SESSIONS_PROP,
        TransportConfiguration.MAX_SESSIONS_DEFAULT);
    private int maxCounters = TransportConfiguration.MAX_COUNTERS_DEFAULT;
    private long registrationTimeoutNs = TransportConfiguration.durationNs(
        TransportConfiguration.REGISTRATION_TIMEOUT_PROP, TransportConfiguration.REGISTRATION_TIMEOUT_DEFAULT_NS);
    private LinkSettings link;
    private ErrorHandler errorHandler;
    private EpochClock epochClock = SystemEpochClock.INSTANCE;

    TransportSettings()
    {
    }

    /**
     * The context, for a fluent API.
     *
     * @return this.
     */
    abstract T self();

    /**
     * Name of this replica on this machine; the embedded driver's directory is antumbra-USER-NAME.
     *
     * @param value 1 to 64 letters, digits, '.', '_' or '-'.
     * @return this for a fluent API.
     */
    public T name(final String value)
    {
        name = value;
        return self();
    }

    /**
     * Name of this replica on this machine; the embedded driver's directory is antumbra-USER-NAME.
     *
     * @return 1 to 64 letters, digits, '.', '_' or '-'.
     */
    public String name()
    {
        return name;
    }

    /**
     * UDP endpoint on which this replica receives.
     *
     * @param value "host:port".
     * @return this for a fluent API.
     */
    public T endpoint(final String value)
    {
        endpoint = value;
        return self();
    }

    /**
     * UDP endpoint on which this replica receives.
     *
     * @return "host:port".
     */
    public String endpoint()
    {
        return endpoint;
    }

    /**
     * UDP endpoint on which this replica receives line B, so that copies can come by another path.
     *
     * @param value "host:port", or null for {@link #endpoint()}.
     * @return this for a fluent API.
     */
    public T lineBEndpoint(final String value)
    {
        lineBEndpoint = value;
        return self();
    }

    /**
     * UDP endpoint on which this replica receives line B, so that copies can come by another path.
     *
     * @return "host:port", or null for {@link #endpoint()}.
     */
    public String lineBEndpoint()
    {
        return lineBEndpoint;
    }

    /**
     * Where the media driver runs.
     *
     * @param value one of {@link DriverMode}.
     * @return this for a fluent API.
     */
    public T driverMode(final DriverMode value)
    {
        driverMode = value;
        return self();
    }

    /**
     * Where the media driver runs.
     *
     * @return one of {@link DriverMode}.
     */
    public DriverMode driverMode()
    {
        return driverMode;
    }

    /**
     * Directory of the running driver in mode {@link DriverMode#EXTERNAL}.
     *
     * @param value a path.
     * @return this for a fluent API.
     */
    public T externalAeronDir(final String value)
    {
        externalAeronDir = value;
        return self();
    }

    /**
     * Directory of the running driver in mode {@link DriverMode#EXTERNAL}.
     *
     * @return a path.
     */
    public String externalAeronDir()
    {
        return externalAeronDir;
    }

    /**
     * Folder in which the embedded driver's directory is made; null for the RAM disk where there is one.
     *
     * @param value a path, or null.
     * @return this for a fluent API.
     */
    public T dirBase(final String value)
    {
        dirBase = value;
        return self();
    }

    /**
     * Folder in which the embedded driver's directory is made; null for the RAM disk where there is one.
     *
     * @return a path, or null.
     */
    public String dirBase()
    {
        return dirBase;
    }

    /**
     * Accept endpoints other than loopback, the own one and peers'. Only with a pre-shared key configured.
     *
     * @param value true to accept.
     * @return this for a fluent API.
     */
    public T allowRemote(final boolean value)
    {
        allowRemote = value;
        return self();
    }

    /**
     * Accept endpoints other than loopback, the own one and peers'. Only with a pre-shared key configured.
     *
     * @return true to accept.
     */
    public boolean allowRemote()
    {
        return allowRemote;
    }

    /**
     * Largest payload of one entry.
     *
     * @param value bytes.
     * @return this for a fluent API.
     */
    public T maxPayloadLength(final int value)
    {
        maxPayloadLength = value;
        return self();
    }

    /**
     * Largest payload of one entry.
     *
     * @return bytes.
     */
    public int maxPayloadLength()
    {
        return maxPayloadLength;
    }

    /**
     * What the caller puts around the largest payload: headers of frame, subset and entry.
     *
     * @param value bytes.
     * @return this for a fluent API.
     */
    public T frameHeaderLength(final int value)
    {
        frameHeaderLength = value;
        return self();
    }

    /**
     * What the caller puts around the largest payload: headers of frame, subset and entry.
     *
     * @return bytes.
     */
    public int frameHeaderLength()
    {
        return frameHeaderLength;
    }

    /**
     * Most peers.
     *
     * @param value 1 to 256.
     * @return this for a fluent API.
     */
    public T maxPeers(final int value)
    {
        maxPeers = value;
        return self();
    }

    /**
     * Most peers.
     *
     * @return 1 to 256.
     */
    public int maxPeers()
    {
        return maxPeers;
    }

    /**
     * Most sessions received at once, over all lines; each holds a buffer of the largest frame.
     *
     * @param value at least 1.
     * @return this for a fluent API.
     */
    public T maxSessions(final int value)
    {
        maxSessions = value;
        return self();
    }

    /**
     * Most sessions received at once, over all lines; each holds a buffer of the largest frame.
     *
     * @return at least 1.
     */
    public int maxSessions()
    {
        return maxSessions;
    }

    /**
     * Most own counters.
     *
     * @param value 0 or more.
     * @return this for a fluent API.
     */
    public T maxCounters(final int value)
    {
        maxCounters = value;
        return self();
    }

    /**
     * Most own counters.
     *
     * @return 0 or more.
     */
    public int maxCounters()
    {
        return maxCounters;
    }

    /**
     * Longest wait for the driver's answer to the subscriptions.
     *
     * @param value nanoseconds.
     * @return this for a fluent API.
     */
    public T registrationTimeoutNs(final long value)
    {
        registrationTimeoutNs = value;
        return self();
    }

    /**
     * Longest wait for the driver's answer to the subscriptions.
     *
     * @return nanoseconds.
     */
    public long registrationTimeoutNs()
    {
        return registrationTimeoutNs;
    }

    /**
     * Lengths and time-outs of the links.
     *
     * @param value the settings.
     * @return this for a fluent API.
     */
    public T link(final LinkSettings value)
    {
        link = value;
        return self();
    }

    /**
     * Lengths and time-outs of the links.
     *
     * @return the settings.
     */
    public LinkSettings link()
    {
        return link;
    }

    /**
     * Told of every error; called from driver threads in the modes that have them. Null: errors are only counted
     * and recorded.
     *
     * @param value the handler, or null.
     * @return this for a fluent API.
     */
    public T errorHandler(final ErrorHandler value)
    {
        errorHandler = value;
        return self();
    }

    /**
     * Told of every error; called from driver threads in the modes that have them. Null: errors are only counted
     * and recorded.
     *
     * @return the handler, or null.
     */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * Time of day. It may step: an embedded driver reads it once, and what looks at it later is timestamps for people.
     *
     * @param value a clock; the system's unless a test steps it.
     * @return this for a fluent API.
     */
    public T epochClock(final EpochClock value)
    {
        epochClock = value;
        return self();
    }

    /**
     * Time of day. It may step: an embedded driver reads it once, and what looks at it later is timestamps for people.
     *
     * @return the clock, the system's unless set.
     */
    public EpochClock epochClock()
    {
        return epochClock;
    }

    /**
     * Largest frame: {@link #maxPayloadLength()} plus {@link #frameHeaderLength()}.
     *
     * @return bytes.
     */
    public int maxFrameLength()
    {
        return maxPayloadLength + frameHeaderLength;
    }
}
