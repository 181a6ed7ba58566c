package io.antumbra.perf.loss;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * 95 % intervals by resampling seeds (Efron, "Bootstrap methods: another look at the jackknife", 1979; percentile
 * method). Rivals are drawn together: they met the same networks, and only so their common luck drops out of a ratio.
 * Stateless.
 */
final class Bootstrap
{
    private static final int DRAWS = 1000;
    private static final long SEED = 1979;

    private Bootstrap()
    {
    }

    /**
     * Interval of a figure of the drawn seeds.
     *
     * @param seeds  that there are.
     * @param figure of how often each was drawn.
     * @return lower and upper end.
     */
    static double[] interval(final int seeds, final ToDoubleFunction<int[]> figure)
    {
        final SplittableRandom random = new SplittableRandom(SEED);
        final double[] figures = new double[DRAWS];
        final int[] times = new int[seeds];
        for (int draw = 0; draw < DRAWS; draw++)
        {
            Arrays.fill(times, 0);
            for (int i = 0; i < seeds; i++)
            {
                times[random.nextInt(seeds)]++;
            }
            figures[draw] = figure.applyAsDouble(times);
        }
        Arrays.sort(figures);
        return new double[]{ figures[(int)(DRAWS * 0.025)], figures[(int)(DRAWS * 0.975) - 1] };
    }
}
