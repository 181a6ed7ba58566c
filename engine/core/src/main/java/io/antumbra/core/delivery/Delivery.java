package io.antumbra.core.delivery;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.EpochState;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.RecordStatus;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.StandbyListener;

/**
 * Gives entries to the handler, in order, up to the committed position and never beyond it, reading them back from
 * the shadow: what is delivered is what is held. Without a handler the position follows the commit.
 *
 * <p>A handler that throws gets the same entry again, see {@link HandlerPauses}; shadowing, acknowledging and the
 * other streams go on.
 *
 * <p>An entry that the policy left out is delivered when it came in during this start of the replica; one found in
 * the shadow at start is a gap, whether or not its bytes happen to be there, because no replica has promised them.
 *
 * <p>Rejected: to deliver out of the frames as they come (they run ahead of the commit, and come twice), and to pass
 * over an entry whose handler throws (the application would lack it, and nobody would know).
 */
public final class Delivery
{
    private static final int ENTRIES_PER_DUTY_CYCLE = 256;

    private final ReplicaState state;
    private final StandbyListener listener;
    private final EntryHandler handler;
    private final EntryView view = new EntryView();
    private final long[] recoveredEnd;
    private final boolean[] isHalted;
    private final HandlerPauses pauses;

    /**
     * @param state    of the replica.
     * @param handler  to deliver to, or null for a replica that only holds entries.
     * @param listener to tell.
     */
    public Delivery(final ReplicaState state, final EntryHandler handler, final StandbyListener listener)
    {
        this.state = state;
        this.handler = handler;
        this.listener = listener;
        recoveredEnd = new long[state.config.streamCount];
        isHalted = new boolean[state.config.streamCount];
        pauses = new HandlerPauses(state.config.streamCount);
    }

