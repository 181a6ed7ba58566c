package io.antumbra.core.resend;

/**
 * Bytes that may be sent a second time: a share of what is sent first, saved up to a burst (a token bucket, as in RFC
 * 2697). A part of the income is set aside for experiments, so that the few copies that keep an estimate honest are
 * never crowded out by a favourite that is wrong, and never crowd out what is needed (the repair budget of TigerBeetle
 * does the same).
 *
 * <p>Begins full, for the first losses of a link come before any income; experiments can wait. One thread.
 */
public final class ResendBudget
{
    private final double share;
    private final double experimentShare;
    private final double burstBytes;
    private double bytes;
    private double experimentBytes;

    /**
     * @param share           of the bytes sent first that may be sent again; 0 for none.
     * @param experimentShare of that, for experiments: 0 to 1.
     * @param burstBytes      that may be saved up.
     */
    public ResendBudget(final double share, final double experimentShare, final long burstBytes)
    {
        this.share = share;
        this.experimentShare = experimentShare;
        this.burstBytes = burstBytes;
        bytes = share > 0 ? burstBytes * (1 - experimentShare) : 0;
    }

    /**
     * @param lengthBytes sent for the first time.
     */
    public void onFresh(final int lengthBytes)
    {
        final double income = lengthBytes * share;
        bytes = Math.min(burstBytes * (1 - experimentShare), bytes + income * (1 - experimentShare));
        experimentBytes = Math.min(burstBytes * experimentShare, experimentBytes + income * experimentShare);
    }

    /**
     * @param lengthBytes to be sent again.
     * @return true when there is enough left for it.
     */
    public boolean has(final int lengthBytes)
    {
        return bytes >= lengthBytes;
    }

    /** @return true while at least half of what may be saved up is left: what is only likely needed waits for that. */
    public boolean isHalfLeft()
    {
        return bytes > 0 && bytes * 2 >= burstBytes * (1 - experimentShare);
    }

    /**
     * @param lengthBytes sent again.
     */
    public void spend(final int lengthBytes)
    {
        bytes -= lengthBytes;
    }

    /**
     * @param lengthBytes to be sent as an experiment.
     * @return true when there was enough set aside for it; it is spent then.
     */
    public boolean trySpendOnExperiment(final int lengthBytes)
    {
        final boolean isEnough = experimentBytes >= lengthBytes;
        experimentBytes -= isEnough ? lengthBytes : 0;
        return isEnough;
    }

    /** @return bytes that are left beside those set aside. */
    public long leftBytes()
    {
        return (long)bytes;
    }
}
