package io.antumbra.forecasting.calibration;

/**
 * The rival that {@link PlattCalibrator} was chosen over: the share of events in each of 20 bins of the score, made
 * monotone by pooling neighbours that are in the wrong order (isotonic regression; Zadrozny and Elkan, Transforming
 * Classifier Scores into Accurate Multiclass Probability Estimates, KDD 2002, section 3). Each bin starts with two
 * outcomes as the score tells them.
 */
final class BinnedCalibrator
{
    private static final int BINS = 20;
    private static final double MAX_SCORE = 6.0;
    private static final double PRIOR_OUTCOMES = 2.0;

    private final double[] counts = new double[BINS];
    private final double[] events = new double[BINS];

    BinnedCalibrator()
    {
        for (int bin = 0; bin < BINS; bin++)
        {
            counts[bin] = PRIOR_OUTCOMES;
            events[bin] =
                PRIOR_OUTCOMES * LogisticRegression.probability(MAX_SCORE * (2.0 * (bin + 0.5) / BINS - 1.0));
        }
    }

    double probability(final double score)
    {
        final double[] pooledCounts = new double[BINS];
        final double[] pooledEvents = new double[BINS];
        final int[] ends = new int[BINS];
        int pools = 0;
        for (int bin = 0; bin < BINS; bin++)
        {
            pooledCounts[pools] = counts[bin];
            pooledEvents[pools] = events[bin];
            ends[pools++] = bin;
            while (pools > 1 && pooledEvents[pools - 2] * pooledCounts[pools - 1] >= pooledEvents[pools - 1] *
                pooledCounts[pools - 2])
            {
                pools--;
                pooledCounts[pools - 1] += pooledCounts[pools];
                pooledEvents[pools - 1] += pooledEvents[pools];
                ends[pools - 1] = bin;
            }
        }
        int pool = 0;
        while (ends[pool] < bin(score))
        {
            pool++;
        }
        return pooledEvents[pool] / pooledCounts[pool];
    }

    void update(final double score, final boolean isEvent)
    {
        final int bin = bin(score);
        counts[bin]++;
        events[bin] += isEvent ? 1 : 0;
    }

    private static int bin(final double score)
    {
        return (int)Math.max(0.0, Math.min(BINS - 1.0, BINS * (score + MAX_SCORE) / (2.0 * MAX_SCORE)));
    }
}
