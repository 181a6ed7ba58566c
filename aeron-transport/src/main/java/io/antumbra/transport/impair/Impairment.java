package io.antumbra.transport.impair;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides, frame by frame, what one direction of a link does: how many copies arrive, when, and with which bit flipped.
 * Deterministic: time is an argument and chance comes from the generator passed in, so that a seed replays a run.
 *
 * <p>Loss in bursts is a chain of two states (Gilbert, "Capacity of a burst-noise channel", 1960; Elliott 1963 lets
 * some frames through in the bad one). Rejected: a queueing model of a router; the protocol above sees only loss and
 * delay, and each of these knobs can be turned alone.
 *
 * <p>One thread. Allocates nothing.
 *
 * <pre>
 *   final int copies = impairment.onFrame(nowNs, length);
 *   for (int i = 0; i &lt; copies; i++)
 *   {
 *       send(frame, impairment.corruptBit(i), impairment.arrivalNs(i));
 *   }
 * </pre>
 */
public final class Impairment
{
    /** {@link #corruptBit}: the copy arrives as it was sent. */
    public static final int INTACT = -1;

    private static final int MAX_COPIES = 2;

    private final LongSupplier random;
    private final long[] arrivalNs = new long[MAX_COPIES];
    private final int[] corruptBit = new int[MAX_COPIES];
    private ImpairmentSettings settings;
    private RecordedTrace.Replay replay;
    private Fate fate = Fate.ARRIVES;
    private boolean isBurst;
    private boolean hasOrigin;
    private long originNs;
    private long lastArrivalNs = Long.MIN_VALUE;
    private long queueFreeNs = Long.MIN_VALUE;
    private long queueRemainder;
    private long queuedNs;

    /**
     * A link whose origin is its first frame.
     *
     * @param settings concluded; read, not copied.
     * @param random   64 even bits a call.
     */
    public Impairment(final ImpairmentSettings settings, final LongSupplier random)
    {
        this.random = random;
        impair(settings);
    }

    /**
     * A link that flaps, and replays a trace, in step with all others of the same origin.
     *
     * @param settings concluded; read, not copied.
     * @param random   64 even bits a call.
     * @param originNs time at which flapping and trace begin.
     */
    public Impairment(final ImpairmentSettings settings, final LongSupplier random, final long originNs)
    {
        this(settings, random);
        this.originNs = originNs;
        hasOrigin = true;
    }

    /**
     * From the next frame on the link does this instead. What is on its way stays, and the next frames wait behind it
     * where there still is a bandwidth; a burst goes on where there still are any, a trace where it is the same one.
     *
     * @param newSettings concluded; read, not copied.
     */
    public void impair(final ImpairmentSettings newSettings)
    {
        newSettings.conclude();
        if (settings == null || settings.trace != newSettings.trace)
        {
            replay = newSettings.trace == null ? null : new RecordedTrace.Replay(newSettings.trace);
        }
        if (settings != null && settings.bytesPerSecond != newSettings.bytesPerSecond)
        {
            queueRemainder = 0;
            queueFreeNs = newSettings.bytesPerSecond == 0 ? Long.MIN_VALUE : queueFreeNs;
        }
        isBurst &= newSettings.burstRatio > 0;
        settings = newSettings;
    }

    /**
     * A frame enters the link.
     *
     * @param nowNs       time; never goes back.
     * @param lengthBytes of the frame.
     * @return copies that arrive: 0, 1 or 2.
     */
    public int onFrame(final long nowNs, final int lengthBytes)
    {
        fate = fate(nowNs, lengthBytes);
        if (fate != Fate.ARRIVES)
        {
            return 0;
        }
        final int copies = happens(settings.duplicateRatio) ? MAX_COPIES : 1;
        for (int i = 0; i < copies; i++)
        {
            arrivalNs[i] = arrival(nowNs, Math.max(nowNs, queueFreeNs));
            corruptBit[i] = lengthBytes > 0 && happens(settings.corruptRatio) ? below(lengthBytes * Byte.SIZE) : INTACT;
        }
        return copies;
    }

    /** @return what became of the last frame. */
    public Fate fate()
    {
        return fate;
    }

    /** @return how long the last frame, if it arrives, waits for those before it to leave, ns; 0 for no wait. */
    public long queuedNs()
    {
        return queuedNs;
    }

    /**
     * @param copy from 0, one below what {@link #onFrame} returned last.
     * @return when it arrives, ns.
     */
    public long arrivalNs(final int copy)
    {
        return arrivalNs[copy];
    }

