package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ArimaContextTest
{
    @Test
    void shouldNameTheSettingItsValueAndWhatIsAllowed()
    {
        assertEquals("p=-1: allowed are 0 to 16 autoregressive terms", refusal(new ArimaContext().p(-1)));
        assertEquals("p=17: allowed are 0 to 16 autoregressive terms", refusal(new ArimaContext().p(17)));
        assertEquals("d=3: allowed are 0 to 2 differences", refusal(new ArimaContext().d(3)));
        assertEquals("q=17: allowed are 0 to 16 moving-average terms", refusal(new ArimaContext().q(17)));
        for (final double forgetting : new double[]{ 0.89, 1.0000001, Double.NaN, Double.POSITIVE_INFINITY })
        {
            assertEquals(
                "forgetting=" + forgetting +
                    ": allowed are 0.9 to 1.0; 1 - 1/N remembers about N observations, 1.0 remembers all",
                refusal(new ArimaContext().forgetting(forgetting)));
        }
        assertEquals(
            "estimation=null: allowed are EXTENDED_LEAST_SQUARES and RECURSIVE_MAXIMUM_LIKELIHOOD",
            refusal(new ArimaContext().estimation(null)));
    }

    @Test
    void shouldTakeTheBounds()
    {
        new ArimaContext().p(0).d(0).q(0).forgetting(0.9).conclude();
        new ArimaContext().p(16).d(2).q(16).forgetting(1.0).conclude();
    }

    @Test
    void shouldCentreWithoutDifferencesUnlessTold()
    {
        assertTrue(new ArimaContext().centred());
        assertFalse(new ArimaContext().d(1).centred());
        assertTrue(new ArimaContext().d(1).centred(true).centred());
        assertFalse(new ArimaContext().centred(false).centred());
    }

    @Test
    void shouldServeOneModel()
    {
        final ArimaContext context = new ArimaContext();
        new IncrementalArima(context);
        assertThrows(IllegalStateException.class, () -> new IncrementalArima(context));
        assertThrows(IllegalStateException.class, () -> context.p(1));
    }

    private static String refusal(final ArimaContext context)
    {
        return assertThrows(IllegalArgumentException.class, context::conclude).getMessage();
    }
}
