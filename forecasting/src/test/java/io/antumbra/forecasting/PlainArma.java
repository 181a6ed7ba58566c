package io.antumbra.forecasting;

import java.util.ArrayList;
import java.util.List;

/**
 * The recursive prediction-error method as the book writes it, with a square matrix and all of the past: what
 * {@link ArmaEstimator} is compared with. Slow.
 */
final class PlainArma
{
    private static final double MAX_TAUGHT = 8.0;

    private final int p;
    private final int q;
    private final int size;
    private final double forgetting;
    private final double[] theta;
    private final double[][] covariance;
    private final double maxTrace;
    private final Invertibility invertibility;
    private final List<Double> values = new ArrayList<>();
    private final List<Double> residuals = new ArrayList<>();
    private final List<Double> filteredValues = new ArrayList<>();
    private final List<Double> filteredResiduals = new ArrayList<>();
    private double variance;
    private int count;
    private int drawnInCount;

    PlainArma(final int p, final int q, final double forgetting)
    {
        this.p = p;
        this.q = q;
        this.forgetting = forgetting;
        size = p + q;
        theta = new double[size];
        covariance = new double[size][size];
        double sum = 0.0;
        for (int i = 0; i < size; i++)
        {
            covariance[i][i] = i < p ? 1.0 / Math.sqrt(i + 1.0) : 0.25;
            sum += covariance[i][i];
        }
        maxTrace = sum;
        invertibility = new Invertibility(q);
    }

    double predict()
    {
        return dot(theta, past(values, residuals));
    }

    int drawnInCount()
    {
        return drawnInCount;
    }

    void update(final double value)
    {
        final double innovation = value - predict();
        final double limit = MAX_TAUGHT * Math.sqrt(variance);
        // As long as the variance is not known, an innovation teaches in full.
        final double taught =
            count < 15 || Math.abs(innovation) <= limit ? innovation : Math.copySign(limit, innovation);
        variance += Math.max(1.0 / 2048.0, 1.0 / ++count) * (innovation * innovation - variance);
        if (variance > 0.0)
        {
            step(taught);
        }
        final double residual = value - predict();
        double filteredValue = value;
        double filteredResidual = residual;
        for (int i = 0; i < q; i++)
        {
            filteredValue -= theta[p + i] * back(filteredValues, i);
            filteredResidual -= theta[p + i] * back(filteredResiduals, i);
        }
        values.add(value);
        residuals.add(residual);
        filteredValues.add(filteredValue);
        filteredResiduals.add(filteredResidual);
    }

    private void step(final double taught)
    {
        final double[] psi = past(filteredValues, filteredResiduals);
        final double[] direction = new double[size];
        for (int i = 0; i < size; i++)
        {
            direction[i] = dot(covariance[i], psi);
        }
        final double inverse = 1.0 / (forgetting * variance + dot(direction, psi));
        double trace = 0.0;
        for (int i = 0; i < size; i++)
        {
            theta[i] += direction[i] * inverse * taught;
            for (int j = 0; j < size; j++)
            {
                covariance[i][j] = (covariance[i][j] - direction[i] * direction[j] * inverse) / forgetting;
            }
            trace += covariance[i][i];
        }
        for (int i = 0; trace > maxTrace && i < size * size; i++)
        {
            covariance[i / size][i % size] *= maxTrace / trace;
        }
        drawnInCount += q > 0 && invertibility.enforce(theta, p, q) ? 1 : 0;
    }

    private double[] past(final List<Double> first, final List<Double> second)
    {
        final double[] past = new double[size];
        for (int i = 0; i < size; i++)
        {
            past[i] = i < p ? back(first, i) : back(second, i - p);
        }
        return past;
    }

    private static double back(final List<Double> list, final int steps)
    {
        return steps < list.size() ? list.get(list.size() - 1 - steps) : 0.0;
    }

    private static double dot(final double[] a, final double[] b)
    {
        double sum = 0.0;
        for (int i = 0; i < a.length; i++)
        {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
