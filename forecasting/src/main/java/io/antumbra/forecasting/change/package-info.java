/**
 * Tells that a stream changed: a shift of its mean or its spread, or a slope. A few nanoseconds and a few fields each,
 * no allocation, for one thread; what a change means is the caller's part.
 *
 * <pre>
 *  squared residuals of a model, in units of their variance ──► CumulativeSum ──► the model forgets
 *  a level, less what is expected, in units of its deviation ──► CumulativeSum ──► it moved up or down
 *                                                            ──► SlopeDetector ──► it is rising or falling
 * </pre>
 *
 * Imports nothing of the models, which import this.
 */
package io.antumbra.forecasting.change;
