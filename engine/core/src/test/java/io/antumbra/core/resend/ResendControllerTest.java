package io.antumbra.core.resend;

import java.util.Random;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.LinkForecast;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResendControllerTest
{
    /** Says what it is told to say. */
    private static final class FixedForecast implements LinkForecast
    {
        long overdueAfterNs;
        long roundTripNs;
        long outageNs;

        @Override
        public void onRoundTrip(final long rttNs, final long nowNs)
        {
        }

        @Override
        public void onOutage(final long lengthNs, final long nowNs)
        {
        }

        @Override
        public void onReconnect()
        {
        }

        @Override
        public long overdueAfterNs()
        {
            return overdueAfterNs;
        }

        @Override
        public long roundTripNs()
        {
            return roundTripNs;
        }

        @Override
        public long outageNs()
        {
            return outageNs;
        }
    }

    private final FixedForecast forecast = new FixedForecast();
    private final CoreConfig config = new CoreConfig().conclude();

    @Test
    void shouldBoundWhateverTheForecastSays()
    {
        final long seed = Long.getLong("antumbra.seed", System.nanoTime());
        final Random random = new Random(seed);
        final ResendController controller = new ResendController(config, forecast);
        for (int i = 0; i < 100_000; i++)
        {
            forecast.overdueAfterNs = random.nextLong() >> random.nextInt(64);
            forecast.roundTripNs = random.nextLong() >> random.nextInt(64);
            forecast.outageNs = random.nextLong() >> random.nextInt(64);
            assertAllowed(controller.overdueAfterNs(), seed);
            long before = 0;
            for (int copies = 1; copies < 70; copies++)
            {
                final long distanceNs = controller.distanceNs(copies);
                assertAllowed(distanceNs, seed);
                assertTrue(distanceNs >= before, "distance shrinks, seed " + seed);
                before = distanceNs;
            }
            assertEquals(config.copyCeilingNs, before, "seed " + seed);
        }
    }

    private void assertAllowed(final long timeNs, final long seed)
    {
        assertTrue(timeNs >= config.copyFloorNs && timeNs <= config.copyCeilingNs, timeNs + " ns, seed " + seed);
    }

    @Test
    void shouldKeepCopiesApartByMoreThanAnOutage()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.roundTripNs = 500_000;
        forecast.outageNs = 3_000_000;
        assertEquals(3_000_000, controller.distanceNs(1));
        assertEquals(6_000_000, controller.distanceNs(2));
        forecast.outageNs = 0;
        assertEquals(500_000, controller.distanceNs(1));
    }

    @Test
    void shouldEarnAShareOfWhatIsSentFirst()
    {
        final ResendBudget budget = new ResendBudget(0.1, 0.2, 1_000);
        assertTrue(budget.has(800));
        assertFalse(budget.has(801));
        budget.spend(800);
        assertFalse(budget.has(1));
        budget.onFresh(10_000);
        assertEquals(800, budget.leftBytes());
        budget.onFresh(10_000);
        assertEquals(800, budget.leftBytes(), "more than the burst was saved up");
    }

    @Test
    void shouldKeepAShareForExperiments()
    {
        final ResendBudget budget = new ResendBudget(0.1, 0.2, 1_000);
        budget.spend(800);
        assertTrue(budget.trySpendOnExperiment(200));
        assertFalse(budget.trySpendOnExperiment(1));
        budget.onFresh(500);
        assertTrue(budget.trySpendOnExperiment(10));
        assertFalse(budget.trySpendOnExperiment(1));
        assertEquals(40, budget.leftBytes());
    }

    @Test
    void shouldCopyNothingWithoutABudget()
    {
        final ResendBudget budget = new ResendBudget(0, 0.1, 1_000_000);
        budget.onFresh(1 << 30);
        assertFalse(budget.has(1));
        assertFalse(budget.trySpendOnExperiment(1));
    }
}
