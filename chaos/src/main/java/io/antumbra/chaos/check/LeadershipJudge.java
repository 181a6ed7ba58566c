package io.antumbra.chaos.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who leads: no epoch has two primaries, not even two starts of one replica, and whoever starts to lead holds all that
 * primaries of earlier epochs acknowledged. Nothing may go wrong afterwards either: a primary that slept through its
 * fencing may still tell what it had decided, but only what every primary of a later epoch brought along; and it may
 * not serve reads, because a lease ends before a later epoch begins.
 *
 * <pre>
 *   epoch 1   lead --- ack 1..7 --------- (asleep) ---------- ack 8: fine when epoch 2 began with it, else a loss
 *   epoch 2                         lead, holds 1..9 ---
 * </pre>
 *
 * Epochs need not begin in order: one that was granted early may be led late, by a primary that does not know yet that
 * it is over. One thread.
 */
public final class LeadershipJudge
{
    private static final String HELD = "held by every later primary";

    private final StorageJudge storage;
    private final TreeMap<Long, Term> terms = new TreeMap<>();
    private final Map<Integer, Long> lastLed = new HashMap<>();
    private long givenUpBelow;

    /**
     * @param storage to ask what the leader holds.
     */
    public LeadershipJudge(final StorageJudge storage)
    {
        this.storage = storage;
    }

    /**
     * @param leader that accepts entries from now on.
     * @param epoch  that it leads.
     */
    public void onLeading(final Holder leader, final long epoch)
    {
        final Term other = terms.get(epoch);
        if (other != null)
        {
            throw new Violation("one leader an epoch", "replica " + leader.replicaId() + " leads epoch " + epoch +
                ", which replica " + other.replicaId + " leads or led");
        }
        final Long before = lastLed.put(leader.replicaId(), epoch);
        if (before != null && before > epoch)
        {
            throw new Violation("one leader an epoch", "replica " + leader.replicaId() + " leads epoch " + epoch +
                " after it led epoch " + before);
        }
        final boolean isLast = epoch > lastEpoch();
        final Term term = new Term(leader);
        terms.put(epoch, term);
        if (isLast)
        {
            storage.mustHoldAll(leader);
        }
        else
        {
            mustHoldWhatEarlierTermsAcknowledged(leader, epoch, term);
        }
    }

    private void mustHoldWhatEarlierTermsAcknowledged(final Holder leader, final long epoch, final Term term)
    {
        for (final Term earlier : terms.headMap(epoch).values())
        {
            for (int streamId = 0; streamId < term.ends.length; streamId++)
            {
                mustHave(leader.replicaId(), epoch, term, streamId, earlier.acknowledged[streamId]);
                final long oldest = leader.shadow().oldestRetained(streamId);
                for (long sequence = oldest; sequence <= earlier.acknowledged[streamId]; sequence++)
                {
                    storage.mustHold(leader, streamId, sequence);
                }
            }
        }
    }

    /**
     * An application is told that entries are safe.
     *
     * @param primary  that says so.
     * @param epoch    that it leads.
     * @param streamId of the stream.
     * @param through  highest sequence.
     */
    public void onAcknowledged(final Holder primary, final long epoch, final int streamId, final long through)
    {
        final Term term = terms.get(epoch);
        if (term == null || term.replicaId != primary.replicaId())
        {
            throw new Violation("only a leader acknowledges", "replica " + primary.replicaId() +
                " acknowledges in epoch " + epoch + ", which " + (term == null ? "nobody leads" : "replica " +
                    term.replicaId + " leads"));
        }
        if (isGivenUp(epoch))
        {
            return;
        }
        term.acknowledged[streamId] = Math.max(term.acknowledged[streamId], through);
        for (final Map.Entry<Long, Term> later : terms.tailMap(epoch, false).entrySet())
        {
            mustHave(later.getValue().replicaId, later.getKey(), later.getValue(), streamId, through);
        }
    }

    private static void mustHave(final int replicaId, final long epoch, final Term term, final int streamId,
        final long through)
    {
        if (term.ends[streamId] < through)
        {
            throw new Violation(HELD, "sequence " + through + " of stream " + streamId +
                " is acknowledged by an earlier epoch, but replica " + replicaId + " began to lead epoch " + epoch +
                " with " + term.ends[streamId]);
        }
    }

    /**
     * A primary serves a read, or tells how far it is. Not for runs whose clocks are beyond the written drift bound.
     *
     * @param replicaId of the primary.
     * @param epoch     that it believes to lead.
     */
    public void onRead(final int replicaId, final long epoch)
    {
        if (epoch < lastEpoch())
        {
            throw new Violation("lease", "replica " + replicaId + " serves a read in epoch " + epoch +
                " while replica " + terms.lastEntry().getValue().replicaId + " leads epoch " + lastEpoch());
        }
    }

    /**
     * An operator forces a primary and was told what may be lost: what earlier epochs acknowledge binds no more.
     *
     * @param epoch that begins by force.
     */
    public void onForced(final long epoch)
    {
        givenUpBelow = Math.max(givenUpBelow, epoch);
        for (final Term term : terms.headMap(epoch).values())
        {
            Arrays.fill(term.acknowledged, 0);
        }
    }

    /**
     * @param epoch of a primary.
     * @return true when an operator has given up what it acknowledges.
     */
    public boolean isGivenUp(final long epoch)
    {
        return epoch < givenUpBelow;
    }

    /** @return highest epoch that was led. */
    public long lastEpoch()
    {
        return terms.isEmpty() ? 0 : terms.lastKey();
    }

    /** @return epochs that were led. */
    public int terms()
    {
        return terms.size();
    }

    /** One epoch: who led it, with what it began, and what it has acknowledged. */
    private static final class Term
    {
        private final int replicaId;
        private final long[] ends;
        private final long[] acknowledged;

        Term(final Holder leader)
        {
            replicaId = leader.replicaId();
            ends = new long[leader.shadow().streamCount()];
            acknowledged = new long[ends.length];
            for (int streamId = 0; streamId < ends.length; streamId++)
            {
                ends[streamId] = leader.shadow().end(streamId);
            }
        }
    }
}
