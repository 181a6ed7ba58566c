/**
 * The risk of a link: the calibrated probability that what is sent next misses its deadline, and how long its round
 * trip will take, learned from nothing but what the link did so far.
 *
 * <pre>
 *  sends, replies, losses, queue depth ──► LinkRisk ──► probability
 *                                            │
 *       LinkFeatures   what the link looks like now, as numbers
 *       PendingSends   what is not decided yet, with the features of its time
 *       LogisticRegression, PlattCalibrator   learn from it once it is
 *
 *  sends, replies ──► RoundTripForecast ──► expected round trip
 *                       │
 *       Forecaster     of those that came back
 *       PendingSends   what did not, with what was known at its time
 * </pre>
 */
package io.antumbra.forecasting.risk;
