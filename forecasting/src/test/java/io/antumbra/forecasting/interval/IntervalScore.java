package io.antumbra.forecasting.interval;

import io.antumbra.forecasting.Forecaster;
import java.util.Arrays;

/**
 * Coverage and width of the intervals around the one-step forecasts of a series, beside those of the constant interval
 * that hindsight would choose: what is added to the same forecasts so that as many observations are within.
 */
final class IntervalScore
{
    private final int[] coveredInQuarter = new int[4];
    private final int[] inQuarter = new int[4];
    private final double[] residuals;
    private final double[] values;
    private double widthSum;

    private IntervalScore(final double[] series)
    {
        values = series.clone();
        residuals = new double[series.length];
    }

    /**
     * Online from the first observation, no look-ahead.
     */
    static IntervalScore of(
        final double[] series, final Forecaster forecaster, final ConformalInterval interval)
    {
        final IntervalScore score = new IntervalScore(series);
        for (int i = 0; i < series.length; i++)
        {
            final double forecast = forecaster.forecast();
            score.take(i, forecast, interval);
            forecaster.update(series[i]);
        }
        return score;
    }

    double coverage()
    {
        return covered() / (double)values.length;
    }

    double coverageInQuarter(final int quarter)
    {
        return coveredInQuarter[quarter] / (double)inQuarter[quarter];
    }

    double meanWidth()
    {
        return widthSum / values.length;
    }

    /**
     * Width of the shortest constant interval around the same forecasts that holds as many observations.
     */
    double constantWidth()
    {
        return shortest(residuals);
    }

    /**
     * Width of the shortest interval that never moves and holds as many observations.
     */
    double stillWidth()
    {
        return shortest(values);
    }

    /**
     * Width of the interval that never moves, holds as many observations and misses as many below as above.
     */
    double stillWidthOfEqualTails()
    {
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int below = (values.length - covered()) / 2;
        return sorted[below + covered() - 1] - sorted[below];
    }

    @Override
    public String toString()
    {
        return String.format(
            "coverage %.4f, quarters %.4f %.4f %.4f %.4f; mean width %.4f, constant around the forecast %.4f, " +
                "still %.4f (with equal tails %.4f)",
            coverage(), coverageInQuarter(0), coverageInQuarter(1), coverageInQuarter(2), coverageInQuarter(3),
            meanWidth(), constantWidth(), stillWidth(), stillWidthOfEqualTails());
    }

    private void take(final int index, final double forecast, final ConformalInterval interval)
    {
        final double value = values[index];
        final double lower = interval.lower(forecast, 1.0);
        final double upper = interval.upper(forecast, 1.0);
        final int quarter = (int)(4L * index / values.length);
        inQuarter[quarter]++;
        coveredInQuarter[quarter] += value >= lower && value <= upper ? 1 : 0;
        residuals[index] = value - forecast;
        widthSum += upper - lower;
        interval.update(value, forecast, 1.0);
    }

    private int covered()
    {
        return Arrays.stream(coveredInQuarter).sum();
    }

    private double shortest(final double[] sample)
    {
        final double[] sorted = sample.clone();
        Arrays.sort(sorted);
        final int held = covered();
        double width = Double.MAX_VALUE;
        for (int i = 0; i + held <= sorted.length; i++)
        {
            width = Math.min(width, sorted[i + held - 1] - sorted[i]);
        }
        return width;
    }
}
