package io.antumbra.forecasting;

import java.util.Random;

/**
 * Simulates x(t) = mean + y(t), y(t) = sum a(i) y(t-i) + sum c(j) e(t-j) + e(t), with normal innovations of variance 1.
 */
final class ArmaProcess
{
    private static final int BURN_IN = 200;

    private final double[] autoregressive;
    private final double[] movingAverage;
    private final double mean;

    ArmaProcess(final double[] autoregressive, final double[] movingAverage, final double mean)
    {
        this.autoregressive = autoregressive;
        this.movingAverage = movingAverage;
        this.mean = mean;
    }

    /**
     * A stable and invertible process, drawn through its partial autocorrelations (the Levinson-Durbin recursion).
     */
    static ArmaProcess random(final int p, final int q, final Random random)
    {
        final double[] movingAverage = fromReflections(q, 0.8, random);
        for (int i = 0; i < q; i++)
        {
            movingAverage[i] = -movingAverage[i];
        }
        return new ArmaProcess(fromReflections(p, 0.9, random), movingAverage, 0.0);
    }

    double[] simulate(final int length, final Random random)
    {
        final int total = length + BURN_IN;
        final double[] y = new double[total];
        final double[] e = new double[total];
        for (int t = 0; t < total; t++)
        {
            e[t] = random.nextGaussian();
            y[t] = e[t];
            for (int i = 0; i < autoregressive.length && i < t; i++)
            {
                y[t] += autoregressive[i] * y[t - 1 - i];
            }
            for (int j = 0; j < movingAverage.length && j < t; j++)
            {
                y[t] += movingAverage[j] * e[t - 1 - j];
            }
        }

        final double[] series = new double[length];
        for (int i = 0; i < length; i++)
        {
            series[i] = mean + y[BURN_IN + i];
        }
        return series;
    }

    private static double[] fromReflections(final int terms, final double bound, final Random random)
    {
        double[] current = new double[terms];
        for (int size = 1; size <= terms; size++)
        {
            final double reflection = (2.0 * random.nextDouble() - 1.0) * bound;
            final double[] next = current.clone();
            for (int i = 0; i < size - 1; i++)
            {
                next[i] = current[i] - reflection * current[size - 2 - i];
            }
            next[size - 1] = reflection;
            current = next;
        }
        return current;
    }
}
