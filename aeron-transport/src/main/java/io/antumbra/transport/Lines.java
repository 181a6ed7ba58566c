package io.antumbra.transport;

/**
 * The Aeron stream ids of the lines between two replicas. Every replica subscribes to all of them, because the roles
 * change at failover, and opens one to a peer when it first has something to send on it. The package's documentation
 * tells how B differs.
 * <pre>
 *   stream id   line                 direction            carries
 *   1001        A                    primary to standby   frames of entries, heartbeats; reliable, in order
 *   1002        acknowledgements     standby to primary   acknowledgements with echoed timestamps; reliable, in order
 *   1003        B                    primary to standby   copies of frames; each by itself or not at all
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
     * Line B: copies that wait for nothing. What is lost on it stays lost, and so does what was overtaken.
     */
    public static final int LINE_B = 1003;

    /**
     * How many lines there are.
     */
    public static final int COUNT = 3;

    private Lines()
    {
    }

    /**
     * Dense index of a line.
     *
     * @param lineStreamId one of {@link #LINE_A}, {@link #ACKNOWLEDGEMENTS} and {@link #LINE_B}.
     * @return 0 to {@link #COUNT} - 1.
     * @throws IllegalArgumentException when there is no such line: a bug of the caller.
     */
    static int index(final int lineStreamId)
    {
        final int index = lineStreamId - LINE_A;
        if (index < 0 || index >= COUNT)
        {
            throw new IllegalArgumentException("lineStreamId=" + lineStreamId + " is not a line: use " + LINE_A +
                " (line A), " + ACKNOWLEDGEMENTS + " (acknowledgements) or " + LINE_B + " (line B)");
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
