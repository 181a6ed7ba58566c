/**
 * Prediction intervals with the coverage that they promise, around the forecasts of any
 * {@link io.antumbra.forecasting.Forecaster}.
 *
 * <pre>
 *  Forecaster ── forecast, deviation ──► ConformalInterval ──► lower, upper
 *                                             │    ▲
 *                                  TailBound ×2    └── what was observed
 * </pre>
 */
package io.antumbra.forecasting.interval;
