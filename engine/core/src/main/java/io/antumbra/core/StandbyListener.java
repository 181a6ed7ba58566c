package io.antumbra.core;

/** What a standby tells the one who runs it. Called on the engine thread; must not block. */
public interface StandbyListener
{
    /**
     * @param epoch that was adopted.
     */
    void onJoined(long epoch);

    /** The primary is no longer heard; the standby says hello until it answers. */
    void onPrimaryLost();

    /**
     * Entries of an older epoch were taken back and saved.
     *
     * @param streamId of the stream.
     * @param first    sequence of the first one.
     * @param count    of them.
     * @param epoch    whose adoption made them orphans.
     */
    void onOrphans(int streamId, long first, long count, long epoch);

    /**
     * @param problem   kind.
     * @param replicaId of the peer concerned, -1 when unknown.
     * @param message   that names cause and remedy.
     */
    void onProblem(Problem problem, int replicaId, String message);
}
