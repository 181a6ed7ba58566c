package io.antumbra.chaos.sim;

/**
 * What one direction of a link does to frames; pure, drawn from a generator that is passed in. Loss comes alone or in
 * bursts (two states after Gilbert 1960: in the bad one everything is lost).
 */
public final class Impairment
{
    /** Shortest way, ns. */
    public long delayNs = 50_000;

    /** Added to it, evenly, ns; frames overtake each other within it unless the order is kept. */
    public long jitterNs;

    /** True where the transport below delivers in order or not at all, as Aeron does within a session. */
    public boolean keepsOrder = true;

    /** Share of frames lost alone. */
    public double lossRatio;

    /** Chance that a burst of loss begins with a frame. */
    public double burstRatio;

    /** Chance that a burst ends with a frame. */
    public double burstEndRatio = 0.25;

    /** Share of frames that arrive twice. */
    public double duplicateRatio;

    /** Share of frames that arrive with a flipped bit. */
    public double corruptRatio;

    /** Nothing gets through. */
    public boolean isCut;

    private boolean isBurst;
    private long lastArrivalNs;

    boolean loses(final Draw draw)
    {
        if (isBurst)
        {
            isBurst = !draw.chance(burstEndRatio);
        }
        else if (burstRatio > 0)
        {
            isBurst = draw.chance(burstRatio);
        }
        return isCut || isBurst || (lossRatio > 0 && draw.chance(lossRatio));
    }

    /** When a frame sent now arrives. */
    long arrivalNs(final long nowNs, final Draw draw)
    {
        long arrivalNs = nowNs + delayNs + (jitterNs > 0 ? draw.between(0, jitterNs) : 0);
        if (keepsOrder)
        {
            arrivalNs = Math.max(arrivalNs, lastArrivalNs);
            lastArrivalNs = arrivalNs;
        }
        return arrivalNs;
    }
}
