/**
 * Bytes over Aeron UDP: the driver, lines A and B, the acknowledgement channel and link statistics.
 */
package io.antumbra.transport;
