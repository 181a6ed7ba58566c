package io.antumbra.ring;

import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.Sequencer;

/**
 * A cursor with which one stage of the pipeline pulls entries out of the ring. It never waits and never allocates; one
 * thread at a time uses it, the same for several stages or another for each.
 * <pre>
 *                         released      the flyweight      the stage before has released,
 *                            │                │            or producers have published
 *                            ▼                ▼                      ▼
 *     ───────────────────────┬────────────────┬──────────────────────┬───────────────►
 *      the next stage's, or  │ looked at, may │ ready                │ not ready yet
 *      free for producers    │ be noted into  │                      │
 * </pre>
 * The loop of a stage that takes all there is:
 * <pre>
 *     if (stage.first(entry))
 *     {
 *         do
 *         {
 *             process(entry);
 *         }
 *         while (stage.next(entry));
 *         stage.releaseThrough(entry);
 *     }
 * </pre>
 * Runs that a producer aborted are stepped over here and released together with what is before them, or by {@link
 * #first} when nothing is, so nothing stalls behind them. An entry becomes ready as a whole: a producer that is
 * stopped half-way through publishing the slots of a long entry shows none of it, and nobody may release slots that
 * are still to be published, since a late publication would land in the next lap.
 */
public final class RingStage extends CacheLinePadding
{
    private final Sequencer sequencer;
    private final SequenceBarrier barrier;
    private final SlotRegion region;
    private final int slotCount;
    private final boolean readyInOrder;
    private final Sequence releasedSequence = new Sequence();
    private long released = Sequencer.INITIAL_CURSOR_VALUE;
    private long readyThrough = Sequencer.INITIAL_CURSOR_VALUE;
    @SuppressWarnings({ "unused", "checkstyle:multiplevariabledeclarations" })
    long q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /**
     * @param readyInOrder true when everything up to the barrier's cursor may be read: there is a single producer or a
     *                     stage before this one. Several producers publish out of order.
     */
    RingStage(
        final Sequencer sequencer, final SequenceBarrier barrier, final SlotRegion region, final boolean readyInOrder)
    {
        this.sequencer = sequencer;
        this.barrier = barrier;
        this.region = region;
        this.slotCount = sequencer.getBufferSize();
        this.readyInOrder = readyInOrder;
    }

    /**
     * Stand on the first entry that this stage has not released. Releases aborted runs in front of it.
     *
     * @param entry flyweight to move; it stands nowhere when the result is false.
     * @return false when no entry is ready yet.
     */
    public boolean first(final RingEntry entry)
    {
        final boolean found = seek(entry, released + 1);
        if (found)
        {
            release(entry.ringSequence() - 1);
        }
        else
        {
            entry.standNowhere(region);
            release(entry.followingSequence() - 1);
        }

        return found;
    }

    /**
     * Move on to the following entry, released or not the one before it. After a {@link #first} without success it
     * finds the first entry.
     *
     * @param entry flyweight last moved by this stage; it stays where it is when the result is false.
     * @return false when no further entry is ready yet.
     */
    public boolean next(final RingEntry entry)
    {
        assert entry.isOf(region) : "the flyweight was never moved in this ring: call first before next";
        assert entry.followingSequence() > released : "the flyweight is behind what was released: call first again";
        return seek(entry, entry.followingSequence());
    }

    /**
     * Hand everything up to and including the entry to the next stage, or back to the producers after the last stage.
     * Aborted runs that were seen right behind it go with it. The entry's fields and payload must not be touched from
     * here on.
     *
     * @param entry last moved by this stage; releasing what is released already does nothing.
     */
    public void releaseThrough(final RingEntry entry)
    {
        assert entry.isOf(region) : "the flyweight was never moved in this ring: call first before releaseThrough";
        release(entry.followingSequence() - 1);
    }

    /**
     * How much is ready for this stage and not released by it.
     *
     * @return number of slots, those of aborted runs included; 0 when there is nothing to do.
     */
    public long available()
    {
        return refresh() - released;
    }

    Sequence releasedSequence()
    {
        return releasedSequence;
    }

    /**
     * Look for an entry from a position on, past skipped runs, and leave in the flyweight how far that went.
     */
    private boolean seek(final RingEntry entry, final long fromSequence)
    {
        long position = fromSequence;
        while (isReady(position))
        {
            final int slotOffset = region.offsetOf(position);
            final int slots = region.slots(slotOffset);
            if (!isReady(position + slots - 1))
            {
                break;
            }

            final int length = region.length(slotOffset);
            if (SlotRegion.SKIPPED != length)
            {
                entry.standOn(region, position, slotOffset, slots, length);
                return true;
            }
            position += slots;
        }

        entry.followingSequence(position);
        return false;
    }

    private boolean isReady(final long ringSequence)
    {
        return ringSequence <= readyThrough || ringSequence <= refresh();
    }

    /**
     * Behind several producers the published slots themselves are asked, not the cursor: the producers' compare-and-set
     * has that cache line to itself then, which halves the cost of an offer. The search ends at the first slot that is
     * not published in this lap, so one lap is bound enough.
     */
    private long refresh()
    {
        readyThrough = readyInOrder ? barrier.getCursor() :
            sequencer.getHighestPublishedSequence(readyThrough + 1, readyThrough + slotCount);

        return readyThrough;
    }

    private void release(final long throughSequence)
    {
        if (throughSequence > released)
        {
            released = throughSequence;
            releasedSequence.set(throughSequence);
        }
    }
}
