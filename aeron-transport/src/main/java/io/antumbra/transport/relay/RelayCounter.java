package io.antumbra.transport.relay;

/**
 * What a relay counts for each flow and direction. At any time
 * <pre>
 *   received + duplicated = forwarded + inFlight + notSent
 *                           + every lost and every dropped
 * </pre>
 */
public enum RelayCounter
{
    /** Datagrams read from the socket. */
    RECEIVED("received"),

    /** Their payload bytes. */
    RECEIVED_BYTES("receivedBytes"),

    /** Copies given to the operating system to be sent. */
    FORWARDED("forwarded"),

    /** Their payload bytes. */
    FORWARDED_BYTES("forwardedBytes"),

    /** Copies that wait for their time to be sent. */
    IN_FLIGHT("inFlight"),

    /** Datagrams lost by themselves, outside bursts. */
    LOST_ALONE("lostAlone"),

    /** Datagrams lost within a burst. */
    LOST_IN_BURST("lostInBurst"),

    /** Datagrams lost as the recorded trace lost its packet. */
    LOST_IN_TRACE("lostInTrace"),

    /** Datagrams lost while the link was cut, or down while flapping. */
    LOST_WHILE_DOWN("lostWhileDown"),

    /** Datagrams that found no room in the queue before the bandwidth. */
    DROPPED_BY_QUEUE("droppedByQueue"),

    /** Copies for which no slot was free: as many were in flight as may be. Not part of the impairment: raise slots. */
    DROPPED_BY_SLOTS("droppedBySlots"),

    /** Datagrams longer than a slot. Not part of the impairment: raise maxDatagramLength. */
    DROPPED_AS_TOO_LONG("droppedAsTooLong"),

    /** Datagrams of which a second copy was made. */
    DUPLICATED("duplicated"),

    /** Copies with one bit flipped. */
    CORRUPTED("corrupted"),

    /** Copies sent after one that came in later (RFC 4737, section 3). */
    REORDERED("reordered"),

    /** Datagrams that waited for others to leave before the bandwidth. */
    QUEUED("queued"),

    /** Copies that the operating system refused, or that came back before anybody had sent. */
    NOT_SENT("notSent"),

    /** Times that the receiving host said that nobody listens there. */
    UNREACHABLE("unreachable"),

    /** Copies sent more than 20 us after their time, because the relay was held up. Not part of the impairment. */
    LATE("late"),

    /** The longest time after which a copy was sent too late, ns. */
    MAX_LATENESS_NS("maxLatenessNs");

    private final String label;

    RelayCounter(final String label)
    {
        this.label = label;
    }

    /** @return name for people and files. */
    public String label()
    {
        return label;
    }
}
