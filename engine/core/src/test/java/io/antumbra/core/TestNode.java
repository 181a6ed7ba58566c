package io.antumbra.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import org.agrona.DirectBuffer;

/** One replica of a {@link TestCluster}: storage that survives, a machine that does not, and what it told. */
final class TestNode implements PrimaryListener, StandbyListener, EntryHandler
{
    final int replicaId;
    final MemoryShadow shadow;
    final MemoryJournal journal;

    /** What the machine is given for {@link #shadow}. */
    Shadow shadowPort;

    /** What the machine is given for {@link #journal}. */
    Journal journalPort;
    final List<Problem> problems = new ArrayList<>();
    final List<String> events = new ArrayList<>();
    final List<String> delivered = new ArrayList<>();
    final Map<Integer, Long> handlerPositions = new HashMap<>();
    CoreConfig config;
    Primary primary;
    Standby standby;
    int sessionId;

    /** What the last duty cycle of the primary said it did. */
    int work;
    long bootId = 1;
    long acknowledged;

    /** Stream whose entries the handler does not take, -1 for none. */
    int throwsAt = -1;

    /** When it threw, ns. */
    final List<Long> thrown = new ArrayList<>();
    long nowNs;
    boolean isDown = true;

    TestNode(final int replicaId, final CoreConfig config, final int capacity)
    {
        this.replicaId = replicaId;
        this.config = config;
        shadow = new MemoryShadow(config.streamCount, config.maxEntryLength, capacity, config.syncedToDevice);
        shadowPort = shadow;
        journal = new MemoryJournal(config.streamCount);
        journalPort = journal;
    }

    @Override
    public void onLeading(final long epoch)
    {
        events.add("leading " + epoch);
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        if (streamId == 0)
        {
            acknowledged = throughSequence;
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
        return handlerPositions.getOrDefault(streamId, 0L);
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        if (meta.streamId == throwsAt)
        {
            thrown.add(nowNs);
            throw new IllegalStateException("planted in the handler");
        }
        delivered.add(meta.streamId + ":" + meta.sequence + ":" + buffer.getStringWithoutLengthAscii(offset, length));
        handlerPositions.put(meta.streamId, meta.sequence);
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        delivered.add(streamId + ":" + first + ":gap");
        handlerPositions.put(streamId, first + count - 1);
    }
}
