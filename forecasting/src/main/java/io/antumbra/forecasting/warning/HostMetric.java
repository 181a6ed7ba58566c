package io.antumbra.forecasting.warning;

/**
 * What a host measures of itself, each in the unit and with the threshold at which work begins to suffer.
 */
public enum HostMetric
{
    /** Processor time in use, 0 to 1 of all processors. */
    CPU_RATIO(0.95),

    /** Memory in use, 0 to 1 of what there is; of a heap, what is left after a collection. */
    MEMORY_RATIO(0.90),

    /** Share of the time in which the process stood still, 0 to 1. */
    PAUSE_RATIO(0.10),

    /** Time that a write to the disk takes, milliseconds. */
    DISK_LATENCY_MS(50.0);

    private final double defaultThreshold;

    HostMetric(final double defaultThreshold)
    {
        this.defaultThreshold = defaultThreshold;
    }

    /**
     * The threshold where nobody set one.
     *
     * @return in the unit of the metric.
     */
    public double defaultThreshold()
    {
        return defaultThreshold;
    }
}
