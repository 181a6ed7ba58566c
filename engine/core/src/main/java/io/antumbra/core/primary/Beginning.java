package io.antumbra.core.primary;

/**
 * How a primary comes to lead an epoch: on its own authority, see {@link EpochStarter}, or because the arbiter has
 * given it one, see {@link TakeOver}.
 */
interface Beginning
{
    /**
     * @param bootId of the host, 0 when unknown.
     * @param nowNs  time.
     */
    void start(long bootId, long nowNs);

    /**
     * One step on the way; called until the primary leads.
     *
     * @param nowNs time.
     */
    void doWork(long nowNs);

    /** @return true while entries that standbys send are taken in. */
    boolean isRepairing();

    /**
     * @param link     standby that cannot give back what it was asked for.
     * @param streamId of the stream.
     * @param first    sequence that it cannot give.
     * @param oldest   sequence that it can serve from.
     */
    void onCannotServe(StandbyLink link, int streamId, long first, long oldest);
}
