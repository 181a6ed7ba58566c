package io.antumbra.core;

/** A standby as its primary is configured to know it. Immutable. */
public final class PeerConfig
{
    private final int replicaId;
    private final boolean shadowNode;

    /**
     * @param replicaId  of the standby, 0 to {@link CoreConfig#MAX_REPLICA_ID}.
     * @param shadowNode true when it only holds entries: its hold then counts before an entry is sent to the others.
     */
    public PeerConfig(final int replicaId, final boolean shadowNode)
    {
        this.replicaId = replicaId;
        this.shadowNode = shadowNode;
    }

    /** @return id of the standby. */
    public int replicaId()
    {
        return replicaId;
    }

    /** @return true when it only holds entries. */
    public boolean isShadowNode()
    {
        return shadowNode;
    }
}
