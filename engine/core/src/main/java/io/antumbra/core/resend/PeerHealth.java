package io.antumbra.core.resend;

import io.antumbra.core.CoreConfig;

/**
 * Whether a standby is well, from what it says of itself and from when it says anything. It is unwell at once and well
 * again only after a while without a bad sign, so that one who comes and goes is not believed each time.
 *
 * <pre>
 *              long pause, slow device, long queue, silence
 *   HEALTHY  ---------------------------------------------&gt;  UNHEALTHY
 *      ^                                                         | silent for the peer time-out
 *      |  no bad sign for a while                                v
 *      '------------------------- UNHEALTHY  &lt;---- heard ---- FAILED
 * </pre>
 *
 * Advice about what to send it and when. Rejected: to drop an unwell standby from the in-sync set here (that costs the
 * shard a copy for a pause that may be over by then). One thread.
 */
public final class PeerHealth
{
    /** How it is. */
    public enum State
    {
        /** Nothing is known against it. */
        HEALTHY,

        /** It answers late, or says itself that it is held up. */
        UNHEALTHY,

        /** It is not heard any more. */
        FAILED
    }

    private final long unhealthyPauseNs;
    private final long unhealthyQueue;
    private final long silenceNs;
    private final long failedNs;
    private final long recoveryNs;
    private State state = State.HEALTHY;
    private long lastHeardNs;
    private long lastBadNs;

    /**
     * @param config with the bounds.
     */
    public PeerHealth(final CoreConfig config)
    {
        unhealthyPauseNs = config.unhealthyPauseNs;
        unhealthyQueue = config.unhealthyQueueEntries;
        silenceNs = Math.min(config.peerTimeoutNs, 2 * Math.min(config.heartbeatIntervalNs, Long.MAX_VALUE / 2) +
            config.unhealthyPauseNs);
        failedNs = config.peerTimeoutNs;
        recoveryNs = config.healthyAfterNs;
    }

    /**
     * It has joined.
     *
     * @param nowNs time.
     */
    public void onJoined(final long nowNs)
    {
        state = State.HEALTHY;
        lastHeardNs = nowNs;
    }

    /**
     * It has acknowledged something, or said that there is nothing new.
     *
     * @param pauseNs       longest pause of its duty cycle since the last time.
     * @param queuedEntries held and not delivered.
     * @param syncNs        its last sync to the device took so long; 0 for none.
     * @param nowNs         time.
     */
    public void onReport(final long pauseNs, final long queuedEntries, final long syncNs, final long nowNs)
    {
        lastHeardNs = nowNs;
        if (pauseNs >= unhealthyPauseNs || syncNs >= unhealthyPauseNs || queuedEntries >= unhealthyQueue)
        {
            bad(State.UNHEALTHY, nowNs);
        }
        else if (state == State.FAILED)
        {
            bad(State.UNHEALTHY, nowNs);
        }
        else
        {
            recover(nowNs);
        }
    }

    /**
     * Looks how long it is silent.
     *
     * @param nowNs time.
     * @return how it is.
     */
    public State assess(final long nowNs)
    {
        final long silentNs = nowNs - lastHeardNs;
        if (silentNs >= failedNs)
        {
            bad(State.FAILED, nowNs);
        }
        else if (silentNs >= silenceNs && state != State.FAILED)
        {
            bad(State.UNHEALTHY, nowNs);
        }
        return state;
    }

    /** @return how it was when it was last looked at. */
    public State state()
    {
        return state;
    }

    private void bad(final State worse, final long nowNs)
    {
        state = worse;
        lastBadNs = nowNs;
    }

    private void recover(final long nowNs)
    {
        if (state == State.UNHEALTHY && nowNs - lastBadNs >= recoveryNs)
        {
            state = State.HEALTHY;
        }
    }
}
