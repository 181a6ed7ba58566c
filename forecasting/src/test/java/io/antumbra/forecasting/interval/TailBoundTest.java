package io.antumbra.forecasting.interval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** One step of the two updates, by hand. */
class TailBoundTest
{
    private static final double SHARE = 0.1;

    @Test
    void shouldMoveAtMostTwiceTheRateHoweverLargeTheFeaturesAre()
    {
        final double[] features = { 1.0, 4.0, -4.0, 4.0 };
        final TailBound bound = new TailBound(SHARE, features.length, 3.0);
        assertEquals(3.0, bound.reach(features));
        bound.update(10.0, features);
        assertEquals(3.0 + 2.0 * (1.0 - SHARE) + 0.05 * (1.0 - SHARE), bound.reach(features), 1e-12);
        bound.reset();
        bound.update(2.0, features);
        assertEquals(3.0 - 2.0 * SHARE - 0.05 * SHARE, bound.reach(features), 1e-12);
    }

    @Test
    void shouldMoveByTheSquareOfSmallFeatures()
    {
        final double[] features = { 1.0, 0.5, 0.0, 0.0 };
        final TailBound bound = new TailBound(SHARE, features.length, 3.0);
        bound.update(10.0, features);
        assertEquals(3.0 + 1.25 * (1.0 - SHARE) + 0.05 * (1.0 - SHARE), bound.reach(features), 1e-12);
    }

    /** Between the regression and the bound: the regression has to come down, the correction too. */
    @Test
    void shouldCorrectByWhatTheWholeBoundMissed()
    {
        final double[] features = { 1.0, 0.0, 0.0, 0.0 };
        final TailBound bound = new TailBound(SHARE, features.length, 0.0);
        bound.update(1.0, features);
        assertEquals(0.9 + 0.045, bound.reach(features), 1e-12);
        bound.update(0.92, features);
        assertEquals(0.9 + 0.98 * 0.9 + 0.045 - 0.005, bound.reach(features), 1e-12);
    }
}