    /** Asks the handler for its positions; once in a start of the replica, after the shadow was recovered. */
    public void start()
    {
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            recoveredEnd[streamId] = state.shadow.end(streamId);
            final long position = handler == null ? 0 : handler.onStart(streamId);
            if (position < 0)
            {
                throw new IllegalStateException("handler position=" + position + " of stream " + streamId +
                    " is not allowed: 0 for none, else the last sequence whose effect it holds");
            }
            state.delivered[streamId] = position;
            resume(streamId, position);
            state.shadow.reclaimable(streamId, Math.min(position, state.shadow.promised(streamId)));
        }
    }

    /**
     * A handler that comes back with what was given up is not to go on from there; with anything else it may, and that
     * is saved at the latest with the epoch that the next entry is delivered in.
     */
    private void resume(final int streamId, final long position)
    {
        final EpochState saved = state.epochState;
        if (saved.givenUpFrom[streamId] == 0)
        {
            return;
        }
        if (position >= saved.givenUpFrom[streamId] && position <= saved.givenUpThrough[streamId])
        {
            haltBehindOther(streamId);
            return;
        }
        saved.givenUpFrom[streamId] = 0;
        saved.givenUpThrough[streamId] = 0;
    }

    /**
     * Records from a sequence on are taken back. Nothing that was committed is, unless an operator has forced a replica
     * that did not hold it to lead; a handler that has seen such entries must not be given others in their place, by
     * this start or a later one. To be saved by the caller before the records are gone.
     *
     * @param streamId of the stream.
     * @param from     first sequence that is taken back.
     */
    public void onTakenBack(final int streamId, final long from)
    {
        recoveredEnd[streamId] = Math.min(recoveredEnd[streamId], from - 1);
        state.committed[streamId] = Math.min(state.committed[streamId], from - 1);
        if (handler == null)
        {
            state.delivered[streamId] = Math.min(state.delivered[streamId], from - 1);
        }
        else if (state.delivered[streamId] >= from && !isGivenUp(streamId, from))
        {
            final EpochState saved = state.epochState;
            saved.givenUpFrom[streamId] = from;
            saved.givenUpThrough[streamId] = Math.max(saved.givenUpThrough[streamId], state.delivered[streamId]);
            haltBehindOther(streamId);
        }
    }

    private boolean isGivenUp(final int streamId, final long sequence)
    {
        final long from = state.epochState.givenUpFrom[streamId];
        return from != 0 && sequence >= from;
    }

    /**
     * This replica is about to lead an epoch: what it holds is what the shard goes on with. Only one that an operator
     * has forced can have a handler that is ahead of that, or have heard of a commit beyond it; what comes in its place
     * is not committed before it exists. To be saved by the caller.
     */
    public void onLeading()
    {
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            onTakenBack(streamId, state.shadow.end(streamId) + 1);
        }
    }

    /** @return true while a stream stands still until the next start of this replica. */
    public boolean isHalted()
    {
        for (final boolean isHaltedHere : isHalted)
        {
            if (isHaltedHere)
            {
                return true;
            }
        }
        return false;
    }

    private void haltBehindOther(final int streamId)
    {
        isHalted[streamId] = true;
        final long from = state.epochState.givenUpFrom[streamId];
        listener.onProblem(Problem.HANDLER, state.config.replicaId, "the handler has seen stream " + streamId +
            " up to " + state.delivered[streamId] + ", and the shard goes on behind " + (from - 1) +
            " with other entries: start it with a state from before " + from + ", or with a copy from beyond " +
            state.epochState.givenUpThrough[streamId] + "; delivery of this stream stands still");
    }

    /**
     * Delivers what is committed.
     *
     * @param nowNs time.
     * @return entries delivered.
     */
    public int doWork(final long nowNs)
    {
        int entries = 0;
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            final long through = Math.min(state.committed[streamId], state.shadow.end(streamId));
            if (state.delivered[streamId] < through && !isHalted[streamId] && !pauses.isPausing(streamId, nowNs))
            {
                entries += deliver(streamId, through, nowNs);
            }
            state.shadow.reclaimable(streamId, Math.min(state.delivered[streamId], state.committed[streamId]));
        }
        return entries;
    }

    private int deliver(final int streamId, final long through, final long nowNs)
    {
        if (handler == null)
        {
            return follow(streamId, through);
        }
        int entries = 0;
        while (state.delivered[streamId] < through && entries < ENTRIES_PER_DUTY_CYCLE)
        {
            final long sequence = state.delivered[streamId] + 1;
            final int outcome = state.shadow.read(streamId, sequence, view);
            if (outcome != Outcome.OK)
            {
                halt(streamId, sequence, outcome);
                break;
            }
            if (!isTaken(streamId, sequence, nowNs))
            {
                break;
            }
            state.shadow.status(streamId, sequence, sequence, RecordStatus.ACKNOWLEDGED);
            state.delivered[streamId] = sequence;
            entries++;
        }
        return entries;
    }

    private int follow(final int streamId, final long through)
    {
        final long first = Math.max(state.delivered[streamId] + 1, state.shadow.oldestRetained(streamId));
        state.shadow.status(streamId, first, through, RecordStatus.ACKNOWLEDGED);
        state.delivered[streamId] = through;
        return (int)Math.min(Integer.MAX_VALUE, through - first + 1);
    }

    /** Gives an entry to the handler; false when it threw, and this stream waits before it gets the same one again. */
    private boolean isTaken(final int streamId, final long sequence, final long nowNs)
    {
        try
        {
            handOver(streamId, sequence);
            pauses.end(streamId);
            return true;
        }
        catch (final RuntimeException ex)
        {
            state.stats.handlerFailures++;
            if (pauses.begin(streamId, nowNs))
            {
                listener.onProblem(Problem.HANDLER, state.config.replicaId, "the handler threw at sequence " +
                    sequence + " of stream " + streamId + ": " + ex +
                    ". It gets the same entry again until it takes it, the other streams go on");
            }
            return false;
        }
    }

    private void handOver(final int streamId, final long sequence)
    {
        final EntryMeta meta = view.meta();
        final boolean isGone = meta.isUnprotected() &&
            (meta.storedLength != meta.entryLength || sequence <= recoveredEnd[streamId]);
        if (isGone)
        {
            handler.onUnprotectedGap(streamId, sequence, 1);
        }
        else
        {
            handler.onEntry(meta, view.payload(), 0, meta.storedLength);
        }
    }

    private void halt(final int streamId, final long sequence, final int outcome)
    {
        isHalted[streamId] = true;
        if (outcome == Outcome.CORRUPT)
        {
            state.stats.corruptEntries++;
            listener.onProblem(Problem.CORRUPT_RECORD, state.config.replicaId,
                "record " + sequence + " of stream " + streamId +
                    " does not match its checksum and is not delivered: restart this replica, its recovery cuts the" +
                    " shadow there and the primary sends the rest again");
        }
        else
        {
            listener.onProblem(Problem.HANDLER, state.config.replicaId,
                "the handler resumes stream " + streamId + " at sequence " + sequence +
                    " but the oldest retained is " + state.shadow.oldestRetained(streamId) +
                    ": restore the handler's state from a copy, delivery of this stream stands still");
        }
    }
}
