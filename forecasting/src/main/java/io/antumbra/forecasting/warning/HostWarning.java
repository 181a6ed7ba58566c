package io.antumbra.forecasting.warning;

import java.util.EnumMap;
import java.util.Map;

/**
 * All metrics of a host, and which of them runs out first. For one thread; no allocation after construction.
 */
public final class HostWarning
{
    private static final HostMetric[] METRICS = HostMetric.values();

    private final Map<HostMetric, TimeToThreshold> forecasts = new EnumMap<>(HostMetric.class);

    /**
     * Forecasts with the default thresholds.
     *
     * @param sampleIntervalNs from one sample of a metric to its next.
     * @param leadTimeNs       how long before a crossing to warn: 8 sample intervals and more.
     * @throws IllegalArgumentException when an argument is not allowed.
     */
    public HostWarning(final long sampleIntervalNs, final long leadTimeNs)
    {
        for (final HostMetric metric : METRICS)
        {
            with(metric, TimeToThreshold.rising(metric.defaultThreshold(), sampleIntervalNs, leadTimeNs));
        }
    }

    /**
     * Put another forecast in the place of a metric's, as with another threshold. At launch, before its first sample.
     *
     * @param metric   whose.
     * @param forecast for this host alone.
     * @return this for a fluent API.
     */
    public HostWarning with(final HostMetric metric, final TimeToThreshold forecast)
    {
        forecasts.put(metric, forecast);
        return this;
    }

    /**
     * Take a sample of a metric.
     *
     * @param metric that was measured.
     * @param nowNs  when, of one monotonic clock.
     * @param value  in the unit of the metric.
     * @return whether it was taken, see {@link TimeToThreshold#onSample}.
     */
    public boolean onSample(final HostMetric metric, final long nowNs, final double value)
    {
        return forecasts.get(metric).onSample(nowNs, value);
    }

    /**
     * The forecast of a metric, to read from.
     *
     * @param metric whose.
     * @return the forecast.
     */
    public TimeToThreshold forecast(final HostMetric metric)
    {
        return forecasts.get(metric);
    }

    /**
     * The metric that warns and is expected to cross first.
     *
     * @return the metric, or null when none warns.
     */
    public HostMetric first()
    {
        HostMetric first = null;
        long firstNs = TimeToThreshold.NEVER;
        for (final HostMetric metric : METRICS)
        {
            final TimeToThreshold forecast = forecasts.get(metric);
            if (forecast.isWarning() && (null == first || forecast.expectedNs() < firstNs))
            {
                first = metric;
                firstNs = forecast.expectedNs();
            }
        }
        return first;
    }
}
