package io.antumbra.node.forecast;

/**
 * One row of the outcome. NaN stands for what is not there. Mutable, so that a long file makes no garbage; used by one
 * thread.
 */
final class ForecastRow
{
    /** From 1, without the header. */
    long number;
    double observed;
    double forecast;
    double lower;
    double upper;
}
