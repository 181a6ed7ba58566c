package io.antumbra.forecasting;

/**
 * The settings of one {@link IncrementalArima}: its order, how fast it forgets, how it estimates. For one thread.
 *
 * <pre>{@code
 * final IncrementalArima model = new IncrementalArima(new ArimaContext().p(3).d(1).q(1).forgetting(0.999));
 * }</pre>
 */
public final class ArimaContext
{
    /**
     * Most autoregressive or moving-average terms; the cost of an update grows with the square of their sum.
     */
    public static final int MAX_TERMS = 16;

    /**
     * Most seasonal terms of a kind, and most differences over a season.
     */
    public static final int MAX_SEASONAL_TERMS = 1;

    /**
     * Most times that the series is differenced.
     */
    public static final int MAX_DIFFERENCES = 2;

    /**
     * Least forgetting factor: a memory of about ten observations.
     */
    public static final double MIN_FORGETTING = 0.9;

    /**
     * Default forgetting factor: a memory of about 1,000 observations.
     */
    public static final double FORGETTING_DEFAULT = 0.999;

    private int p = 2;
    private int d;
    private int q = 1;
    private int season;
    private int seasonalP;
    private int seasonalD;
    private int seasonalQ;
    private boolean isSeasonal;
    private double forgetting = FORGETTING_DEFAULT;
    private Estimation estimation = Estimation.RECURSIVE_MAXIMUM_LIKELIHOOD;
    private boolean forgetsOnChange;
    private Boolean isCentred;
    private boolean isConcluded;

    /**
     * Check the settings and fix them. The model calls it; a context serves one model.
     *
     * @throws IllegalArgumentException when a setting is not allowed; the message names it, its value and what is.
     * @throws IllegalStateException    when it was concluded before.
     */
    public void conclude()
    {
        checkOpen();
        checkRange("p", p, MAX_TERMS, "autoregressive terms");
        checkRange("d", d, MAX_DIFFERENCES, "differences");
        checkRange("q", q, MAX_TERMS, "moving-average terms");
        if (isSeasonal)
        {
            SeasonalSmoothing.checkSeason(season);
            checkRange("seasonalP", seasonalP, MAX_SEASONAL_TERMS, "seasonal autoregressive terms");
            checkRange("seasonalD", seasonalD, MAX_SEASONAL_TERMS, "seasonal differences");
            checkRange("seasonalQ", seasonalQ, MAX_SEASONAL_TERMS, "seasonal moving-average terms");
        }

        if (!(forgetting >= MIN_FORGETTING && forgetting <= 1.0))
        {
            throw new IllegalArgumentException(
                "forgetting=" + forgetting + ": allowed are " + MIN_FORGETTING +
                    " to 1.0; 1 - 1/N remembers about N observations, 1.0 remembers all");
        }

        if (null == estimation)
        {
            throw new IllegalArgumentException(
                "estimation=null: allowed are EXTENDED_LEAST_SQUARES and RECURSIVE_MAXIMUM_LIKELIHOOD");
        }

        isConcluded = true;
    }

    /**
     * Number of autoregressive terms.
     *
     * @param p 0 to {@link #MAX_TERMS}; default 2.
     * @return this for a fluent API.
     */
    public ArimaContext p(final int p)
    {
        checkOpen();
        this.p = p;
        return this;
    }

    /**
     * Number of autoregressive terms.
     *
     * @return terms.
     */
    public int p()
    {
        return p;
    }

    /**
     * How many times the series is differenced before the ARMA model sees it.
     *
     * @param d 0 to {@link #MAX_DIFFERENCES}; default 0.
     * @return this for a fluent API.
     */
    public ArimaContext d(final int d)
    {
        checkOpen();
        this.d = d;
        return this;
    }

    /**
     * How many times the series is differenced.
     *
     * @return differences.
     */
    public int d()
    {
        return d;
    }

    /**
     * Number of moving-average terms.
     *
     * @param q 0 to {@link #MAX_TERMS}; default 1.
     * @return this for a fluent API.
     */
    public ArimaContext q(final int q)
    {
        checkOpen();
        this.q = q;
        return this;
    }

    /**
     * Number of moving-average terms.
     *
     * @return terms.
     */
    public int q()
    {
        return q;
    }

