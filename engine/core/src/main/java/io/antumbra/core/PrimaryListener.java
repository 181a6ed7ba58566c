package io.antumbra.core;

/** What a primary tells the one who runs it. Called on the engine thread; must not block. */
public interface PrimaryListener
{
    /**
     * Entries are accepted from now on.
     *
     * @param epoch that this replica leads.
     */
    void onLeading(long epoch);

    /**
     * Every protected entry up to a position is held by the whole in-sync set.
     *
     * @param streamId        of the stream.
     * @param throughSequence highest such sequence.
     * @param nowNs           time of the acknowledgement that completed it.
     */
    void onAcknowledged(int streamId, long throughSequence, long nowNs);

    /**
     * @param replicaId   of a standby that has adopted the epoch.
     * @param incarnation of it.
     */
    void onStandbyJoined(int replicaId, long incarnation);

    /**
     * @param replicaId of a standby whose acknowledgement is needed from now on.
     */
    void onStandbyInSync(int replicaId);

    /**
     * @param replicaId of a standby that is no longer heard; it stays in the in-sync set until it is dropped.
     */
    void onStandbyLost(int replicaId);

    /**
     * @param replicaId of a standby whose acknowledgement is no longer needed.
     * @param version   of the configuration without it.
     */
    void onStandbyDropped(int replicaId, long version);

    /**
     * @param problem   kind.
     * @param replicaId of the peer concerned, -1 when unknown.
     * @param message   that names cause and remedy.
     */
    void onProblem(Problem problem, int replicaId, String message);
}
