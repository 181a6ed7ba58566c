package io.antumbra.node.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowSketchTest
{
    @ParameterizedTest
    @ValueSource(ints = { 1, 1_023, 1_024, 1_025, 2_048, 2_049, 10_000, 1_000_000 })
    void shouldKeepExtremesAndMeansOfAnyLength(final int rows)
    {
        final RowSketch sketch = new RowSketch();
        for (int i = 0; i < rows; i++)
        {
            sketch.add(i, 2.0 * i, -i, 3.0 * i);
        }
        assertTrue(sketch.size() <= RowSketch.CAPACITY);
        final long stride = sketch.stride();
        assertEquals((rows + stride - 1) / stride, sketch.size());
        for (int column = 0; column < sketch.size(); column++)
        {
            final double first = (double)column * stride;
            final double last = Math.min(rows, first + stride) - 1;
            assertEquals(first, sketch.low(column));
            assertEquals(last, sketch.high(column));
            assertEquals(first + last, sketch.forecast(column), 1e-6 * rows);
            assertEquals(-last, sketch.lower(column), 0.0);
            assertEquals(3.0 * last, sketch.upper(column));
        }
    }

    @Test
    void shouldLeaveHolesWhereThereIsNothing()
    {
        final RowSketch sketch = new RowSketch();
        for (int i = 0; i < 5_000; i++)
        {
            final double value = i < 2_000 || i > 3_000 ? i : Double.NaN;
            sketch.add(value, value, value, value);
        }
        int holes = 0;
        for (int column = 0; column < sketch.size(); column++)
        {
            holes += Double.isNaN(sketch.low(column)) && Double.isNaN(sketch.forecast(column)) ? 1 : 0;
        }
        assertEquals(1_001.0 / sketch.stride(), holes, 1.0);
    }
}
