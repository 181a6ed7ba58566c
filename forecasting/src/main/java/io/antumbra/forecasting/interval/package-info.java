/**
 * Prediction intervals with the coverage that they promise, around the forecasts of any
 * {@link io.antumbra.forecasting.Forecaster}.
 *
 * <pre>
 *  Forecaster ── forecast, deviation ──► ConformalInterval ──► lower, upper
 *                                             │    ▲
 *                                  FirstScores     └── what was observed
 *                                  TailBound ×2
 * </pre>
 */
package io.antumbra.forecasting.interval;
