package io.antumbra.forecasting.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.risk.Allocation;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CalibrationTest
{
    private double sink;

    @Property(tries = 30, seed = "5001")
    void shouldCalibrateAScoreThatIsOff(
        @ForAll @DoubleRange(min = 0.5, max = 2.0) final double stretch,
        @ForAll @DoubleRange(min = -1.0, max = 1.0) final double shift, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final PlattCalibrator calibrator = new PlattCalibrator();
        final ReliabilityTable before = new ReliabilityTable(10);
        final ReliabilityTable after = new ReliabilityTable(10);
        for (int i = 0; i < 40_000; i++)
        {
            final double score = -1.0 + 1.5 * random.nextGaussian();
            final boolean isEvent =
                random.nextDouble() < LogisticRegression.probability(stretch * score + shift);
            if (i >= 10_000)
            {
                before.update(LogisticRegression.probability(score), isEvent);
                after.update(calibrator.probability(score), isEvent);
            }
            calibrator.update(score, isEvent);
        }
        assertTrue(after.calibrationError() < 0.015, () -> "error " + after.calibrationError());
        assertTrue(
            after.calibrationError() < before.calibrationError() + 0.004,
            () -> before.calibrationError() + " became " + after.calibrationError());
    }

    @Test
    void shouldStartAsTheIdentityAndRefuseNaN()
    {
        final PlattCalibrator calibrator = new PlattCalibrator();
        for (double score = -20.0; score <= 20.0; score += 0.5)
        {
            assertEquals(1.0 / (1.0 + Math.exp(-score)), calibrator.probability(score), 1e-15);
        }
        assertFalse(calibrator.update(Double.NaN, true));
        assertTrue(Double.isNaN(calibrator.probability(Double.NaN)));
        assertTrue(calibrator.update(Double.POSITIVE_INFINITY, false));
        assertTrue(calibrator.probability(Double.NEGATIVE_INFINITY) >= 0.0);
        assertEquals(1, calibrator.outcomeCount());
        assertEquals(1, calibrator.rejectedCount());
        calibrator.reset();
        assertEquals(0, calibrator.outcomeCount());
        assertEquals(0, calibrator.rejectedCount());
        assertEquals(0.5, calibrator.probability(0.0));
    }

    /**
     * Why two parameters: in bins, made monotone, the rare events of a link are too few at first and for long.
     */
    @Test
    void shouldBeatBinsOnRareEvents()
    {
        final Random random = new Random(3);
        final PlattCalibrator calibrator = new PlattCalibrator();
        final BinnedCalibrator bins = new BinnedCalibrator();
        double loss = 0.0;
        double lossOfBins = 0.0;
        for (int i = 0; i < 10_000; i++)
        {
            final double score = -3.5 + 1.5 * random.nextGaussian();
            final boolean isEvent = random.nextDouble() < LogisticRegression.probability(0.8 * score + 0.3);
            loss -= Math.log(isEvent ? calibrator.probability(score) : 1.0 - calibrator.probability(score));
            lossOfBins -= Math.log(isEvent ? bins.probability(score) : 1.0 - bins.probability(score));
            calibrator.update(score, isEvent);
            bins.update(score, isEvent);
        }
        System.out.printf("rare events: log loss %.5f, in bins %.5f%n", loss / 10_000, lossOfBins / 10_000);
        assertTrue(loss < lossOfBins, loss + " against " + lossOfBins);
    }

    @Property(tries = 30, seed = "5002")
    void shouldRecoverTheWeightsOfALogisticModel(
        @ForAll @DoubleRange(min = -1.5, max = 1.5) final double weight,
        @ForAll @DoubleRange(min = -1.5, max = 1.5) final double bias, @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final LogisticRegression regression = new LogisticRegression(new double[]{ 0.0, 0.0, 0.0 }, 1.0, 1.0);
        final double[] features = { Double.NaN, 1.0, 0.0, 0.0 };
        for (int i = 0; i < 20_000; i++)
        {
            features[2] = random.nextGaussian();
            features[3] = 100.0 * random.nextGaussian();
            final double score = bias + weight * features[2] - 0.01 * features[3];
            regression.update(features, 1, random.nextDouble() < LogisticRegression.probability(score));
        }
        assertEquals(bias, regression.weight(0), 0.12);
        assertEquals(weight, regression.weight(1), 0.12);
        assertEquals(-0.01, regression.weight(2), 0.0012);
    }

    @Property(tries = 200, seed = "5003")
    void shouldStayFiniteAndBoundedUnderHostileFeatures(
        @ForAll @IntRange(min = -100, max = 100) final int exponent, @ForAll final int seed,
        @ForAll @DoubleRange(min = 0.9, max = 1.0) final double forgetting)
    {
        final Random random = new Random(seed);
        final double scale = Math.pow(10.0, exponent);
        final double[] features = new double[4];
        final LogisticRegression regression = new LogisticRegression(new double[4], 0.5, forgetting);
        for (int i = 0; i < 500; i++)
        {
            for (int k = 0; k < features.length; k++)
            {
                features[k] = i % 100 < 50 ? 1.0 : scale * random.nextGaussian();
            }
            regression.update(features, 0, random.nextInt(3) < 1);
            final double score = regression.score(features, 0);
            assertTrue(Math.abs(score) <= LogisticRegression.MAX_SCORE, () -> "score " + score);
            assertTrue(regression.covarianceTrace() <= 2.000001, () -> "trace " + regression.covarianceTrace());
        }
    }

    @Property(tries = 60, seed = "5004")
    void shouldMakeTheBinsThatSortingMakes(
        @ForAll @IntRange(min = 50, max = 5_000) final int count, @ForAll @IntRange(min = 1, max = 20) final int bins,
        @ForAll final int seed)
    {
        final Random random = new Random(seed);
        final ReliabilityTable table = new ReliabilityTable(bins);
        final double[] told = new double[count];
        final boolean[] came = new boolean[count];
        for (int i = 0; i < count; i++)
        {
            told[i] = LogisticRegression.probability(-2.0 + 2.0 * random.nextGaussian());
            came[i] = random.nextDouble() < told[i] * told[i];
            assertTrue(table.update(told[i], came[i]));
        }
        final Integer[] order = IntStream.range(0, count).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(i -> told[i]));
        for (int bin = 0; bin < bins; bin++)
        {
            final int from = (int)((long)count * bin / bins);
            final int to = (int)((long)count * (bin + 1) / bins);
            final double mean = Arrays.stream(order, from, to).mapToDouble(i -> told[i]).average().orElseThrow();
            final double share =
                Arrays.stream(order, from, to).mapToDouble(i -> came[i] ? 1 : 0).average().orElseThrow();
            assertEquals(mean, table.forecast(bin), 0.004 + 1.0 * bins / count);
            // A few of the same cell may be on the other side of the border.
            assertEquals(share, table.observed(bin), 0.02 + 3.0 * bins / count);
        }
    }

    @Test
    void shouldCountTheErrorOfWhatIsToldTooOften()
    {
        final ReliabilityTable table = new ReliabilityTable(10);
        for (int i = 0; i < 1_000; i++)
        {
            table.update(0.5, 0 == i % 4);
        }
        assertEquals(0.25, table.calibrationError(), 1e-12);
        assertEquals(0.5, table.forecast(9), 1e-12);
        assertEquals(0.25, table.observed(0), 1e-12);
        assertFalse(table.update(Double.NaN, true));
        assertFalse(table.update(1.1, true));
        assertTrue(table.update(0.0, false));
        assertTrue(table.update(1.0, true));
        assertEquals(1_002, table.count());
        assertEquals(2, table.rejectedCount());
        assertThrows(IndexOutOfBoundsException.class, () -> table.forecast(10));
        table.reset();
        assertEquals(0, table.count());
        assertTrue(Double.isNaN(table.forecast(0)));
        table.update(0.5, false);
        assertEquals(0.0, table.observed(0));
        assertEquals(0.5, table.forecast(0));
        assertThrows(IllegalArgumentException.class, () -> new ReliabilityTable(1_001));
        assertEquals(
            "bins=0: allowed are 1 to 1000",
            assertThrows(IllegalArgumentException.class, () -> new ReliabilityTable(0)).getMessage());
    }

    @Test
    void shouldScoreAgainstTheBaseRate()
    {
        final BrierScore score = new BrierScore();
        assertTrue(Double.isNaN(score.mean()));
        score.update(0.9, true);
        score.update(0.2, false);
        score.update(0.4, false);
        score.update(0.5, true);
        assertEquals((0.01 + 0.04 + 0.16 + 0.25) / 4.0, score.mean(), 1e-15);
        assertEquals(0.5, score.baseRate());
        assertEquals(1.0 - 0.115 / 0.25, score.skill(), 1e-15);
        assertFalse(score.update(Double.NaN, true));
        assertFalse(score.update(-0.1, true));
        assertFalse(score.update(1.1, true));
        assertEquals(4, score.count());
        assertEquals(3, score.rejectedCount());
        score.reset();
        assertEquals(0, score.count());
        score.update(1.0, true);
        score.update(0.0, false);
        assertEquals(1.0, score.skill());
        assertEquals(0.5, score.baseRate());
        assertEquals(0, score.rejectedCount());
        score.update(0.0, false);
        score.update(0.0, false);
        assertEquals(0.25, score.baseRate(), "one event in four");
    }

    @Test
    void shouldAllocateNothing()
    {
        final PlattCalibrator calibrator = new PlattCalibrator();
        final BrierScore score = new BrierScore();
        final ReliabilityTable table = new ReliabilityTable(10);
        feed(calibrator, score, table);
        assertEquals(0, Allocation.steadyBytes(() -> feed(calibrator, score, table)));
        assertTrue(sink > 0.0);
    }

    @Test
    void shouldNameASettingThatIsNotAllowed()
    {
        final double[] weights = { 0.0 };
        assertEquals(
            "forgetting=0.5: allowed are 0.9 to 1.0; 1 - 1/N remembers about N outcomes",
            assertThrows(IllegalArgumentException.class, () -> new LogisticRegression(weights, 1.0, 0.5)).getMessage());
        assertEquals(
            "priorVariance=0.0: allowed are values more than 0.0, such as 0.1",
            assertThrows(IllegalArgumentException.class, () -> new LogisticRegression(weights, 0.0, 1.0)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> new LogisticRegression(new double[0], 1.0, 1.0));
    }

    private void feed(final PlattCalibrator calibrator, final BrierScore score, final ReliabilityTable table)
    {
        for (int i = 0; i < 20_000; i++)
        {
            final double log = (i * 7_919L % 1_000 - 500) / 100.0;
            final double probability = calibrator.probability(log);
            final boolean isEvent = 0 == i % 3;
            score.update(probability, isEvent);
            table.update(probability, isEvent);
            calibrator.update(log, isEvent);
            sink += probability;
        }
        sink += table.calibrationError();
    }
}
