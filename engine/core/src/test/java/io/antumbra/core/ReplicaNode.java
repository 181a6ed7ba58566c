package io.antumbra.core;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.replica.Replica;
import io.antumbra.core.replica.ReplicaListener;
import io.antumbra.core.replica.Role;
import io.antumbra.core.replica.Suspicion;
import org.agrona.DirectBuffer;

/** One replica of a {@link ReplicaCluster}: storage that survives, a machine that does not, and what it told. */
final class ReplicaNode implements ReplicaListener, EntryHandler
{
    /** The process ends here. */
    static final class Crash extends Error
    {
        private static final long serialVersionUID = 1L;
    }

    final int replicaId;
    final MemoryShadow shadow;
    final MemoryJournal journal;
    final Journal crashingJournal;
    final List<Problem> problems = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    /** Texts of stream 0 in the order in which the handler got them. */
    final List<String> delivered = new ArrayList<>();
    final CoreConfig config;
    Suspicion suspicion;
    Replica replica;
    int sessionId;
    long bootId = 1;

    /** Its clock: an origin of its own, and a rate that is a little off. */
    long clockOffsetNs;
    double clockDrift;
    boolean isDown = true;
    boolean isPaused;

    /** Replica that it is not configured to know, -1 for none. */
    int unknownPeer = -1;

    /** Its handler takes nothing. */
    boolean isStuck;

    /** Saves of the journal until the process ends in one, -1 for never; even ends before it, odd after it. */
    int crashAtSave = -1;
    private final ReplicaCluster cluster;

    ReplicaNode(final int replicaId, final CoreConfig config, final int capacity, final ReplicaCluster cluster)
    {
        this.replicaId = replicaId;
        this.config = config;
        this.cluster = cluster;
        shadow = new MemoryShadow(config.streamCount, config.maxEntryLength, capacity, config.syncedToDevice);
        journal = new MemoryJournal(config.streamCount);
        crashingJournal = new Journal()
        {
            @Override
            public void load(final EpochState state)
            {
                journal.load(state);
            }

            @Override
            public void save(final EpochState state)
            {
                mayCrash();
                journal.save(state);
                mayCrash();
            }
        };
    }

    long clockNs(final long nowNs)
    {
        return nowNs + clockOffsetNs + (long)((nowNs - ReplicaCluster.START_NS) * clockDrift);
    }

    private void mayCrash()
    {
        if (crashAtSave >= 0 && crashAtSave-- == 0)
        {
            throw new Crash();
        }
    }

    /** Runs a step of the process; a crash ends it there. */
    void guard(final Runnable step)
    {
        try
        {
            step.run();
        }
        catch (final Crash ignore)
        {
            events.add("crash");
            cluster.kill(replicaId);
        }
    }

    @Override
    public void onRole(final Role role, final long epoch)
    {
        events.add(role + " " + epoch);
    }

    @Override
    public void onForced(final long epoch, final long leftOut, final long leaseLeftNs)
    {
        events.add("forced " + epoch + " without " + Long.toBinaryString(leftOut) + " lease " + (leaseLeftNs > 0));
    }

    @Override
    public void onForceRefused(final long epoch, final long version)
    {
        events.add("force refused");
    }

    @Override
    public void onLeading(final long epoch)
    {
        cluster.onLeading(this, epoch);
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long atNs)
    {
        if (streamId == 0)
        {
            cluster.onAcknowledged(this, throughSequence);
        }
    }

    @Override
    public void onStandbyJoined(final int standbyId, final long incarnation)
    {
        events.add("joined " + standbyId);
    }

    @Override
    public void onStandbyInSync(final int standbyId)
    {
        events.add("in sync " + standbyId);
    }

    @Override
    public void onStandbyLost(final int standbyId)
    {
        events.add("lost " + standbyId);
    }

    @Override
    public void onStandbyDropped(final int standbyId, final long version)
    {
        events.add("dropped " + standbyId);
    }

    @Override
    public void onJoined(final long epoch)
    {
        events.add("adopted " + epoch);
    }

    @Override
    public void onPrimaryLost()
    {
        events.add("primary lost");
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        events.add("orphans " + streamId + " " + first + " " + count);
    }

    @Override
    public void onProblem(final Problem problem, final int peerId, final String message)
    {
        problems.add(problem);
    }

    @Override
    public long onStart(final int streamId)
    {
        return streamId == 0 ? delivered.size() : 0;
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        if (isStuck)
        {
            throw new IllegalStateException("planted in the handler");
        }
        if (meta.streamId == 0)
        {
            delivered.add(buffer.getStringWithoutLengthAscii(offset, length));
        }
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        delivered.add("gap");
    }
}
