package io.antumbra.core.replica;

/**
 * The forecast whether the primary is still there, one for each primary that is followed. Advice: it moves the moment
 * of a proposal, within bounds that {@link Candidate} keeps, and nothing else.
 */
public interface Suspicion
{
    /**
     * Another primary is followed: forget the last one.
     *
     * @param nowNs time.
     */
    void reset(long nowNs);

    /**
     * @param nowNs when a heartbeat was taken in.
     */
    void onHeartbeat(long nowNs);

    /**
     * This replica runs; called in each duty cycle after frames were taken in.
     *
     * @param nowNs time.
     */
    void onDutyCycle(long nowNs);

    /**
     * @param nowNs time.
     * @return true when the primary is more likely gone than late.
     */
    boolean isSuspect(long nowNs);
}
