package io.antumbra.core;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.resend.DecisionLog;
import io.antumbra.core.resend.ResendAction;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** In which order a primary sends again, with a forecast that stands still. */
class ResendOrderTest
{
    private final TestCluster cluster = new TestCluster(1);
    private final CoreConfig config = cluster.nodes[0].config;

    ResendOrderTest()
    {
        final FixedForecast forecast = new FixedForecast();
        forecast.overdueAfterNs = 1_000_000;
        forecast.roundTripNs = 400_000;
        config.linkForecasts = (replicaId) -> forecast;
        config.copyExperimentIntervalNs = Long.MAX_VALUE;
        cluster.lineB = (from, to, frame, length) -> false;
    }

    private void startAndLoseEverything()
    {
        cluster.startAll();
        cluster.run(5);
        cluster.link = ResendingTest::isControl;
    }

    private CoreStats primary()
    {
        return cluster.nodes[0].primary.stats();
    }

    private DecisionLog decisions()
    {
        return cluster.nodes[0].primary.decisions();
    }

    @Test
    void shouldCopyTheMostUrgentOfATailFirst()
    {
        startAndLoseEverything();
        cluster.append(0, 0, "last");
        cluster.append(1, 5, "second");
        cluster.append(0, 9, "first");
        cluster.run(1);
        assertEquals(2, decisions().first(0));
        assertEquals(0, decisions().streamId(0));
        assertEquals(1, decisions().streamId(1));
        assertEquals(1, decisions().first(2));
        assertEquals(0, decisions().streamId(2));
    }

    @Test
    void shouldCopyTheMostUrgentOfManyGapsFirst()
    {
        startAndLoseEverything();
        for (int i = 1; i <= 30; i++)
        {
            cluster.append(0, i % 5 == 0 ? 1 : 0, "lost");
        }
        cluster.await("copies", () -> primary().resentGaps + primary().resentTails >= 4);
        final List<Long> copied = new ArrayList<>();
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            if (decisions().action(i) == ResendAction.COPY)
            {
                copied.add(decisions().first(i));
            }
        }
        assertEquals(List.of(5L, 10L, 15L, 20L), copied, "as many as the first window allows");
    }

    @Test
    void shouldSpendNothingOnTheLessUrgentBeforeTheMoreUrgent()
    {
        config.copyBurstBytes = 1_000;
        config.copyShare = 1e-9;
        startAndLoseEverything();
        final String large = "x".repeat(400);
        for (int i = 0; i < 4; i++)
        {
            cluster.append(0, 9, large);
            cluster.append(1, 0, "small");
        }
        cluster.await("the budget to be short", () -> primary().budgetExhausted > 0);
        cluster.run(50);
        assertEquals(1, primary().copiesSent, "one of the large; a small one would find room");
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            assertTrue(decisions().streamId(i) != 1, "what is less urgent has overtaken");
        }
    }

    @Test
    void shouldLookAtTheOldestFramesOnly()
    {
        startAndLoseEverything();
        for (int i = 0; i < 256; i++)
        {
            cluster.append("lost");
        }
        cluster.append(1, 9, "urgent, and too far behind");
        cluster.append(1, 9, "a frame that shows it");
        cluster.await("copies", () -> primary().resentGaps >= 4);
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            assertTrue(decisions().streamId(i) <= 0, "a frame behind those that are looked at was copied");
        }
    }
}
