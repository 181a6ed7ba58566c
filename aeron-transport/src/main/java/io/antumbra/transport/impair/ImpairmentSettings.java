package io.antumbra.transport.impair;

/**
 * What one direction of a link does to frames; the defaults do nothing. Public fields: filled by one owner, checked
 * once by {@link #conclude()}, only read after that.
 */
public final class ImpairmentSettings
{
    /** Time that every frame takes at least, ns. */
    public long delayNs;

    /** Added to it, evenly distributed, ns; frames overtake each other within it unless the order is kept. */
    public long jitterNs;

    /** True where the transport below delivers in order or not at all, as Aeron does within a session. */
    public boolean keepsOrder;

    /** Share of frames that are held back by {@link #reorderDelayNs}, so that later ones overtake them. */
    public double reorderRatio;

    /** How long such a frame is held back, ns. */
    public long reorderDelayNs;

    /** Share of frames lost outside bursts, each by itself. */
    public double lossRatio;

    /** Chance that a burst of loss begins with a frame. */
    public double burstRatio;

    /** Chance that a burst ends with a frame; its mean length is the inverse. */
    public double burstEndRatio = 0.25;

    /** Share of frames lost within a burst: 1 for Gilbert's model, less for Elliott's. */
    public double burstLossRatio = 1;

    /** Share of frames that arrive twice. */
    public double duplicateRatio;

    /** Share of copies that arrive with one flipped bit. */
    public double corruptRatio;

    /** Nothing gets through. */
    public boolean isCut;

    /** A flapping link is up for this long, ns; 0 for one that does not flap. Counted from the link's origin. */
    public long flapUpNs;

    /** And then down for this long, ns. */
    public long flapDownNs;

    /** Whether it goes down somewhere in each period of up and down instead of always at its end. */
    public boolean flapsAtRandom;

    /** Says where; links with the same origin, times and seed go down together. */
    public long flapSeed;

    /** Frames leave one after the other at this rate; 0 for no limit. */
    public long bytesPerSecond;

    /** Bytes that may wait for their turn; a frame that finds no room is lost. */
    public long queueLengthBytes = 256 * 1024;

    /** A recorded link to replay, on top of the above, in order; null for none. */
    public RecordedTrace trace;

    /** Part of the recorded round trip that this direction takes. */
    public double traceShareRatio = 0.5;

    /** For whoever fills it in. */
    public ImpairmentSettings()
    {
    }

    /**
     * The same values in a new object, for an owner that has to change some of settings which are in use.
     *
     * @return a copy; the trace, which never changes, is shared.
     */
    public ImpairmentSettings copy()
    {
        final ImpairmentSettings copy = new ImpairmentSettings();
        copy.delayNs = delayNs;
        copy.jitterNs = jitterNs;
        copy.keepsOrder = keepsOrder;
        copy.reorderRatio = reorderRatio;
        copy.reorderDelayNs = reorderDelayNs;
        copy.lossRatio = lossRatio;
        copy.burstRatio = burstRatio;
        copy.burstEndRatio = burstEndRatio;
        copy.burstLossRatio = burstLossRatio;
        copy.duplicateRatio = duplicateRatio;
        copy.corruptRatio = corruptRatio;
        copy.isCut = isCut;
        copy.flapUpNs = flapUpNs;
        copy.flapDownNs = flapDownNs;
        copy.flapsAtRandom = flapsAtRandom;
        copy.flapSeed = flapSeed;
        copy.bytesPerSecond = bytesPerSecond;
        copy.queueLengthBytes = queueLengthBytes;
        copy.trace = trace;
        copy.traceShareRatio = traceShareRatio;
        return copy;
    }

    /**
     * Checks every value.
     *
     * @return this.
     */
    public ImpairmentSettings conclude()
    {
        notNegative("delayNs", delayNs);
        notNegative("jitterNs", jitterNs);
        notNegative("reorderDelayNs", reorderDelayNs);
        notNegative("flapUpNs", flapUpNs);
        notNegative("flapDownNs", flapDownNs);
        notNegative("bytesPerSecond", bytesPerSecond);
        notNegative("queueLengthBytes", queueLengthBytes);
        ratio("reorderRatio", reorderRatio);
        ratio("lossRatio", lossRatio);
        ratio("burstRatio", burstRatio);
        ratio("burstEndRatio", burstEndRatio);
        ratio("burstLossRatio", burstLossRatio);
        ratio("duplicateRatio", duplicateRatio);
        ratio("corruptRatio", corruptRatio);
        ratio("traceShareRatio", traceShareRatio);
        if (burstRatio > 0 && burstEndRatio == 0)
        {
            throw new IllegalArgumentException("burstEndRatio=0 is not allowed with bursts: they would never end, use" +
                " isCut");
        }
        if (inOrder() && reorderRatio > 0)
        {
            throw new IllegalArgumentException("reorderRatio=" + reorderRatio +
                " is not allowed where the order is kept, as a trace does: set keepsOrder to false, trace to null, " +
                "or the ratio to 0");
        }
        return this;
    }

    /** A trace keeps the order: a packet that was recorded as late held up those behind it. */
    boolean inOrder()
    {
        return keepsOrder || trace != null;
    }

    private static void notNegative(final String name, final long value)
    {
        if (value < 0)
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: 0 or more");
        }
    }

    private static void ratio(final String name, final double value)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: from 0 to 1");
        }
    }
}
