package io.antumbra.core.resend;

/**
 * The last decisions of a primary, for whoever asks why something was sent again. A ring of columns, allocated once;
 * written by the thread of the primary, and read by it or by whoever it hands the log to.
 */
public final class DecisionLog
{
    /** Decisions that are kept. */
    public static final int CAPACITY = 256;

    private static final int MASK = CAPACITY - 1;

    private final long[] timesNs = new long[CAPACITY];
    private final int[] replicaIds = new int[CAPACITY];
    private final int[] streamIds = new int[CAPACITY];
    private final long[] firsts = new long[CAPACITY];
    private final long[] lasts = new long[CAPACITY];
    private final ResendAction[] actions = new ResendAction[CAPACITY];
    private final ResendReason[] reasons = new ResendReason[CAPACITY];
    private final double[] risks = new double[CAPACITY];
    private final long[] overdueAfterNs = new long[CAPACITY];
    private final long[] budgetsLeft = new long[CAPACITY];
    private long next;

    /**
     * Notes a decision.
     *
     * @param replicaId  of the standby.
     * @param streamId   of the entries; -1 for all.
     * @param first      sequence.
     * @param last       sequence.
     * @param action     that was taken.
     * @param reason     for it.
     * @param controller that took it.
     * @param nowNs      time.
     */
    public void note(final int replicaId, final int streamId, final long first, final long last,
        final ResendAction action, final ResendReason reason, final ResendController controller, final long nowNs)
    {
        final int index = (int)next++ & MASK;
        timesNs[index] = nowNs;
        replicaIds[index] = replicaId;
        streamIds[index] = streamId;
        firsts[index] = first;
        lasts[index] = last;
        actions[index] = action;
        reasons[index] = reason;
        risks[index] = controller.risk();
        overdueAfterNs[index] = controller.overdueAfterNs();
        budgetsLeft[index] = controller.budget().leftBytes();
    }

    /** @return number of the oldest decision that is kept. */
    public long oldest()
    {
        return Math.max(0, next - CAPACITY);
    }

    /** @return number that the next decision gets: how many there were. */
    public long next()
    {
        return next;
    }

    /**
     * @param number of a decision that is kept.
     * @return when it was taken, ns.
     */
    public long timeNs(final long number)
    {
        return timesNs[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return standby that it was about.
     */
    public int replicaId(final long number)
    {
        return replicaIds[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return stream, -1 for all.
     */
    public int streamId(final long number)
    {
        return streamIds[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return first sequence.
     */
    public long first(final long number)
    {
        return firsts[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return last sequence.
     */
    public long last(final long number)
    {
        return lasts[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return what was done.
     */
    public ResendAction action(final long number)
    {
        return actions[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return why.
     */
    public ResendReason reason(final long number)
    {
        return reasons[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return risk of the link then, 0 to 1.
     */
    public double risk(final long number)
    {
        return risks[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return age after which a frame counted as overdue then, ns.
     */
    public long overdueAfterNs(final long number)
    {
        return overdueAfterNs[(int)number & MASK];
    }

    /**
     * @param number of a decision that is kept.
     * @return bytes that were left to be sent again, after it.
     */
    public long budgetLeftBytes(final long number)
    {
        return budgetsLeft[(int)number & MASK];
    }
}
