/**
 * Tells that a stream changed: a shift of its mean or its spread, or a slope. A few nanoseconds and a few fields each,
 * no allocation, for one thread; what a change means is the caller's part.
 *
 * <pre>
 *  squared residuals of a model, in units of their variance ──► CumulativeSum ──► the model doubts what it learned
 *  values around a level that stays until it shifts ──► LevelShiftDetector ──► up or down, by how much, since when:
 *                                                       (CumulativeSum)        the mean begins anew
 *  samples of a metric ──► SlopeDetector ──► rising or falling, how steeply, how surely: when it crosses a threshold
 * </pre>
 *
 * Imports nothing of the models, which import this.
 */
package io.antumbra.forecasting.change;
