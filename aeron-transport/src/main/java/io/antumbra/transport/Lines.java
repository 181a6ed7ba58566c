package io.antumbra.transport;

/**
 * The Aeron stream ids of the lines between two replicas. Every replica subscribes to all of them on its own endpoint
 * and publishes all of them to each peer, because the roles change at failover.
 * <pre>
 *   stream id   line                 direction            carries
 *   1001        A                    primary to standby   frames of entries, heartbeats
 *   1002        acknowledgements     standby to primary   acknowledgements with echoed timestamps
 *   1003        B (reserved)         primary to standby   pre-emptive resends
 * </pre>
 */
public final class Lines
{
    /**
     * Line A: ordinary reliable data from primary to standby.
     */
    public static final int LINE_A = 1001;

    /**
     * The acknowledgement channel: from standby to primary.
     */
    public static final int ACKNOWLEDGEMENTS = 1002;

    /**
     * Line B, reserved for pre-emptive resends; not open yet.
     */
    public static final int LINE_B = 1003;

    /**
     * How many lines are open: {@link #LINE_A} and {@link #ACKNOWLEDGEMENTS}.
     */
    public static final int COUNT = 2;

    private Lines()
    {
    }

    /**
     * Dense index of an open line.
     *
     * @param lineStreamId one of {@link #LINE_A} and {@link #ACKNOWLEDGEMENTS}.
     * @return 0 to {@link #COUNT} - 1.
     * @throws IllegalArgumentException when the line is not open: a bug of the caller.
     */
    static int index(final int lineStreamId)
    {
        final int index = lineStreamId - LINE_A;
        if (index < 0 || index >= COUNT)
        {
            throw new IllegalArgumentException("lineStreamId=" + lineStreamId + " is not an open line: use " + LINE_A +
                " (line A) or " + ACKNOWLEDGEMENTS + " (acknowledgements)");
        }

        return index;
    }

    /**
     * Aeron stream id of a dense index.
     *
     * @param index 0 to {@link #COUNT} - 1.
     * @return the stream id.
     */
    static int streamId(final int index)
    {
        return LINE_A + index;
    }
}
