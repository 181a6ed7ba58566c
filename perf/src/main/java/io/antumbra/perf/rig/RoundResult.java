package io.antumbra.perf.rig;

import io.antumbra.perf.measure.Percentiles;
import org.HdrHistogram.Histogram;

/**
 * What one contender measured in one round. Immutable.
 */
final class RoundResult
{
    final Contender contender;
    final int round;
    final Histogram histogram;
    final Percentiles percentiles;
    final double perSecond;
    final long unacknowledged;
    final long allocatedBytes;
    final double foreignPercent;
    final boolean isDisturbed;

    RoundResult(final Contender contender, final int round, final Histogram histogram, final double perSecond,
        final long unacknowledged, final long allocatedBytes, final double foreignPercent, final boolean isDisturbed)
    {
        this.contender = contender;
        this.round = round;
        this.histogram = histogram;
        this.percentiles = new Percentiles(histogram);
        this.perSecond = perSecond;
        this.unacknowledged = unacknowledged;
        this.allocatedBytes = allocatedBytes;
        this.foreignPercent = foreignPercent;
        this.isDisturbed = isDisturbed;
    }
}
