package io.antumbra.runtime;

import io.antumbra.core.CoreConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Refuses settings that cannot work, each with its name, its value, what is allowed and the remedy. */
final class ContextCheck
{
    private static final int MAX_STREAM_COUNT = 1000;

    private ContextCheck()
    {
    }

    static void check(final Antumbra.Context ctx)
    {
        given("role", ctx.role(), "PRIMARY, STANDBY or SHADOW", EngineConfiguration.ROLE_PROP);
        given("endpoint", ctx.endpoint(), "host:port, for example 127.0.0.1:24101", EngineConfiguration.ENDPOINT_PROP);
        given("folder", ctx.folder(), "a folder for the shadow", EngineConfiguration.FOLDER_PROP);
        given("threadingMode", ctx.threadingMode(), "INVOKER, SHARED or DEDICATED",
            EngineConfiguration.THREADING_MODE_PROP);
        given("durability", ctx.durability(), "SURVIVES_PROCESS or SYNCED_TO_DEVICE",
            EngineConfiguration.DURABILITY_PROP);
        given("idleStrategySupplier", ctx.idleStrategySupplier(), "a supplier", "none");
        given("shadowingPolicy", ctx.shadowingPolicy(), "a policy, for example ShadowingPolicy.all()", "none");
        given("resend", ctx.resend(), "new ResendSettings()", "antumbra.copy.*");
        allowed(ctx.shard() >= 0, "shard=" + ctx.shard(), "0 and more");
        allowed(isReplicaId(ctx.replicaId()), "replicaId=" + ctx.replicaId(), "0 to " + CoreConfig.MAX_REPLICA_ID);
        checkStreams(ctx.streams());
        checkPeers(ctx);
        checkRole(ctx);
        checkThread(ctx);
        allowed(ctx.closeTimeoutNs() >= 0, "closeTimeoutNs=" + ctx.closeTimeoutNs(), "0 ns and more");
        allowed(ctx.maxEntryLength() >= 1 && ctx.maxEntryLength() <= 16 * 1024 * 1024,
            "maxEntryLength=" + ctx.maxEntryLength(), "1 to 16777216 bytes");
    }

    private static void checkStreams(final List<String> streams)
    {
        allowed(!streams.isEmpty() && streams.size() <= MAX_STREAM_COUNT, "streams=" + streams,
            "1 to " + MAX_STREAM_COUNT + " names (" + EngineConfiguration.STREAMS_PROP + ")");
        final Set<String> names = new HashSet<>();
        for (final String name : streams)
        {
            allowed(!name.isBlank() && names.add(name), "streams=" + streams,
                "names that are neither blank nor given twice");
        }
    }

    private static void checkPeers(final Antumbra.Context ctx)
    {
        final Set<Integer> ids = new HashSet<>(Set.of(ctx.replicaId()));
        final Set<String> endpoints = new HashSet<>(Set.of(ctx.endpoint()));
        allowed(ctx.lineBEndpoint() == null || endpoints.add(ctx.lineBEndpoint()),
            "lineBEndpoint=" + ctx.lineBEndpoint(), "one that differs from endpoint=" + ctx.endpoint() +
                ", or none for the same (" + EngineConfiguration.LINE_B_ENDPOINT_PROP + ")");
        for (final Peer peer : ctx.peers())
        {
            allowed(isReplicaId(peer.replicaId), "peer replicaId=" + peer.replicaId,
                "0 to " + CoreConfig.MAX_REPLICA_ID);
            allowed(ids.add(peer.replicaId), "peer replicaId=" + peer.replicaId,
                "ids that differ from replicaId=" + ctx.replicaId() + " and from each other");
            allowed(endpoints.add(peer.endpoint), "peer " + peer.replicaId + " endpoint=" + peer.endpoint,
                "endpoints that differ from endpoint=" + ctx.endpoint() + " and from each other");
            allowed(peer.lineBEndpoint == null || endpoints.add(peer.lineBEndpoint),
                "peer " + peer.replicaId + " lineBEndpoint=" + peer.lineBEndpoint,
                "endpoints that differ from endpoint=" + ctx.endpoint() + " and from each other");
        }
    }

    private static void checkRole(final Antumbra.Context ctx)
    {
        final int peerCount = ctx.peers().size();
        if (ctx.role() == Role.PRIMARY)
        {
            allowed(ctx.minInSync() >= 0 && ctx.minInSync() <= 1 + peerCount, "minInSync=" + ctx.minInSync(),
                "0 to " + (1 + peerCount) + " with " + peerCount + " standbys, this replica included");
        }
        else
        {
            allowed(peerCount == 1 && !ctx.peers().get(0).isShadowNode, "peers: " + peerCount, "a " + ctx.role() +
                " has one peer, its primary: peer(replicaId, endpoint)");
            allowed(ctx.acknowledgementListener() == null, "acknowledgementListener with role=" + ctx.role(),
                "a PRIMARY's only; nobody else acknowledges to an application");
        }
        allowed((ctx.handler() != null) == (ctx.role() == Role.STANDBY), "handler=" + ctx.handler() + " with role=" +
            ctx.role(), "a handler for a STANDBY, none for the other roles; use SHADOW to only hold entries");
    }

    private static void checkThread(final Antumbra.Context ctx)
    {
        final int cpu = ctx.affinityCpu();
        final int cpuCount = Runtime.getRuntime().availableProcessors();
        allowed(cpu >= -1 && cpu < Math.max(cpuCount, Long.SIZE), "affinityCpu=" + cpu,
            "-1 for none, or the number of a processor");
        allowed(cpu == -1 || ctx.threadingMode() != ThreadingMode.INVOKER, "affinityCpu=" + cpu +
            " with threadingMode=INVOKER", "-1; the application pins its own thread");
        allowed(cpu == -1 || Pinning.isAvailable(), "affinityCpu=" + cpu,
            "-1 unless net.openhft:affinity is on the class path: add it, or do not pin");
    }

    private static boolean isReplicaId(final int value)
    {
        return value >= 0 && value <= CoreConfig.MAX_REPLICA_ID;
    }

    private static void given(final String name, final Object value, final String allowed, final String property)
    {
        if (value == null)
        {
            throw new AntumbraException(name + "=null: give " + allowed + " (system property: " + property + ")");
        }
    }

    private static void allowed(final boolean isMet, final String field, final String allowed)
    {
        if (!isMet)
        {
            throw new IllegalArgumentException(field + " is not allowed: " + allowed);
        }
    }
}
