package io.antumbra.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LogarithmicForecasterTest
{
    @Test
    void shouldBeLessSureInProportionToTheLevelThatItForesees()
    {
        final LogarithmicForecaster forecaster =
            new LogarithmicForecaster(new FixedForecaster((horizon) -> Math.log(100.0) + 0.1 * horizon));
        forecaster.update(100.0);
        forecaster.update(120.0);
        assertEquals(100.0 * Math.exp(0.5), forecaster.forecast(5), 1e-9);
        assertEquals(Math.exp(0.4), forecaster.deviation(5) / forecaster.deviation(1), 1e-12);
    }

    @Test
    void shouldFollowGrowthByAFactor()
    {
        final LogarithmicForecaster model = new LogarithmicForecaster(
            new IncrementalArima(new ArimaContext().p(0).d(1).q(0).centred(true)));
        for (int t = 0; t < 50; t++)
        {
            model.update(3.0 * Math.pow(1.1, t));
        }
        assertEquals(3.0 * Math.pow(1.1, 50), model.forecast(), 1e-9 * model.forecast());
        assertEquals(3.0 * Math.pow(1.1, 59), model.forecast(10), 1e-9 * model.forecast(10));
    }

    @Test
    void shouldTellTheErrorsThatItMakes()
    {
        final Random random = new Random(ForecastSupport.seed("shouldTellTheErrorsThatItMakes"));
        final LogarithmicForecaster model = new LogarithmicForecaster(ExponentialSmoothing.lastValue());
        final double[] series = new double[20_000];
        double logarithm = 5.0;
        for (int t = 0; t < series.length; t++)
        {
            logarithm += 0.02 * random.nextGaussian() - 0.02 * (logarithm - 5.0);
            series[t] = Math.exp(logarithm);
        }
        double next = 0.0;
        double ahead = 0.0;
        for (int t = 0; t < series.length - 4; t++)
        {
            model.update(series[t]);
            if (t > 1_000)
            {
                next += Math.pow((series[t + 1] - model.forecast()) / model.deviation(1), 2);
                ahead += Math.pow((series[t + 4] - model.forecast(4)) / model.deviation(4), 2);
            }
        }
        assertEquals(1.0, Math.sqrt(next / (series.length - 1_005)), 0.1);
        assertEquals(1.0, Math.sqrt(ahead / (series.length - 1_005)), 0.1);
    }

    @Test
    void shouldTellTheLastValueOfASeriesThatIsNotPositive()
    {
        final LogarithmicForecaster model = new LogarithmicForecaster(ExponentialSmoothing.average(0.1));
        model.update(8.0);
        model.update(0.0);
        assertEquals(0.0, model.forecast());
        model.update(5.0);
        assertEquals(5.0, model.forecast());
        assertEquals(5.0, model.forecast(7));
        assertTrue(model.deviation(4) > model.deviation(1));
        model.reset();
        model.update(8.0);
        model.update(6.0);
        assertEquals(8.0 * Math.pow(6.0 / 8.0, 0.1), model.forecast(), 1e-12);
    }

    @Test
    void shouldRefuseWhatIsNoUsableNumber()
    {
        final LogarithmicForecaster model = new LogarithmicForecaster(ExponentialSmoothing.average(0.1));
        assertTrue(model.update(1.0));
        assertFalse(model.update(Double.NaN));
        assertFalse(model.update(Double.MAX_VALUE));
        assertEquals(1, model.observationCount());
        assertEquals(2, model.rejectedCount());
        assertEquals(1.0, model.forecast());
    }

    @Property(tries = 200, seed = "7001")
    void shouldStayFiniteUnderHostileInput(@ForAll final double[] values)
    {
        final LogarithmicForecaster model = new LogarithmicForecaster(ForecastSupport.arima(2, 2, 1));
        for (final double value : values)
        {
            model.update(Math.abs(value));
            assertTrue(Double.isFinite(model.forecast()), () -> "forecast " + model.forecast());
            assertTrue(Double.isFinite(model.forecast(300)), () -> "forecast " + model.forecast(300));
            assertTrue(model.deviation(300) <= Double.MAX_VALUE, () -> "deviation " + model.deviation(300));
        }
    }
}
