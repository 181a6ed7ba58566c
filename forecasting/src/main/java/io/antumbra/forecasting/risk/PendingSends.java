package io.antumbra.forecasting.risk;

/**
 * The sends of late, in a ring: when each was sent, what became of it, and the features and score of its time. For one
 * thread, no allocation after construction.
 *
 * <pre>
 *  numbers   oldest ......... head .......... next
 *            └ last that      └ first that    └ that the next
 *              is kept          teaches yet     send gets
 * </pre>
 */
final class PendingSends
{
    /**
     * Sent, and still in time.
     */
    static final byte OPEN = 0;

    /**
     * Late or lost, and not answered so far.
     */
    static final byte LATE_AND_OPEN = 1;

    /**
     * Answered, in time.
     */
    static final byte IN_TIME = 2;

    /**
     * Answered, too late.
     */
    static final byte LATE = 3;

    private final int mask;
    private final int featureCount;
    private final long[] sendTimesNs;
    private final byte[] states;
    private final double[] features;
    private final double[] scores;
    private long first;
    private long head;
    private long next;

    PendingSends(final int capacity, final int featureCount)
    {
        mask = capacity - 1;
        this.featureCount = featureCount;
        sendTimesNs = new long[capacity];
        states = new byte[capacity];
        features = new double[capacity * featureCount];
        scores = new double[capacity];
    }

    /**
     * Number of the oldest that is kept.
     */
    long oldest()
    {
        return Math.max(first, next - mask - 1);
    }

    /**
     * Number of the oldest that has not taught yet.
     */
    long head()
    {
        return head;
    }

    /**
     * Number that the next send gets.
     */
    long next()
    {
        return next;
    }

    /**
     * Whether the next send takes the place of the head.
     */
    boolean isFull()
    {
        return next - head > mask;
    }

    /**
     * @return offset of the features of the next send in {@link #features()}, to be written before {@link #add}.
     */
    int nextFeatures()
    {
        return index(next) * featureCount;
    }

    void add(final long nowNs, final double score)
    {
        final int index = index(next);
        sendTimesNs[index] = nowNs;
        states[index] = OPEN;
        scores[index] = score;
        next++;
    }

    /**
     * The head has taught, or never will.
     */
    void pass()
    {
        head++;
    }

    /**
     * Keep none.
     */
    void clear()
    {
        first = next;
        head = next;
    }

    long sendTimeNs(final long number)
    {
        return sendTimesNs[index(number)];
    }

    byte state(final long number)
    {
        return states[index(number)];
    }

    void state(final long number, final byte state)
    {
        states[index(number)] = state;
    }

    double score(final long number)
    {
        return scores[index(number)];
    }

    double[] features()
    {
        return features;
    }

    int featuresOf(final long number)
    {
        return index(number) * featureCount;
    }

    private int index(final long number)
    {
        return (int)number & mask;
    }
}
