package io.antumbra.perf.loss;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.Outbox;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** One production primary with its production standby, shadows in memory. One thread. */
final class Machines implements PrimaryListener, StandbyListener
{
    static final int PRIMARY = 0;
    static final int STANDBY = 1;
    static final int MAX_FRAME_LENGTH = 1408;

    private static final int MAX_ENTRY_LENGTH = 512;
    private static final long BOOT_ID = 1;
    private static final long HANDSHAKE_SEED = 1;

    final Primary primary;
    final Standby standby;
    final MemoryShadow standbyShadow;
    private final long[] acknowledged;
    private long acknowledgedTotal;

    /**
     * @param streams  of the shard.
     * @param retained entries of each stream.
     * @param change   of the default configuration.
     * @param outbox   of both.
     */
    Machines(final int streams, final int retained, final Consumer<CoreConfig> change, final Outbox outbox)
    {
        acknowledged = new long[streams];
        standbyShadow = shadow(streams, retained);
        final SplittableRandom random = new SplittableRandom(HANDSHAKE_SEED);
        primary =
            new Primary(config(PRIMARY, streams, retained, change), new PeerConfig[]{ new PeerConfig(STANDBY, false) },
                shadow(streams, retained), new MemoryJournal(streams), outbox, random::nextLong, ShadowingPolicy.all(),
                this);
        standby =
            new Standby(config(STANDBY, streams, retained, change), PRIMARY, standbyShadow, new MemoryJournal(streams),
                outbox, random::nextLong, null, this);
    }

    private static MemoryShadow shadow(final int streams, final int retained)
    {
        return new MemoryShadow(streams, MAX_ENTRY_LENGTH, retained, false);
    }

    private static CoreConfig config(final int replicaId, final int streams, final int retained,
        final Consumer<CoreConfig> change)
    {
        final CoreConfig config = new CoreConfig();
        config.replicaId = replicaId;
        config.streamCount = streams;
        config.maxEntryLength = MAX_ENTRY_LENGTH;
        config.maxFrameLength = MAX_FRAME_LENGTH;
        config.maxInFlight = retained / 2;
        change.accept(config);
        return config.conclude();
    }

    void start(final long nowNs)
    {
        primary.start(BOOT_ID, nowNs);
        standby.start(BOOT_ID, nowNs);
    }

    /** Entries that the primary has told as acknowledged, over all streams. */
    long acknowledgedTotal()
    {
        return acknowledgedTotal;
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        acknowledgedTotal += throughSequence - acknowledged[streamId];
        acknowledged[streamId] = throughSequence;
    }

    @Override
    public void onLeading(final long epoch)
    {
        // asked for
    }

    @Override
    public void onStandbyJoined(final int replicaId, final long incarnation)
    {
        // asked for
    }

    @Override
    public void onStandbyInSync(final int replicaId)
    {
        // asked for
    }

    @Override
    public void onStandbyLost(final int replicaId)
    {
        // it says hello again; what that costs is in the latencies
    }

    @Override
    public void onStandbyDropped(final int replicaId, final long version)
    {
        throw new IllegalStateException("standby " + replicaId + " was dropped, and nobody asked for that");
    }

    @Override
    public void onJoined(final long epoch)
    {
        // asked for
    }

    @Override
    public void onPrimaryLost()
    {
        // it says hello again; what that costs is in the latencies
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        throw new IllegalStateException("entries were taken back: stream " + streamId + " from " + first);
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        if (problem == Problem.CORRUPT_FRAME || problem == Problem.MALFORMED_FRAME ||
            problem == Problem.FOREIGN_FRAME ||
            problem == Problem.IDENTITY_CONFLICT || problem == Problem.GAP_BEYOND_SHADOW)
        {
            throw new IllegalStateException(message);
        }
    }
}
