package io.antumbra.runtime;

/** Another replica of the shard, as configured. Immutable. */
final class Peer
{
    final int replicaId;
    final String endpoint;
    final boolean isShadowNode;

    Peer(final int replicaId, final String endpoint, final boolean isShadowNode)
    {
        this.replicaId = replicaId;
        this.endpoint = endpoint;
        this.isShadowNode = isShadowNode;
    }
}
