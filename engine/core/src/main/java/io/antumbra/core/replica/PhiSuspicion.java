package io.antumbra.core.replica;

import io.antumbra.core.CoreConfig;
import io.antumbra.forecasting.failure.PhiAccrualContext;
import io.antumbra.forecasting.failure.PhiAccrualDetector;

/**
 * Suspicion by accrual over the intervals between the primary's heartbeats, see {@link PhiAccrualDetector}. Rejected: a
 * fixed time-out, which is too short for a busy host or too long for a quiet one; it stays as the outer bound only.
 */
public final class PhiSuspicion implements Suspicion
{
    private final PhiAccrualDetector detector;

    /**
     * @param config concluded.
     * @param nowNs  time.
     */
    public PhiSuspicion(final CoreConfig config, final long nowNs)
    {
        final long expectedNs = Math.max(1_000, Math.min(config.heartbeatIntervalNs, PhiAccrualContext.MAX_NS / 2));
        detector = new PhiAccrualDetector(new PhiAccrualContext().expectedIntervalNs(expectedNs)
            .maxIntervalNs(Math.min(PhiAccrualContext.MAX_NS, Math.max(expectedNs, 10 * config.peerTimeoutNs))), nowNs);
    }

    @Override
    public void reset(final long nowNs)
    {
        detector.reset(nowNs);
    }

    @Override
    public void onHeartbeat(final long nowNs)
    {
        detector.onHeartbeat(nowNs);
    }

    @Override
    public void onDutyCycle(final long nowNs)
    {
        detector.onDutyCycle(nowNs);
    }

    @Override
    public boolean isSuspect(final long nowNs)
    {
        return detector.isSuspect(nowNs);
    }
}
