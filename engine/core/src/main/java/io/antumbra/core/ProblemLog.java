package io.antumbra.core;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Tells each kind of problem once per peer, however often it happens: a storm of bad frames costs a count each and one
 * line. One thread.
 */
public final class ProblemLog
{
    private final List<EnumSet<Problem>> toldOfPeer = new ArrayList<>();

    /** Nothing told yet. */
    public ProblemLog()
    {
        for (int i = -1; i <= CoreConfig.MAX_REPLICA_ID; i++)
        {
            toldOfPeer.add(EnumSet.noneOf(Problem.class));
        }
    }

    /**
     * @param problem   kind.
     * @param replicaId of the peer, -1 when unknown.
     * @return true for the first time since the last {@link #forget}.
     */
    public boolean isNew(final Problem problem, final int replicaId)
    {
        return told(replicaId).add(problem);
    }

    /**
     * A peer has joined anew: its next problems are news again.
     *
     * @param replicaId of the peer.
     */
    public void forget(final int replicaId)
    {
        told(replicaId).clear();
    }

    private EnumSet<Problem> told(final int replicaId)
    {
        return toldOfPeer.get(replicaId < 0 || replicaId > CoreConfig.MAX_REPLICA_ID ? 0 : replicaId + 1);
    }
}
