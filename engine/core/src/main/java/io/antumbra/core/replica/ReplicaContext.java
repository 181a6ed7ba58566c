package io.antumbra.core.replica;

import io.antumbra.core.ArbiterPort;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.History;
import io.antumbra.core.Journal;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outbox;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.Shadow;
import io.antumbra.core.ShadowingPolicy;

/**
 * What a {@link Replica} is given. Public fields, filled once and only read after that, as in {@link CoreConfig}.
 */
public final class ReplicaContext
{
    /** Numbers, concluded. */
    public CoreConfig config;

    /** All other replicas of the shard. */
    public PeerConfig[] peers;

    /** Records of this replica, open and recovered. */
    public Shadow shadow;

    /** Journal of this replica. */
    public Journal journal;

    /** To the peers, on both lines. */
    public Outbox outbox;

    /** To the arbiter. */
    public ArbiterPort arbiter;

    /** For the handshakes. */
    public Nonces nonces;

    /** Decides what is shadowed while this replica leads; everything by default. */
    public ShadowingPolicy policy = ShadowingPolicy.all();

    /** To deliver to, or null for a replica that only holds entries. */
    public EntryHandler handler;

    /** To tell. */
    public ReplicaListener listener;

    /** What reaches further back than the shadow, or null. */
    public History history;

    /** Forecast of the primary's end; null for {@link PhiSuspicion}. */
    public Suspicion suspicion;

    ReplicaContext conclude()
    {
        require("config", config);
        require("peers", peers);
        require("shadow", shadow);
        require("journal", journal);
        require("outbox", outbox);
        require("arbiter", arbiter);
        require("nonces", nonces);
        require("policy", policy);
        require("listener", listener);
        for (final PeerConfig peer : peers)
        {
            if (peer.replicaId() == config.replicaId)
            {
                throw new IllegalArgumentException("peers name replica " + config.replicaId +
                    ", which is this one: name the others only");
            }
        }
        return this;
    }

    private static void require(final String name, final Object value)
    {
        if (value == null)
        {
            throw new IllegalArgumentException(name + " is missing: set it before the replica is made");
        }
    }
}
