package io.antumbra.transport;

/**
 * What a {@link Transport} is doing, readable from any thread.
 * <pre>
 *              +--------------- failure --------------+-----------------+
 *              v                                      |                 |
 *        BACKING_OFF --- time is up --> REGISTERING --+-- answered --> ACTIVE
 *              ^                          |
 *   launch     |                          | no live external driver
 *              +------ time is up -- AWAITING_DRIVER
 *
 *   any state --- close() --> CLOSED
 * </pre>
 */
public enum TransportState
{
    /**
     * Driver and client exist; the driver has not yet answered all subscriptions of the own endpoint.
     */
    REGISTERING,

    /**
     * The own endpoint is bound and frames flow to every peer that is connected.
     */
    ACTIVE,

    /**
     * The last driver or client failed; everything is closed and will be built anew when the back-off has passed.
     */
    BACKING_OFF,

    /**
     * {@link DriverMode#EXTERNAL} only: no live driver in the directory; looked for again after each back-off.
     */
    AWAITING_DRIVER,

    /**
     * {@link Transport#close()} was called; nothing works any more.
     */
    CLOSED
}