    /**
     * @param copy from 0, one below what {@link #onFrame} returned last.
     * @return index of the bit to flip in it, or {@link #INTACT}.
     */
    public int corruptBit(final int copy)
    {
        return corruptBit[copy];
    }

    /**
     * @param nowNs time.
     * @return true while nothing gets through, whatever the chances.
     */
    public boolean isDown(final long nowNs)
    {
        if (settings.isCut || settings.flapDownNs == 0)
        {
            return settings.isCut;
        }
        final long periodNs = settings.flapUpNs + settings.flapDownNs;
        final long sinceNs = sinceOriginNs(nowNs);
        final long downNs = settings.flapsAtRandom ? downFromNs(Math.floorDiv(sinceNs, periodNs)) : settings.flapUpNs;
        final long placeNs = Math.floorMod(sinceNs, periodNs);
        return placeNs >= downNs && placeNs < downNs + settings.flapDownNs;
    }

    /**
     * Where in a period the link goes down: a hash, not a draw, so that every link of the same seed knows without
     * having seen the same frames (the finalizer of SplitMix64; Steele, Lea, Flood, OOPSLA 2014, figure 17).
     */
    private long downFromNs(final long period)
    {
        long hash = settings.flapSeed + (period + 1) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return Long.remainderUnsigned(hash ^ (hash >>> 31), settings.flapUpNs + 1);
    }

    private long sinceOriginNs(final long nowNs)
    {
        if (!hasOrigin)
        {
            hasOrigin = true;
            originNs = nowNs;
        }
        return nowNs - originNs;
    }

    private Fate fate(final long nowNs, final int lengthBytes)
    {
        final boolean isLost = isLost();
        final boolean isLostInTrace = replay != null && replay.isNextLost();
        if (isLost)
        {
            return isBurst ? Fate.LOST_IN_BURST : Fate.LOST_ALONE;
        }
        if (isLostInTrace)
        {
            return Fate.LOST_IN_TRACE;
        }
        if (isDown(nowNs))
        {
            return Fate.LOST_WHILE_DOWN;
        }
        return leaves(nowNs, lengthBytes) ? Fate.ARRIVES : Fate.LOST_BY_FULL_QUEUE;
    }

    private boolean isLost()
    {
        if (isBurst)
        {
            isBurst = !happens(settings.burstEndRatio);
        }
        else
        {
            isBurst = happens(settings.burstRatio);
        }
        return happens(isBurst ? settings.burstLossRatio : settings.lossRatio);
    }

    /** Takes its turn behind what waits already; false when there is no room to wait in. */
    private boolean leaves(final long nowNs, final int lengthBytes)
    {
        final long fromNs = Math.max(nowNs, queueFreeNs);
        queuedNs = fromNs - nowNs;
        if (settings.bytesPerSecond == 0)
        {
            return true;
        }
        final double waitingBytes = (double)queuedNs * settings.bytesPerSecond / TimeUnit.SECONDS.toNanos(1);
        if (waitingBytes + lengthBytes > settings.queueLengthBytes)
        {
            return false;
        }
        final long byteNs = lengthBytes * TimeUnit.SECONDS.toNanos(1) + (queuedNs == 0 ? 0 : queueRemainder);
        queueFreeNs = fromNs + byteNs / settings.bytesPerSecond;
        queueRemainder = byteNs % settings.bytesPerSecond;
        return true;
    }

    private long arrival(final long nowNs, final long fromNs)
    {
        long atNs = fromNs + settings.delayNs;
        if (replay != null)
        {
            atNs += (long)(settings.traceShareRatio * replay.roundTripNs(sinceOriginNs(nowNs)));
        }
        if (settings.jitterNs > 0)
        {
            atNs += Long.remainderUnsigned(random.getAsLong(), settings.jitterNs + 1);
        }
        if (settings.inOrder())
        {
            atNs = Math.max(atNs, lastArrivalNs);
            lastArrivalNs = atNs;
        }
        else if (happens(settings.reorderRatio))
        {
            atNs += settings.reorderDelayNs;
        }
        return atNs;
    }

    /** Certain and impossible things cost no draw. */
    private boolean happens(final double ratio)
    {
        return ratio > 0 && (ratio >= 1 || (random.getAsLong() >>> 11) * 0x1.0p-53 < ratio);
    }

    private int below(final int bound)
    {
        return (int)Long.remainderUnsigned(random.getAsLong(), bound);
    }
}
