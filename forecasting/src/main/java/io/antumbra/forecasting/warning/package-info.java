/**
 * When will this host run out? Time-to-threshold forecasts of what a host measures of itself: processor, memory,
 * pauses, disk latency.
 *
 * <pre>
 *  metric ──► TimeToThreshold ──► expected time, earliest time, warning with hysteresis ──┐
 *  metric ──► TimeToThreshold ──► ...                                                     ├──► HostWarning
 *  metric ──► TimeToThreshold ──► ...                                                     ┘
 * </pre>
 *
 * A warning is a reason to hand over while there is time, or to tell somebody; it decides nothing by itself.
 */
package io.antumbra.forecasting.warning;
