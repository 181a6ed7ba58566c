package io.antumbra.core.resend;

import java.util.Random;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.FixedForecast;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ResendControllerTest
{
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
        forecast.overdueAfterNs = 500_000;
        forecast.outageNs = 3_000_000;
        assertEquals(3_000_000, controller.distanceNs(1));
        assertEquals(6_000_000, controller.distanceNs(2));
        assertEquals(6_000_000, controller.goBackDistanceNs(2));
        forecast.outageNs = 0;
        assertEquals(500_000, controller.distanceNs(1));
        forecast.roundTripNs = 400_000;
        assertEquals(500_000, controller.goBackDistanceNs(1), "nothing repairs it meanwhile");
    }

    /** In traffic the answer to a copy may wait for a repair; in a pause probes repair it meanwhile. */
    @Test
    void shouldCallACopyOverdueLaterThanAFrame()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 400_000;
        assertEquals(1_400_000, controller.distanceNs(1));
        assertEquals(5_600_000, controller.distanceNs(3));
        for (int i = 1; i <= 100; i++)
        {
            controller.onFresh(i, 100, i * 10_000_000L);
        }
        assertEquals(2_200_000, controller.distanceNs(1));
        forecast.outageNs = 2_200_001;
        assertEquals(2_200_001, controller.distanceNs(1));
        forecast.roundTripNs = Long.MAX_VALUE;
        assertEquals(config.copyCeilingNs, controller.distanceNs(1));
        forecast.roundTripNs = Long.MIN_VALUE;
        forecast.outageNs = 0;
        assertEquals(1_000_000, controller.distanceNs(1));
    }

    @Test
    void shouldCareForTheTailSoonerThanForAGap()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 500_000;
        controller.onFresh(0, 100, 0);
        assertFalse(controller.isTailDue(0, 999_999));
        assertTrue(controller.isTailDue(0, 1_000_000));
        assertFalse(controller.isGapDue(0, 2_499_999), "dense traffic, a copy frees nothing");
        assertTrue(controller.isGapDue(0, 2_500_000));
        assertFalse(controller.isGapDue(70_000, 2_569_999));
        assertTrue(controller.isGapDue(70_000, 2_570_000));

        controller.onShown(200_000);
        controller.onShown(900_000);
        assertFalse(controller.isTailDue(0, 2_699_999), "line A repairs what something behind it shows");
        assertTrue(controller.isTailDue(0, 2_700_000));
    }

    @Test
    void shouldWaitLessForLineAWhereTrafficPauses()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 500_000;
        assertFalse(controller.isPausing());
        for (int i = 1; i <= 100; i++)
        {
            controller.onFresh(i, 100, i * 10_000_000L);
        }
        assertTrue(controller.isPausing());
        assertFalse(controller.isGapDue(0, 1_249_999));
        assertTrue(controller.isGapDue(0, 1_250_000));
    }

    @Test
    void shouldProbeSteadilyAndThenLessAndLess()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        long nowNs = 1_000_000;
        int actions = 0;
        for (; nowNs < 1_000_000_000; nowNs += 100_000)
        {
            if (controller.isTailDue(0, nowNs))
            {
                controller.onTailAction(0, nowNs);
                actions++;
            }
            assertTrue(nowNs != 8_000_000 || actions == 8, () -> "a silent standby is not probed steadily");
        }
        assertTrue(actions < 30, actions + " probes of a standby that is silent for a second");
        controller.onFresh(1, 100, nowNs);
        assertEquals(0, controller.tailActions());
        assertFalse(controller.isTailDue(nowNs, nowNs + 900_000));
        assertTrue(controller.isTailDue(nowNs, nowNs + 1_000_000));
    }

    @Test
    void shouldBeginAnewWhenTheStandbyJoins()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 500_000;
        controller.onFresh(7, 100, 0);
        assertEquals(7, forecast.lastSent);
        assertEquals(1, forecast.sends);
        controller.onHeld(10);
        controller.onTailAction(0, 1_000_000);
        controller.onShown(2_000_000);
        controller.onJoined(config.copyExperimentIntervalNs);
        assertEquals(1, forecast.reconnects);
        assertEquals(4, controller.window());
        assertEquals(0, controller.tailActions());
        assertTrue(controller.isTailDue(2_000_000, 3_000_000), "a frame of before shows nothing now");
        controller.budget().onFresh(1_000_000);
        final long experimentNs = 2 * config.copyExperimentIntervalNs;
        assertFalse(controller.isExperiment(1, experimentNs - 1));
        assertTrue(controller.isExperiment(1, experimentNs));
        assertFalse(controller.isExperiment(1, experimentNs + 1));
    }

    @Test
    void shouldForgetWithTheNextFrameWhatHasShownTheTail()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 500_000;
        controller.onShown(0);
        controller.onFresh(0, 100, 100);
        assertFalse(controller.isTailDue(100, 1_000_099));
        assertTrue(controller.isTailDue(100, 1_000_100));
    }

    @Test
    void shouldKnowWhatOfTheTailHasCertainlyFailed()
    {
        final ResendController controller = new ResendController(config, forecast);
        controller.onFresh(0, 100, 10);
        controller.onTailAction(10, 1_000);
        assertEquals(10, controller.tailTriedNs(), "the frame itself");
        controller.onTailAction(10, 3_000);
        assertEquals(1_000, controller.tailTriedNs(), "the action before the last");
        assertEquals(2, controller.tailActions());
    }

    /** The running mean of the pauses between frames, against the same by hand. */
    @Test
    void shouldKnowHowDenseTrafficIs()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        double pauseNs = 0;
        long nowNs = 0;
        for (int i = 0; i < 200; i++)
        {
            final long sinceNs = i == 100 ? 900_000_000 : 1_000_000 + i * 7919L % 1_000 * 3_000;
            nowNs += sinceNs;
            pauseNs += (Math.min(config.copyCeilingNs, sinceNs) - pauseNs) / 16;
            controller.onFresh(i, 100, nowNs);
            forecast.roundTripNs = (long)pauseNs - 1;
            assertTrue(controller.isPausing(), "at " + i);
            forecast.roundTripNs = (long)pauseNs + 1;
            assertFalse(controller.isPausing(), "at " + i);
        }
        forecast.roundTripNs = (long)(4 * pauseNs) - 4;
        assertTrue(controller.isGapDue(0, 1_000_000 + forecast.roundTripNs / 2), "sparse");
        forecast.roundTripNs = (long)(4 * pauseNs) + 4;
        assertFalse(controller.isGapDue(0, 1_000_000 + 3 * forecast.roundTripNs - 1), "dense");
        assertTrue(controller.isGapDue(0, 1_000_000 + 3 * forecast.roundTripNs));
    }

    @Test
    void shouldCopyAgainAfterTheDistance()
    {
        final ResendController controller = new ResendController(config, forecast);
        forecast.overdueAfterNs = 1_000_000;
        assertFalse(controller.isNextDue(3, 500, 4_000_499));
        assertTrue(controller.isNextDue(3, 500, 4_000_500));
    }

    @Test
    void shouldCopyAShortTailOnly()
    {
        final ResendController controller = new ResendController(config, forecast);
        assertTrue(controller.isTailCopied(1));
        assertTrue(controller.isTailCopied(5));
        assertFalse(controller.isTailCopied(6), "a probe shows a long tail for less");
    }

    @Test
    void shouldHaveMoreCopiesUnderWayOnlyAsTheyComeThrough()
    {
        final ResendController controller = new ResendController(config, forecast);
        final int first = controller.window();
        assertEquals(4, first);
        controller.onHeld(first);
        assertEquals(2 * first, controller.window());
        for (int i = 0; i < 1000; i++)
        {
            controller.onHeld(16);
        }
        assertEquals(256, controller.window());
        controller.onCopyLost();
        assertEquals(first, controller.window());
    }

    @Test
    void shouldNotFlutterBetweenLevels()
    {
        final ResendController controller = new ResendController(config, forecast);
        assertLevel(controller, 0.29, ResendController.Level.LOW);
        assertLevel(controller, 0.30, ResendController.Level.MEDIUM);
        assertLevel(controller, 0.16, ResendController.Level.MEDIUM);
        assertLevel(controller, 0.14, ResendController.Level.LOW);
        assertLevel(controller, 0.70, ResendController.Level.HIGH);
        assertLevel(controller, 0.36, ResendController.Level.HIGH);
        assertLevel(controller, 0.34, ResendController.Level.MEDIUM);
        assertLevel(controller, 0.15, ResendController.Level.MEDIUM);
        assertLevel(controller, 1, ResendController.Level.HIGH);
        assertLevel(controller, 0.35, ResendController.Level.HIGH);
        assertLevel(controller, 1, ResendController.Level.HIGH);
        assertEquals(1, controller.risk());
        assertLevel(controller, Double.NaN, ResendController.Level.LOW);
        assertLevel(controller, Double.POSITIVE_INFINITY, ResendController.Level.LOW);
        assertLevel(controller, -1, ResendController.Level.LOW);
    }

    private void assertLevel(final ResendController controller, final double risk, final ResendController.Level level)
    {
        forecast.risk = risk;
        controller.assess(0);
        assertEquals(level, controller.level(), () -> "at risk " + risk);
        assertTrue(controller.risk() >= 0 && controller.risk() <= 1);
    }

    @Test
    void shouldDoubleEverythingWithABudgetForIt()
    {
        final CoreConfig rich = new CoreConfig();
        rich.copyShare = 1;
        final ResendController controller = new ResendController(rich.conclude(), forecast);
        assertLevel(controller, 0, ResendController.Level.HIGH);
        controller.budget().spend(60_000);
        assertTrue(controller.isDoubled());
    }

    @Test
    void shouldLeaveHalfOfTheBudgetToWhatIsOverdue()
    {
        final ResendController controller = new ResendController(config, forecast);
        assertFalse(controller.isDoubled());
        assertLevel(controller, 0.9, ResendController.Level.HIGH);
        assertTrue(controller.isDoubled());
        controller.budget().spend(40_000);
        assertFalse(controller.isDoubled());
    }

    @Test
    void shouldKeepTheLingerWithinWhatAeronCanUse()
    {
        final ResendController controller = new ResendController(config, forecast);
        assertEquals(10_000_000, controller.retransmitLingerNs());
        forecast.roundTripNs = 400_000;
        assertEquals(500_000, controller.retransmitLingerNs());
        forecast.roundTripNs = 1_000;
        assertEquals(100_000, controller.retransmitLingerNs());
        forecast.roundTripNs = Long.MAX_VALUE;
        assertEquals(10_000_000, controller.retransmitLingerNs());
        forecast.roundTripNs = Long.MIN_VALUE;
        assertEquals(10_000_000, controller.retransmitLingerNs());
    }

    @Test
    void shouldExperimentSeldom()
    {
        final ResendController controller = new ResendController(config, forecast);
        controller.onJoined(0);
        int experiments = 0;
        for (long nowNs = 0; nowNs < 1_000_000_000; nowNs += 100_000)
        {
            controller.onFresh(0, 300, nowNs);
            experiments += controller.isExperiment(300, nowNs) ? 1 : 0;
        }
        assertTrue(experiments >= 9 && experiments <= 10, experiments + " experiments in a second");
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
        assertFalse(budget.trySpendOnExperiment(1), "experiments before any income");
        budget.onFresh(100_000);
        budget.spend(800);
        assertTrue(budget.trySpendOnExperiment(200));
        assertFalse(budget.trySpendOnExperiment(1));
        budget.onFresh(500);
        assertTrue(budget.trySpendOnExperiment(10));
        assertFalse(budget.trySpendOnExperiment(1));
        assertEquals(40, budget.leftBytes());
    }

    @Test
    void shouldTellWhetherHalfOfTheBudgetIsLeft()
    {
        final ResendBudget budget = new ResendBudget(0.1, 0.2, 1_000);
        budget.spend(400);
        assertTrue(budget.isHalfLeft());
        budget.spend(1);
        assertFalse(budget.isHalfLeft());
        assertFalse(new ResendBudget(0.1, 0.2, 0).isHalfLeft(), "half of nothing");
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
