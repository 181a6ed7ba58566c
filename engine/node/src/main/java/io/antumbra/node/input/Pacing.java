package io.antumbra.node.input;

/**
 * When each entry is intended to be sent. Latency is measured from that time and not from when the sender got round to
 * it, so that a stall counts for every entry that it delayed.
 *
 * <p>A pacing has an anchor: the entry that came first after a start, a pause or a burst, and when it was sent. What
 * was missed before it is not made up for. Used by one thread.
 */
public final class Pacing
{
    private static final double NS_PER_SECOND = 1e9;

    private final double ratePerSecond;
    private final double speed;
    private boolean anchored;
    private long anchorNs;
    private long anchorReceiveNs;
    private long sinceAnchor;

    private Pacing(final double ratePerSecond, final double speed)
    {
        this.ratePerSecond = ratePerSecond;
        this.speed = speed;
    }

    /** @return as fast as the engine takes them; the intended time is when the entry is first offered. */
    public static Pacing flatOut()
    {
        return new Pacing(0, 0);
    }

    /**
     * @param ratePerSecond entries a second, more than 0.
     * @return evenly spaced.
     */
    public static Pacing rate(final double ratePerSecond)
    {
        return new Pacing(ratePerSecond, 0);
    }

    /**
     * @param speed how many times faster than recorded, more than 0.
     * @return by the receive times that stand in front of the lines.
     */
    public static Pacing recorded(final double speed)
    {
        return new Pacing(0, speed);
    }

    /** @return true when lines begin with a receive time that sets the pace. */
    public boolean isRecorded()
    {
        return speed > 0;
    }

    /** Forgets the anchor: the next entry is due at once, and the later ones after it. */
    public void restart()
    {
        anchored = false;
    }

    /**
     * @param receiveNs the entry's recorded time, epoch nanoseconds; ignored unless {@link #isRecorded()}.
     * @param nowNs     of the caller's clock.
     * @return when the next entry is to be sent, on the caller's clock.
     */
    public long dueNs(final long receiveNs, final long nowNs)
    {
        if (!anchored)
        {
            anchored = true;
            anchorNs = nowNs;
            anchorReceiveNs = receiveNs;
            sinceAnchor = 0;
        }
        if (speed > 0)
        {
            return anchorNs + Math.max(0, (long)((receiveNs - anchorReceiveNs) / speed));
        }
        if (ratePerSecond > 0)
        {
            return anchorNs + (long)(sinceAnchor * NS_PER_SECOND / ratePerSecond);
        }
        return nowNs;
    }

    /** Counts one entry as sent. */
    public void sent()
    {
        sinceAnchor++;
    }
}
