/**
 * Numbers in, numbers out: models of a series that learn while they forecast, one observation at a time.
 *
 * <pre>
 *  round-trip times ──► OverdueEstimator ──► age after which a tail is overdue
 *                         │          │
 *                  IncrementalArima  StreamingQuantile
 *                    │          │     of what the forecast missed
 *              Differencer   ArmaEstimator ── Invertibility
 *      SeasonalDifferencer   SeasonalTerms
 *     change.CumulativeSum
 *
 *  any series ──► ForecastPool ──► IncrementalArima of several orders, ExponentialSmoothing as the baselines
 *                              ──► with a season: seasonal ones, SeasonalSmoothing, LogarithmicForecaster around some
 *
 *  a level that shifts ──► ShiftingMean ──► the mean since then
 *                      change.LevelShiftDetector
 *
 *  change       did the world change?              interval     where will the next value lie, with which coverage?
 *  calibration  from a score to a probability      risk         will the next subset be late, how long will it take?
 *  failure      is a peer dead, or only late?      warning      when will a host cross a threshold?
 * </pre>
 *
 * <b>What all have in common.</b> State is a few fixed arrays, made at construction; nothing allocates after it.
 * Every observation costs the same, tens of nanoseconds. NaN and infinite input is refused and counted, and leaves
 * the state as it was; no accepted input, however wild, leads to a forecast that is not finite. The same input gives
 * the same output. Nothing here reads a clock, draws a random number or knows of a second thread.
 * <p>
 * <b>Processor.</b> One with fused multiply-add is expected: x86-64 since 2013, any ARMv8. Java defines its result to
 * the bit, so forecasts are the same everywhere; without the instruction they cost many times as much, and allocate.
 * <p>
 * <b>What they are for.</b> A forecast changes when something is sent, never what is delivered or acknowledged: a user
 * of this package stays correct when the forecasts are wrong, stuck or random.
 * <p>
 * <b>Choices.</b> One fixed set of constants serves every series: estimators work without a unit, on values scaled by
 * a power of two, so there is nothing to tune to the size of the input. Of the two ways to estimate,
 * {@link io.antumbra.forecasting.Estimation#RECURSIVE_MAXIMUM_LIKELIHOOD} won on simulated processes of known and of
 * too small an order, and {@link io.antumbra.forecasting.Estimation#EXTENDED_LEAST_SQUARES} stays as its rival.
 */
package io.antumbra.forecasting;
