package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorScaleTest
{
    private final ErrorScale scale = new ErrorScale();

    @Test
    void shouldTellTheRootMeanSquareInAnyUnit()
    {
        for (final double unit : new double[]{ 1.0, 1e-200, 1e200 })
        {
            final Random random = new Random(1);
            scale.reset();
            for (int i = 0; i < 20_000; i++)
            {
                scale.update(unit * random.nextGaussian());
            }
            assertEquals(1.0, scale.deviation() / unit, 0.15);
        }
    }

    @Test
    void shouldFallWhenAllErrorsAreFarSmaller()
    {
        final Random random = new Random(2);
        for (int i = 0; i < 12_000; i++)
        {
            scale.update((i < 1_000 ? 1e60 : 1.0) * random.nextGaussian());
        }
        assertEquals(1.0, scale.deviation(), 0.3);
    }

    @Test
    void shouldTakeASpikeForSixtyFourMeanErrorsAtMost()
    {
        final Random random = new Random(3);
        for (int i = 0; i < 3_000; i++)
        {
            scale.update(random.nextGaussian());
        }
        scale.update(1e300);
        assertTrue(scale.deviation() > 1.5 && scale.deviation() < 4.0, () -> "deviation " + scale.deviation());
    }
}
