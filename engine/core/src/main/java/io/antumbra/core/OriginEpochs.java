package io.antumbra.core;

/**
 * What the records themselves tell of the epochs that created them. Needed where the journal that should know it is
 * gone and an operator makes the replica lead all the same: it began an epoch that shares nothing with anybody, and
 * every other replica would take back all of its streams for entries that are the same.
 *
 * <p>Reads each retained record once. A damaged one belongs to no older epoch than the one before it, and is counted to
 * the next one that can be read: whoever holds it of an older epoch had better fetch it again than keep it. On the
 * thread of the shadow.
 */
public final class OriginEpochs
{
    private OriginEpochs()
    {
    }

    /**
     * @param shadow to look into.
     * @return highest epoch that has created a retained record, 0 for none.
     */
    public static long latest(final Shadow shadow)
    {
        final EntryView view = new EntryView();
        long latest = 0;
        for (int streamId = 0; streamId < shadow.streamCount(); streamId++)
        {
            long sequence = shadow.end(streamId);
            while (sequence >= shadow.oldestRetained(streamId) &&
                shadow.read(streamId, sequence, view) != Outcome.OK)
            {
                sequence--;
            }
            if (sequence >= shadow.oldestRetained(streamId))
            {
                latest = Math.max(latest, view.meta().originEpoch);
            }
        }
        return latest;
    }

    /**
     * Fills a history with every epoch that has created a retained record. The first of them may have begun before its
     * first retained record; nobody can be told what came before that anyway.
     *
     * @param shadow  to look into.
     * @param history that is empty.
     */
    public static void rebuild(final Shadow shadow, final EpochHistory history)
    {
        final EntryView view = new EntryView();
        final long[] next = new long[shadow.streamCount()];
        long epoch = Long.MAX_VALUE;
        for (int streamId = 0; streamId < next.length; streamId++)
        {
            next[streamId] = shadow.oldestRetained(streamId);
            epoch = Math.min(epoch, epochFrom(shadow, streamId, next[streamId], view));
        }
        while (epoch != Long.MAX_VALUE)
        {
            history.append(epoch);
            long following = Long.MAX_VALUE;
            for (int streamId = 0; streamId < next.length; streamId++)
            {
                history.firstSequence(streamId, next[streamId]);
                next[streamId] = behind(shadow, streamId, next[streamId], epoch, view);
                following = Math.min(following, epochFrom(shadow, streamId, next[streamId], view));
            }
            epoch = following;
        }
    }

    /** Epoch of the first record from a sequence on that can be read, {@link Long#MAX_VALUE} when there is none. */
    private static long epochFrom(final Shadow shadow, final int streamId, final long from, final EntryView view)
    {
        for (long sequence = from; sequence <= shadow.end(streamId); sequence++)
        {
            if (shadow.read(streamId, sequence, view) == Outcome.OK)
            {
                return view.meta().originEpoch;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The sequence right behind the last record, from a sequence on, that the epoch or an older one has created. */
    private static long behind(final Shadow shadow, final int streamId, final long from, final long epoch,
        final EntryView view)
    {
        long behind = from;
        for (long sequence = from; sequence <= shadow.end(streamId); sequence++)
        {
            if (shadow.read(streamId, sequence, view) == Outcome.OK)
            {
                if (view.meta().originEpoch > epoch)
                {
                    break;
                }
                behind = sequence + 1;
            }
        }
        return behind;
    }
}
