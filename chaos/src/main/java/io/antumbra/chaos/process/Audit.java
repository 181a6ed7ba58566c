package io.antumbra.chaos.process;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.antumbra.core.EntryView;
import io.antumbra.store.ShadowInspector;

/**
 * Compares what a dead replica left with what must be: every record of its shadow byte for byte, its end with what was
 * acknowledged, and its handler's fingerprint with one made here from the payloads alone.
 */
final class Audit
{
    private final Payloads payloads = new Payloads();
    private final EntryView view = new EntryView();
    private final long[][] knownPosition = new long[ReplicaSpec.REPLICA_COUNT][ReplicaSpec.STREAM_COUNT];
    private final long[][] knownChain = new long[ReplicaSpec.REPLICA_COUNT][ReplicaSpec.STREAM_COUNT];
    private final List<String> findings = new ArrayList<>();
    private long recordsCompared;
    private long lost;
    private long duplicated;

    /** Everything that was acknowledged must be there; what is there must be right. */
    void shadow(final Replica replica, final long[] acknowledged)
    {
        try (ShadowInspector inspector = ShadowInspector.open(replica.spec().shadowFolder()))
        {
            inspector.inspect();
            for (int streamId = 0; streamId < ReplicaSpec.STREAM_COUNT; streamId++)
            {
                stream(replica, inspector, streamId, acknowledged[streamId]);
            }
        }
    }

    private void stream(final Replica replica, final ShadowInspector inspector, final int streamId,
        final long acknowledged)
    {
        final ShadowInspector.Cursor cursor = inspector.records(streamId);
        long last = 0;
        while (cursor.next(view))
        {
            final long sequence = view.meta().sequence;
            payloads.make(streamId, sequence);
            recordsCompared++;
            if ((last != 0 && sequence != last + 1) || !payloads.isSame(view.payload(), 0, view.meta().storedLength))
            {
                lost++;
                find("replica %d holds a wrong record: stream %d, sequence %d after %d", replica.replicaId, streamId,
                    sequence, last);
            }
            last = sequence;
        }
        if (last < acknowledged)
        {
            lost += acknowledged - last;
            find("replica %d lost acknowledged entries: stream %d ends at %d, acknowledged is %d", replica.replicaId,
                streamId, last, acknowledged);
        }
    }

    /** Nothing twice, nothing left out, nothing that was not acknowledged or about to be. */
    void handler(final Replica replica, final long[] primaryEnds)
    {
        if (replica.isPrimary())
        {
            return;
        }
        try (PositionFile file = new PositionFile(replica.spec().positionFile(), ReplicaSpec.STREAM_COUNT))
        {
            for (int streamId = 0; streamId < ReplicaSpec.STREAM_COUNT; streamId++)
            {
                duplicated += file.duplicates(streamId);
                final long position = file.position(streamId);
                if (file.duplicates(streamId) > 0 || file.gaps(streamId) > 0 ||
                    file.chain(streamId) != chain(replica.replicaId, streamId, position))
                {
                    find("handler of replica %d: stream %d at %d saw %d duplicates, %d gaps, or other bytes",
                        replica.replicaId, streamId, position, file.duplicates(streamId), file.gaps(streamId));
                }
                if (position > primaryEnds[streamId])
                {
                    find("handler of replica %d: stream %d is at %d, the primary has offered %d", replica.replicaId,
                        streamId, position, primaryEnds[streamId]);
                }
            }
        }
    }

    private long chain(final int replicaId, final int streamId, final long position)
    {
        long sequence = knownPosition[replicaId][streamId];
        long chain = knownChain[replicaId][streamId];
        while (sequence < position)
        {
            payloads.make(streamId, ++sequence);
            chain = payloads.chain(chain, sequence);
        }
        if (sequence > position)
        {
            find("handler of replica %d: stream %d went back from %d to %d", replicaId, streamId, sequence, position);
        }
        knownPosition[replicaId][streamId] = sequence;
        knownChain[replicaId][streamId] = chain;
        return chain;
    }

    void find(final String format, final Object... args)
    {
        findings.add(String.format(Locale.ROOT, format, args));
    }

    List<String> findings()
    {
        return findings;
    }

    long recordsCompared()
    {
        return recordsCompared;
    }

    long lost()
    {
        return lost;
    }

    long duplicated()
    {
        return duplicated;
    }
}
