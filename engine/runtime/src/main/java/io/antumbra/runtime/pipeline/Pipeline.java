package io.antumbra.runtime.pipeline;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.primary.Primary;
import io.antumbra.ring.EntryRing;

/**
 * The whole hot path of a primary.
 *
 * <pre>
 *  application ──offer──► ring ──► step: shadow ──► step: send (line A) ──► in flight
 *                                  {@link ShadowStep}       {@link SendStep}
 * </pre>
 *
 * One thread, the one that owns the {@link Primary}: both steps call into it, and it is a machine of one thread. A
 * second thread for one of the steps was rejected for that reason; what it would win is the time of a shadow write,
 * less than the hand-over of a cache line costs.
 *
 * <p>Subsets pass one by one, each sent before the next is shadowed, and a bounded number in one duty cycle, so that
 * acknowledgements and the media driver get their turns between them. While no standby can take any more, entries wait
 * in the ring, where the application sees the back pressure, and not in the shadow.
 */
public final class Pipeline
{
    /** Stages that the ring must have. */
    public static final int STAGE_COUNT = 2;

    private static final int SUBSETS_PER_DUTY_CYCLE = 16;

    private final Primary primary;
    private final ShadowStep shadowStep;
    private final SendStep sendStep;

    /**
     * @param ring    to drain; its stages 0 and 1 belong to this instance.
     * @param primary that shadows and sends.
     * @param config  concluded; subsets of several entries stay within its {@code subsetMaxLength} and
     *                {@code maxInFlight}.
     */
    public Pipeline(final EntryRing ring, final Primary primary, final CoreConfig config)
    {
        this.primary = primary;
        shadowStep = new ShadowStep(ring.stage(0), primary, config);
        sendStep = new SendStep(ring.stage(1), primary, config.shard);
    }

    /**
     * One duty cycle.
     *
     * @param nowNs      time, goes out as the send timestamp.
     * @param nowEpochNs time of day, kept as the shadow timestamp.
     * @return entries sent; 0 when there was none or no room for one.
     */
    public int doWork(final long nowNs, final long nowEpochNs)
    {
        int entries = 0;
        int subsets = 0;
        while (subsets++ < SUBSETS_PER_DUTY_CYCLE && !primary.isHeldUp() && shadowStep.doWork(nowEpochNs))
        {
            entries += sendStep.doWork(nowNs);
        }
        return entries;
    }
}
