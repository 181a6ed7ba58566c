package io.antumbra.chaos.check;

import java.util.HashMap;
import java.util.Map;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;

/**
 * What replicas save beside their shadows: a promise, an incarnation and a configuration never go back, a history
 * ascends and stays bounded, and of any two replicas that know an epoch both know the same first sequences of it,
 * whenever they learned of it. Call it with each state that reaches storage. One thread.
 */
public final class JournalJudge
{
    private static final String PROMISE = "a promise stands";
    private static final String HISTORY = "one epoch history";

    private final int streamCount;
    private final Map<Integer, EpochState> saved = new HashMap<>();
    private final Map<Long, long[]> firsts = new HashMap<>();

    /**
     * @param streamCount streams.
     */
    public JournalJudge(final int streamCount)
    {
        this.streamCount = streamCount;
    }

    /**
     * @param replicaId of the replica.
     * @param state     that it makes durable now.
     */
    public void onSaved(final int replicaId, final EpochState state)
    {
        final EpochState before = saved.computeIfAbsent(replicaId, (id) -> new EpochState(streamCount));
        mustNotFall(PROMISE, replicaId, "promised epoch", before.promisedEpoch, state.promisedEpoch);
        mustNotFall(PROMISE, replicaId, "incarnation", before.incarnation, state.incarnation);
        final EpochHistory history = state.history();
        mustNotFall(HISTORY, replicaId, "last epoch", before.history().lastEpoch(), history.lastEpoch());
        if (before.history().lastEpoch() == history.lastEpoch())
        {
            mustNotFall("one configuration", replicaId, "configuration version", before.configurationVersion,
                state.configurationVersion);
        }
        if (history.lastEpoch() > state.promisedEpoch)
        {
            throw new Violation(PROMISE, "replica " + replicaId + " knows epoch " + history.lastEpoch() +
                ", but has promised " + state.promisedEpoch + " only");
        }
        judge(replicaId, history);
        before.copyFrom(state);
    }

    /**
     * @param replicaId of a replica whose journal is gone with its disk.
     */
    public void onReplaced(final int replicaId)
    {
        saved.remove(replicaId);
    }

    /**
     * A replica without a journal is about to lead, and every other one gets a copy of its disk: what is known of the
     * epochs from now on is what its records tell, which is less than what was known before.
     */
    public void onRebuilt()
    {
        firsts.clear();
    }

    private static void mustNotFall(final String invariant, final int replicaId, final String name, final long before,
        final long after)
    {
        if (after < before)
        {
            throw new Violation(invariant, "replica " + replicaId + " saves " + name + " " + after + " after " +
                before);
        }
    }

    private void judge(final int replicaId, final EpochHistory history)
    {
        for (int i = 0; i < history.size(); i++)
        {
            final long epoch = history.epochAt(i);
            if (i > 0 && epoch <= history.epochAt(i - 1))
            {
                throw new Violation(HISTORY, "replica " + replicaId + " knows epoch " + epoch + " behind epoch " +
                    history.epochAt(i - 1));
            }
            final long[] known = firsts.computeIfAbsent(epoch, (key) -> copy(history, key));
            for (int streamId = 0; streamId < streamCount; streamId++)
            {
                final long first = history.firstSequenceAt(i, streamId);
                if (first != known[streamId])
                {
                    throw new Violation(HISTORY, "epoch " + epoch + " begins stream " + streamId + " at " + first +
                        " for replica " + replicaId + ", but was known to begin it at " + known[streamId]);
                }
            }
        }
    }

    private long[] copy(final EpochHistory history, final long epoch)
    {
        final long[] copy = new long[streamCount];
        for (int i = 0; i < history.size(); i++)
        {
            for (int streamId = 0; streamId < streamCount && history.epochAt(i) == epoch; streamId++)
            {
                copy[streamId] = history.firstSequenceAt(i, streamId);
            }
        }
        return copy;
    }

    /**
     * @param replicaId of a replica.
     * @return what it saved last, null when it never did.
     */
    public EpochState savedBy(final int replicaId)
    {
        return saved.get(replicaId);
    }
}
