package io.antumbra.node.plot;

import java.util.ArrayList;
import java.util.List;

/** Maps values to pixels along one side of a plot, linear or logarithmic, and says where its ticks are. */
final class Axis
{
    private final double low;
    private final double high;
    private final double fromPixel;
    private final double toPixel;
    private final boolean isLog;

    private Axis(
        final double low, final double high, final double fromPixel, final double toPixel, final boolean isLog)
    {
        this.low = low;
        this.high = high;
        this.fromPixel = fromPixel;
        this.toPixel = toPixel;
        this.isLog = isLog;
    }

    static Axis linear(final double low, final double high, final double fromPixel, final double toPixel)
    {
        return new Axis(low, Math.max(high, low + 1e-9), fromPixel, toPixel, false);
    }

    /** Rounded outwards to whole decades. */
    static Axis log(final double low, final double high, final double fromPixel, final double toPixel)
    {
        final double lowest = Math.pow(10, Math.floor(Math.log10(Math.max(low, 1e-3))));
        final double highest = Math.pow(10, Math.ceil(Math.log10(Math.max(high, lowest * 1.01))));
        return new Axis(lowest, highest, fromPixel, toPixel, true);
    }

    double pixel(final double value)
    {
        final double inside = Math.max(low, Math.min(high, value));
        final double ratio =
            isLog ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
        return fromPixel + ratio * (toPixel - fromPixel);
    }

    /** Decades of a logarithmic axis, five to ten round values of a linear one. */
    List<Double> ticks()
    {
        final List<Double> ticks = new ArrayList<>();
        if (isLog)
        {
            for (double tick = low; tick < high * 1.001; tick *= 10)
            {
                ticks.add(tick);
            }
            return ticks;
        }
        final double step = step((high - low) / 7);
        for (double tick = Math.ceil(low / step) * step; tick <= high + step * 1e-6; tick += step)
        {
            ticks.add(tick);
        }
        return ticks;
    }

    /** The values between decades that get a thin line. */
    List<Double> minorTicks()
    {
        final List<Double> ticks = new ArrayList<>();
        for (double decade = low; isLog && decade < high * 0.999; decade *= 10)
        {
            for (int i = 2; i < 10; i++)
            {
                ticks.add(decade * i);
            }
        }
        return ticks;
    }

    private static double step(final double atLeast)
    {
        final double decade = Math.pow(10, Math.floor(Math.log10(atLeast)));
        for (final double factor : new double[]{ 1, 2, 5 })
        {
            if (decade * factor >= atLeast)
            {
                return decade * factor;
            }
        }
        return decade * 10;
    }
}
