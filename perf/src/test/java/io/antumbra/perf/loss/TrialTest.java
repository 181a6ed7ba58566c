package io.antumbra.perf.loss;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Whole trials: that they repeat, that nothing is lost, and that they are of the size that real sockets showed. */
class TrialTest
{
    private static final long ENTRIES = 20_000;

    private static Cell cell(final String name) throws IOException
    {
        return Cells.matching(List.of(name)).get(0);
    }

    private static TrialResult run(final String cell, final String rival, final long seed) throws IOException
    {
        return Trial.run(cell(cell), RivalKind.of(rival), seed, ENTRIES);
    }

    private static double ms(final TrialResult result, final double percentile)
    {
        return result.latencies.getValueAtPercentile(percentile) / 1e6;
    }

    @Test
    void shouldRepeatATrialByItsSeed() throws IOException
    {
        for (final String rival : List.of("plain", "timer", "antumbra"))
        {
            final TrialResult first = run("burst/ge", rival, 7);
            final TrialResult second = run("burst/ge", rival, 7);

            assertEquals(first.latencies, second.latencies, rival);
            for (final Traffic traffic : Traffic.values())
            {
                assertEquals(first.bytes.bytes(traffic), second.bytes.bytes(traffic), rival + " " + traffic);
            }
            assertNotEquals(first.latencies, run("burst/ge", rival, 8).latencies, rival);
        }
    }

    @Test
    void shouldDeliverEveryEntryOfEveryRival() throws IOException
    {
        for (final RivalKind kind : RivalKind.ALL)
        {
            for (final String cell : List.of("sparse/random5", "burst/blackout"))
            {
                final TrialResult result = run(cell, kind.label, 3);

                assertEquals(0, result.undelivered, kind.label + " " + cell);
                assertTrue(Math.abs(result.latencies.getTotalCount() - ENTRIES) < ENTRIES / 100,
                    kind.label + " " + cell +
                        " " + result.latencies.getTotalCount());
            }
        }
    }

    @Test
    void shouldDeliverAtOnceWhereNothingIsLost() throws IOException
    {
        for (final RivalKind kind : RivalKind.ALL)
        {
            assertEquals(0.25, ms(run("sparse/none", kind.label, 3), 100), 0.001, kind.label);
        }
    }

    @Test
    void shouldBeOfTheSizeThatRealSocketsShowed() throws IOException
    {
        assertEquals(101, ms(run("burst/random1", "plain", 1), 99.9), 1);
        assertEquals(101, ms(run("burst/blackout", "plain", 1), 99), 1);
        assertEquals(101, ms(run("burst/blackout", "duplicate", 1), 99.9), 1);
        assertTrue(ms(run("burst/random1", "timer", 1), 99.9) < 1.5);
        assertTrue(ms(run("10k/random5", "plain", 1), 99) > 10);
        assertTrue(ms(run("10k/random5", "tuned", 1), 99) < 2);
        assertEquals(10.8, ms(run("sparse/random1", "plain", 1), 99.9), 0.5);
    }

    @Test
    void shouldCountWhatIsSentTwice() throws IOException
    {
        final TrialResult plain = run("10k/none", "plain", 1);
        final TrialResult duplicate = run("10k/none", "duplicate", 1);

        assertTrue(plain.bytes.extraRatio() < 0.005);
        assertEquals(1, duplicate.bytes.extraRatio(), 0.005);
        assertEquals(0, duplicate.useful);
    }

    @Test
    void shouldTakeQuantilesOfSeedsAsOfTheirSum()
    {
        final long seed = Long.getLong("antumbra.seed", System.nanoTime());
        System.out.println("antumbra.seed=" + seed);
        final Random random = new Random(seed);
        final Histogram sum = new Histogram(1_000_000_000L, 3);
        final Histogram[] seeds = new Histogram[4];
        for (int i = 0; i < seeds.length; i++)
        {
            seeds[i] = new Histogram(1_000_000_000L, 3);
            for (int j = 0; j < 10_000; j++)
            {
                seeds[i].recordValue((long)Math.exp(20 * random.nextDouble()));
            }
        }
        final Samples samples = new Samples(Arrays.asList(seeds));
        final int[] times = { 1, 0, 2, 1 };
        for (int i = 0; i < seeds.length; i++)
        {
            for (int j = 0; j < times[i]; j++)
            {
                sum.add(seeds[i]);
            }
        }
        for (final double quantile : new double[]{ 0.5, 0.99, 0.999, 0.9999, 1 })
        {
            final long expected = sum.getValueAtPercentile(100 * quantile);
            assertEquals((double)expected, (double)samples.quantileNs(quantile, times), expected / 500.0,
                "quantile " + quantile);
        }
    }

    @Test
    void shouldRefuseADeliveryOutOfOrderOrTwice()
    {
        final Deliveries deliveries = new Deliveries(1, 16, 0);
        deliveries.onIntended(0, 1);
        deliveries.onIntended(0, 2);

        assertThrows(IllegalStateException.class, () -> deliveries.onDelivered(0, 2, 3));
        deliveries.onDelivered(0, 1, 3);
        assertThrows(IllegalStateException.class, () -> deliveries.onDelivered(0, 1, 4));
    }

    @Test
    void shouldNameTheCellsWhenThereIsNoSuchOne()
    {
        final IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> Cells.matching(List
            .of("burst/none", "brust/*")));
        assertTrue(thrown.getMessage().contains("brust/*") && thrown.getMessage().contains("burst/ge"), thrown
            .getMessage());
    }
}
