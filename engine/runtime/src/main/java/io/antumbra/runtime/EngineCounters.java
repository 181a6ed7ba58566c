package io.antumbra.runtime;

import io.antumbra.core.CoreStats;
import io.antumbra.transport.Transport;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * The counters of one replica: allocated at launch, written by the engine's thread when a value has changed, read by
 * any thread and, through the CnC file, by any process.
 */
final class EngineCounters
{
    private static final EngineCounter[] ALL = EngineCounter.values();

    private final Transport transport;
    private final AtomicCounter[][] counters =
        new AtomicCounter[EngineCounter.LAST_TYPE_ID + 1 - EngineCounter.FIRST_TYPE_ID][];

    EngineCounters(final Transport transport, final int shard, final int replicaId, final int streamCount)
    {
        this.transport = transport;
        for (final EngineCounter counter : ALL)
        {
            final AtomicCounter[] instances = new AtomicCounter[counter.isPerStream() ? streamCount : 1];
            for (int i = 0; i < instances.length; i++)
            {
                instances[i] = transport.addCounter(counter.typeId(), counter.label(shard, i, replicaId));
            }
            counters[counter.typeId() - EngineCounter.FIRST_TYPE_ID] = instances;
        }
    }

    /** How many counters a replica has. */
    static int count(final int streamCount)
    {
        int count = 0;
        for (final EngineCounter counter : ALL)
        {
            count += counter.isPerStream() ? streamCount : 1;
        }
        return count;
    }

    AtomicCounter of(final EngineCounter counter)
    {
        return counters[counter.typeId() - EngineCounter.FIRST_TYPE_ID][0];
    }

    AtomicCounter ofStream(final EngineCounter counter, final int streamId)
    {
        return counters[counter.typeId() - EngineCounter.FIRST_TYPE_ID][streamId];
    }

    void set(final EngineCounter counter, final long value)
    {
        set(counter, 0, value);
    }

    void set(final EngineCounter counter, final int streamId, final long value)
    {
        final AtomicCounter instance = counters[counter.typeId() - EngineCounter.FIRST_TYPE_ID][streamId];
        if (instance.getPlain() != value)
        {
            transport.publishCounter(instance, value);
        }
    }

    void mirror(final CoreStats stats)
    {
        set(EngineCounter.RETRANSMITTED, stats.retransmitted);
        set(EngineCounter.CAUGHT_UP, stats.caughtUp);
        set(EngineCounter.DUPLICATES, stats.duplicates);
        set(EngineCounter.GAPS, stats.gaps);
        set(EngineCounter.BACK_PRESSURE, stats.backPressured);
        set(EngineCounter.MALFORMED_FRAMES, stats.malformedFrames);
        set(EngineCounter.FOREIGN_FRAMES, stats.foreignFrames);
        set(EngineCounter.REFUSED_FRAMES, stats.refusedFrames);
        set(EngineCounter.CORRUPT_ENTRIES, stats.corruptEntries);
        set(EngineCounter.UNPROTECTED, stats.unprotected);
        set(EngineCounter.HANDLER_FAILURES, stats.handlerFailures);
        set(EngineCounter.FRAMES_SENT, stats.framesSent);
        set(EngineCounter.FRAMES_RECEIVED, stats.framesReceived);
        set(EngineCounter.FRAMES_REFUSED, stats.framesRefused);
        set(EngineCounter.ROUND_TRIP_NS, stats.lastRttNs);
        set(EngineCounter.OVERDUE_AFTER_NS, stats.overdueAfterNs);
        set(EngineCounter.COPIES_SENT, stats.copiesSent);
        set(EngineCounter.USEFUL_COPIES, stats.usefulCopies);
        set(EngineCounter.EARLY_COPIES, stats.earlyCopies);
        set(EngineCounter.LINE_A_BYTES, stats.bytesOnLineA);
        set(EngineCounter.LINE_B_BYTES, stats.bytesOnLineB);
        set(EngineCounter.BUDGET_EXHAUSTED, stats.budgetExhausted);
        set(EngineCounter.PROBES_SENT, stats.probesSent);
        set(EngineCounter.RESENT_TAILS, stats.resentTails);
        set(EngineCounter.RESENT_GAPS, stats.resentGaps);
        set(EngineCounter.RESENT_AGAIN, stats.resentAgain);
        set(EngineCounter.RESENT_FOR_RISK, stats.resentForRisk);
        set(EngineCounter.RESENT_FOR_HEALTH, stats.resentForHealth);
        set(EngineCounter.RESENT_AS_EXPERIMENT, stats.resentAsExperiment);
        set(EngineCounter.WASTED_COPIES, stats.wastedCopies);
    }
}
