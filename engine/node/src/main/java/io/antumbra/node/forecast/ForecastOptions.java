package io.antumbra.node.forecast;

import java.nio.file.Path;

/** What a forecast was asked for; checked by whoever fills it in. */
public final class ForecastOptions
{
    /** Rows that are not scored unless somebody says how many, as in the papers. */
    public static final int TRAIN_DEFAULT = 10;

    /** File to read. */
    public Path input;

    /** Column by name or number; null for the only one. */
    public String column;

    /** Autoregressive terms, differences, moving-average terms; null for the pool that weighs several. */
    public int[] order;

    /** The same over a season, 0 or 1 each; null for a model without. Goes with {@link #order} and {@link #season}. */
    public int[] seasonal;

    /** Observations in a season, 0 for none. */
    public int season;

    /** Steps ahead, 1 and more. */
    public int horizon = 1;

    /** Share of the values that the bounds are to hold, more than 0 and less than 1. */
    public double coverage = 0.95;

    /** Scores leave out the first so many rows; negative for the {@link #TRAIN_DEFAULT}. */
    public long train = -1;

    /** Rows to write, null for none. */
    public Path output;

    /** Summary to write, null for none. */
    public Path json;

    /** Picture to write, null for none. */
    public Path plot;

    /** For whoever fills it in. */
    public ForecastOptions()
    {
    }
}
