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

    private final ImpairmentSettings settings;
    private final LongSupplier random;
    private final long[] arrivalNs = new long[MAX_COPIES];
    private final int[] corruptBit = new int[MAX_COPIES];
    private boolean isBurst;
    private boolean hasFlapped;
    private long flapOriginNs;
    private long lastArrivalNs = Long.MIN_VALUE;
    private long queueFreeNs = Long.MIN_VALUE;

    /**
     * @param settings concluded; read, not copied.
     * @param random   64 even bits a call.
     */
    public Impairment(final ImpairmentSettings settings, final LongSupplier random)
    {
        this.settings = settings.conclude();
        this.random = random;
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
        final boolean isLost = isLost();
        if (isLost || isDown(nowNs) || !leaves(nowNs, lengthBytes))
        {
            return 0;
        }
        final int copies = happens(settings.duplicateRatio) ? MAX_COPIES : 1;
        for (int i = 0; i < copies; i++)
        {
            arrivalNs[i] = arrival(Math.max(nowNs, queueFreeNs));
            corruptBit[i] = happens(settings.corruptRatio) ? below(lengthBytes * Byte.SIZE) : INTACT;
        }
        return copies;
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
        if (!hasFlapped)
        {
            hasFlapped = true;
            flapOriginNs = nowNs;
        }
        return Math.floorMod(nowNs - flapOriginNs, settings.flapUpNs + settings.flapDownNs) >= settings.flapUpNs;
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
        if (settings.bytesPerSecond == 0)
        {
            return true;
        }
        final long fromNs = Math.max(nowNs, queueFreeNs);
        final double waitingBytes = (double)(fromNs - nowNs) * settings.bytesPerSecond / TimeUnit.SECONDS.toNanos(1);
        if (waitingBytes + lengthBytes > settings.queueLengthBytes)
        {
            return false;
        }
        queueFreeNs = fromNs + lengthBytes * TimeUnit.SECONDS.toNanos(1) / settings.bytesPerSecond;
        return true;
    }

    private long arrival(final long fromNs)
    {
        long atNs = fromNs + settings.delayNs;
        if (settings.jitterNs > 0)
        {
            atNs += Long.remainderUnsigned(random.getAsLong(), settings.jitterNs + 1);
        }
        if (settings.keepsOrder)
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
