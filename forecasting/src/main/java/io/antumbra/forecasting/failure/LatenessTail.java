package io.antumbra.forecasting.failure;

import java.util.Arrays;

/**
 * How late heartbeats come: the share of them that were at least a given factor later than expected. A histogram of
 * the logarithm of that factor, in which the weight of the past fades. For one thread, no allocation after
 * construction, 3 KiB.
 *
 * <pre>
 *  factor  1/16      1/8              1                 2                         2^20
 *          |bin bin ..|..             |..               |.. the last takes all above |
 *          |  octave  |  octave   ... |     octave      |           ...              |
 *
 *                       weight at or above x  +  (1 up to the longest, falling as x^-tailIndex beyond)
 *  share(x)          =  ------------------------------------------------------------------------------
 *                                             weight of all  +  1
 * </pre>
 *
 * Up to the longest silence in memory that is the conformal p-value (Vovk, Gammerman, Shafer, Algorithmic Learning in
 * a Random World, 2005, section 2.2): where the order of the factors tells nothing, at most the share s of heartbeats
 * come at a factor x with share(x) at most s, <i>whatever their distribution</i>. The 1 stands for the one that is
 * being waited for. Beyond the longest nothing is known but what one assumes: that a silence twice as long is
 * 2^tailIndex times as rare (a Pareto tail).
 * <p>
 * Rejected: a normal distribution (Hayashibara; Akka), because one pause in a thousand heartbeats makes it wrong by
 * orders of magnitude in both directions; an exponential one (Cassandra), because it takes no account of regularity; a
 * Pareto tail fitted to the largest few (Hill; Siffer et al., KDD 2017), because jitter and pauses are two populations,
 * and where they meet in the largest few the fitted tail is so heavy that a stop is never found.
 */
final class LatenessTail
{
    private static final int BINS_PER_OCTAVE = 16;
    private static final int LOWEST_OCTAVE = -4;
    private static final int OCTAVES = 24;
    private static final int BINS = OCTAVES * BINS_PER_OCTAVE;
    private static final double BINS_PER_NAT = BINS_PER_OCTAVE / Math.log(2.0);
    private static final double LEAST_LONGEST = Math.log(2.0);
    private static final double LONGEST_WEIGHT = 0.5;
    private static final double MAX_NEWEST_WEIGHT = 0x1p40;

    private final double tailIndex;
    private final double growth;
    private final double[] bins = new double[BINS];
    private final double[] octaves = new double[OCTAVES];
    private double total;
    private double newestWeight;
    private double longest;

    LatenessTail(final int memory, final double tailIndex)
    {
        this.tailIndex = tailIndex;
        growth = memory / (memory - 1.0);
        reset();
    }

    void reset()
    {
        Arrays.fill(bins, 0.0);
        Arrays.fill(octaves, 0.0);
        total = 0.0;
        newestWeight = 1.0;
        longest = LEAST_LONGEST;
    }

    /**
     * @param lateness natural logarithm of the interval over the expected one.
     */
    void record(final double lateness)
    {
        newestWeight *= growth;
        if (newestWeight > MAX_NEWEST_WEIGHT)
        {
            rescale();
        }
        final int bin = bin(lateness);
        bins[bin] += newestWeight;
        octaves[bin / BINS_PER_OCTAVE] += newestWeight;
        total += newestWeight;
        longest = Math.max(LEAST_LONGEST, longestEdge());
    }

    /**
     * @param lateness natural logarithm of the silence over the expected interval.
     * @return the share of heartbeats that come as late or later, more than 0 and at most 1; never rises with lateness.
     */
    double share(final double lateness)
    {
        final double unseen = lateness <= longest ? 1.0 : Math.exp(tailIndex * (longest - lateness));
        return Math.min(1.0, (weightFrom(bin(lateness)) + unseen) / (total / newestWeight + 1.0));
    }

    /** Effective number of heartbeats in memory. */
    double weight()
    {
        return total / newestWeight;
    }

    private double weightFrom(final int first)
    {
        final int octave = first / BINS_PER_OCTAVE;
        double sum = 0.0;
        for (int i = OCTAVES - 1; i > octave; i--)
        {
            sum += octaves[i];
        }
        for (int i = first; i < (octave + 1) * BINS_PER_OCTAVE; i++)
        {
            sum += bins[i];
        }
        return sum / newestWeight;
    }

    /** The upper edge of the highest bin above which less than half a heartbeat is left. */
    private double longestEdge()
    {
        final double least = LONGEST_WEIGHT * newestWeight;
        double sum = 0.0;
        int octave = OCTAVES - 1;
        while (octave > 0 && sum + octaves[octave] < least)
        {
            sum += octaves[octave--];
        }
        int bin = (octave + 1) * BINS_PER_OCTAVE - 1;
        while (bin > octave * BINS_PER_OCTAVE && sum + bins[bin] < least)
        {
            sum += bins[bin--];
        }
        return (bin + 1) / BINS_PER_NAT + LOWEST_OCTAVE * LEAST_LONGEST;
    }

    private void rescale()
    {
        final double factor = 1.0 / newestWeight;
        total = 0.0;
        for (int i = 0; i < OCTAVES; i++)
        {
            double sum = 0.0;
            for (int j = i * BINS_PER_OCTAVE; j < (i + 1) * BINS_PER_OCTAVE; j++)
            {
                bins[j] *= factor;
                sum += bins[j];
            }
            octaves[i] = sum;
            total += sum;
        }
        newestWeight = 1.0;
    }

    private static int bin(final double lateness)
    {
        final double place = Math.floor(lateness * BINS_PER_NAT) - LOWEST_OCTAVE * BINS_PER_OCTAVE;
        return (int)Math.max(0.0, Math.min(BINS - 1.0, place));
    }
}