    /**
     * The season and its terms, which multiply with those of short lag.
     *
     * @param season in observations, 2 to {@link SeasonalSmoothing#MAX_SEASON}; default none.
     * @param p      number of seasonal autoregressive terms, 0 or 1.
     * @param d      how many times the series is differenced over a season, 0 or 1.
     * @param q      number of seasonal moving-average terms, 0 or 1.
     * @return this for a fluent API.
     */
    public ArimaContext seasonal(final int season, final int p, final int d, final int q)
    {
        checkOpen();
        this.season = season;
        seasonalP = p;
        seasonalD = d;
        seasonalQ = q;
        isSeasonal = true;
        return this;
    }

    /**
     * The season.
     *
     * @return observations; 0 when there is none.
     */
    public int season()
    {
        return season;
    }

    /**
     * Number of seasonal autoregressive terms.
     *
     * @return terms.
     */
    public int seasonalP()
    {
        return seasonalP;
    }

    /**
     * How many times the series is differenced over a season.
     *
     * @return differences.
     */
    public int seasonalD()
    {
        return seasonalD;
    }

    /**
     * Number of seasonal moving-average terms.
     *
     * @return terms.
     */
    public int seasonalQ()
    {
        return seasonalQ;
    }

    /**
     * Whether the model doubts what it learned when it suddenly fits worse: see {@link IncrementalArima}. Worth it
     * where a series behaves in one way for long and then in another; where single large errors are common, as in
     * round-trip times with outages, it costs about a hundredth of accuracy.
     *
     * @param forgetsOnChange true to look for changes; default false.
     * @return this for a fluent API.
     */
    public ArimaContext forgetsOnChange(final boolean forgetsOnChange)
    {
        checkOpen();
        this.forgetsOnChange = forgetsOnChange;
        return this;
    }

    /**
     * Whether the model doubts what it learned when it suddenly fits worse.
     *
     * @return true when it looks for changes.
     */
    public boolean forgetsOnChange()
    {
        return forgetsOnChange;
    }

    /**
     * By how much the weight of the past shrinks with each observation.
     *
     * @param forgetting {@link #MIN_FORGETTING} to 1.0; default {@link #FORGETTING_DEFAULT}.
     * @return this for a fluent API.
     */
    public ArimaContext forgetting(final double forgetting)
    {
        checkOpen();
        this.forgetting = forgetting;
        return this;
    }

    /**
     * By how much the weight of the past shrinks with each observation.
     *
     * @return factor.
     */
    public double forgetting()
    {
        return forgetting;
    }

    /**
     * How the coefficients are estimated.
     *
     * @param estimation not null; default {@link Estimation#RECURSIVE_MAXIMUM_LIKELIHOOD}.
     * @return this for a fluent API.
     */
    public ArimaContext estimation(final Estimation estimation)
    {
        checkOpen();
        this.estimation = estimation;
        return this;
    }

    /**
     * How the coefficients are estimated.
     *
     * @return the way of estimation.
     */
    public Estimation estimation()
    {
        return estimation;
    }

    /**
     * Whether a running mean is taken off the (differenced) series before the ARMA model sees it. With differences
     * that mean is a drift.
     *
     * @param isCentred true to estimate a mean; default true without differences and false with them.
     * @return this for a fluent API.
     */
    public ArimaContext centred(final boolean isCentred)
    {
        checkOpen();
        this.isCentred = isCentred;
        return this;
    }

    /**
     * Whether a running mean is taken off the (differenced) series.
     *
     * @return true when a mean is estimated.
     */
    public boolean centred()
    {
        return null == isCentred ? 0 == d : isCentred;
    }

    @Override
    public String toString()
    {
        final String plain = "ARIMA(" + p + "," + d + "," + q + ")";
        return 0 == season ? plain : plain + "(" + seasonalP + "," + seasonalD + "," + seasonalQ + ")" + season;
    }

    private void checkOpen()
    {
        if (isConcluded)
        {
            throw new IllegalStateException("this context was concluded by a model: make a new one for each model");
        }
    }

    private static void checkRange(final String name, final int value, final int max, final String unit)
    {
        if (value < 0 || value > max)
        {
            throw new IllegalArgumentException(name + "=" + value + ": allowed are 0 to " + max + " " + unit);
        }
    }
}
