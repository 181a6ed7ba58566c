package io.antumbra.core;

/**
 * What is expected of one link. Advice: it moves the time of a copy, and any answer is safe, also one that is random,
 * stuck or NaN; it is bounded before it is used. One instance for each link, for one thread, no
 * allocation after construction.
 */
public interface LinkForecast
{
    /** Makes the forecast of each link of a primary. */
    interface Factory
    {
        /**
         * @param replicaId of the standby.
         * @return a forecast of its own.
         */
        LinkForecast forLink(int replicaId);
    }

    /**
     * A frame was answered that its sender can tell from its copies.
     *
     * @param rttNs from sending it to the answer, ns; with the time that the answer was held, for so long it is waited
     *              for.
     * @param nowNs time.
     */
    void onRoundTrip(long rttNs, long nowNs);

    /**
     * Nothing came through for a while, and then something did.
     *
     * @param lengthNs from the first frame that was lost to the first that came through, ns, as far as that is known; 0
     *                 when all that was sent after the first came through.
     * @param nowNs    time.
     */
    void onOutage(long lengthNs, long nowNs);

    /**
     * A frame of entries is sent first.
     *
     * @param number of it among those of this link.
     * @param nowNs  time.
     */
    default void onSend(final long number, final long nowNs)
    {
    }

    /**
     * Frames are held by the standby.
     *
     * @param number below which all are.
     * @param nowNs  time.
     */
    default void onHeldBelow(final long number, final long nowNs)
    {
    }

    /**
     * @param nowNs time.
     * @return probability that what is sent now is not acknowledged in time, 0 to 1; anything else counts as 0.
     */
    default double risk(final long nowNs)
    {
        return 0;
    }

    /** The standby has joined anew, maybe by another path. */
    void onReconnect();

    /** @return age after which an unacknowledged frame counts as overdue, ns. */
    long overdueAfterNs();

    /** @return the next round trip, ns; 0 before the first. */
    long roundTripNs();

    /** @return how long an outage lasts that has begun, ns: a copy sent earlier than that is lost with it. */
    long outageNs();
}
