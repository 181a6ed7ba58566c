package io.antumbra.core.resend;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.LinkForecast;

/**
 * Decides for one link when a frame is copied. Whatever the forecast says is bounded here first.
 *
 * <pre>
 *  sent      overdue       + distance           + 2 x distance
 *   |-----------|---------------|-------------------------------|-----&gt; until it is held
 *             copy 1          copy 2                          copy 3
 * </pre>
 *
 * The distance is a round trip or an outage, whichever is longer, and doubles: what kept one copy from coming through
 * does not meet the next one, and a standby that fell silent gets few. One thread.
 */
public final class ResendController
{
    private static final int MAX_DOUBLINGS = 30;

    private final LinkForecast forecast;
    private final ResendBudget budget;
    private final long floorNs;
    private final long ceilingNs;

    /**
     * @param config   with the bounds.
     * @param forecast of this link.
     */
    public ResendController(final CoreConfig config, final LinkForecast forecast)
    {
        this.forecast = forecast;
        budget = new ResendBudget(config.copyShare, config.copyExperimentShare, config.copyBurstBytes);
        floorNs = config.copyFloorNs;
        ceilingNs = config.copyCeilingNs;
    }

    /** @return the forecast of this link, to be told what happened. */
    public LinkForecast forecast()
    {
        return forecast;
    }

    /** @return bytes that may be copied. */
    public ResendBudget budget()
    {
        return budget;
    }

    /** @return age after which an unacknowledged frame is overdue, ns. */
    public long overdueAfterNs()
    {
        return bounded(forecast.overdueAfterNs());
    }

    /**
     * @param copies so far, at least 1.
     * @return time from the last copy to the next, ns.
     */
    public long distanceNs(final int copies)
    {
        final long first = bounded(Math.max(forecast.roundTripNs(), forecast.outageNs()));
        final int doublings = Math.min(copies - 1, MAX_DOUBLINGS);
        return first >= ceilingNs >> doublings ? ceilingNs : first << doublings;
    }

    private long bounded(final long adviceNs)
    {
        return Math.max(floorNs, Math.min(ceilingNs, adviceNs));
    }
}
