package io.antumbra.forecasting.risk;

/**
 * The settings of one {@link LinkRisk}. For one thread.
 */
public final class LinkRiskContext
{
    /**
     * Longest deadline, nanoseconds: one hour.
     */
    public static final long MAX_DEADLINE_NS = 3_600_000_000_000L;

    /**
     * Default number of sends ahead that the risk is about: the next one.
     */
    public static final int WINDOW_DEFAULT = 1;

    /**
     * Default number of sends that are kept until it is known what became of them.
     */
    public static final int CAPACITY_DEFAULT = 1024;

    /**
     * Greatest number of sends that are kept; each takes 177 bytes.
     */
    public static final int MAX_CAPACITY = 65_536;

    private long deadlineNs;
    private int window = WINDOW_DEFAULT;
    private int capacity = CAPACITY_DEFAULT;
    private boolean isConcluded;

    /**
     * Check the settings and fix them. The risk calls it; a context serves one.
     *
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     * @throws IllegalStateException    when it was concluded before.
     */
    public void conclude()
    {
        checkOpen();
        if (deadlineNs < 1 || deadlineNs > MAX_DEADLINE_NS)
        {
            throw new IllegalArgumentException(
                "deadlineNs=" + deadlineNs + ": allowed are 1 to " + MAX_DEADLINE_NS + " nanoseconds");
        }

        checkCapacity(capacity);
        if (window < 1 || window > capacity / 2)
        {
            throw new IllegalArgumentException(
                "window=" + window + ": allowed are 1 to " + capacity / 2 + " sends (half the capacity)");
        }

        isConcluded = true;
    }

    /**
     * What takes longer than this is late.
     *
     * @param deadlineNs in nanoseconds, 1 to {@link #MAX_DEADLINE_NS}; there is no default.
     * @return this for a fluent API.
     */
    public LinkRiskContext deadlineNs(final long deadlineNs)
    {
        checkOpen();
        this.deadlineNs = deadlineNs;
        return this;
    }

    /**
     * What takes longer than this is late.
     *
     * @return in nanoseconds.
     */
    public long deadlineNs()
    {
        return deadlineNs;
    }

    /**
     * How many sends the risk is about: that any of them is late.
     *
     * @param window 1 to half the capacity; default {@link #WINDOW_DEFAULT}.
     * @return this for a fluent API.
     */
    public LinkRiskContext window(final int window)
    {
        checkOpen();
        this.window = window;
        return this;
    }

    /**
     * How many sends the risk is about.
     *
     * @return sends.
     */
    public int window()
    {
        return window;
    }

    /**
     * How many sends are kept. Give it twice as many as are sent within a deadline, at least: what has to make room
     * before it is known whether it was late teaches nothing.
     *
     * @param capacity power of two, 2 to {@link #MAX_CAPACITY}; default {@link #CAPACITY_DEFAULT}.
     * @return this for a fluent API.
     */
    public LinkRiskContext capacity(final int capacity)
    {
        checkOpen();
        this.capacity = capacity;
        return this;
    }

    /**
     * How many sends are kept.
     *
     * @return sends.
     */
    public int capacity()
    {
        return capacity;
    }

    private void checkOpen()
    {
        if (isConcluded)
        {
            throw new IllegalStateException("this context was concluded by a risk: make a new one for each");
        }
    }

    static void checkCapacity(final int capacity)
    {
        if (capacity < 2 || capacity > MAX_CAPACITY || 0 != (capacity & capacity - 1))
        {
            throw new IllegalArgumentException(
                "capacity=" + capacity + ": allowed are powers of two from 2 to " + MAX_CAPACITY);
        }
    }
}
