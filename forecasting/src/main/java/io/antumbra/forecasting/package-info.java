/**
 * Numbers in, numbers out: incremental time-series models that forecast round-trip times and failures.
 */
package io.antumbra.forecasting;
