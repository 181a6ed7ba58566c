package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

import org.agrona.collections.LongArrayList;

/**
 * Which entry stands at each decided sequence: fixed by the first who acknowledges or delivers it, binding for everyone
 * after. Two logs that both agree with it are prefixes of each other.
 */
public final class Canon
{
    private final List<LongArrayList> epochs = new ArrayList<>();

    /**
     * @param streamCount streams.
     */
    public Canon(final int streamCount)
    {
        for (int i = 0; i < streamCount; i++)
        {
            epochs.add(new LongArrayList());
        }
    }

    /**
     * @param streamId of the stream.
     * @param sequence of an entry.
     * @return epoch that the decided entry there was offered in, 0 while nothing is decided.
     */
    public long epochOf(final int streamId, final long sequence)
    {
        final LongArrayList decided = epochs.get(streamId);
        return sequence < 1 || sequence > decided.size() ? 0 : decided.getLong((int)(sequence - 1));
    }

    /**
     * @param streamId of the stream.
     * @param sequence decided.
     * @param epoch    that the entry there was offered in.
     * @param witness  who says so.
     */
    public void agree(final int streamId, final long sequence, final long epoch, final String witness)
    {
        final LongArrayList decided = epochs.get(streamId);
        final int index = (int)(sequence - 1);
        while (decided.size() <= index)
        {
            decided.addLong(0);
        }
        final long known = decided.getLong(index);
        if (known == 0)
        {
            decided.setLong(index, epoch);
        }
        else if (known != epoch)
        {
            throw new Violation("prefix", "sequence " + sequence + " of stream " + streamId +
                " was decided as the entry of epoch " + known + ", but " + witness + " has the one of epoch " + epoch);
        }
    }

    /**
     * An operator forced a primary that ends here, and was told that the rest may be lost: it is not decided any more.
     *
     * @param streamId of the stream.
     * @param through  highest sequence that is kept.
     */
    public void onForced(final int streamId, final long through)
    {
        final LongArrayList decided = epochs.get(streamId);
        while (decided.size() > through)
        {
            decided.removeAt(decided.size() - 1);
        }
    }
}
