package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * What producers gave in, and what they were told: kept outside everything that can fail. An entry is known by (stream,
 * sequence, epoch in which it was offered); after a crash the next epoch may fill the same sequence anew, as long as
 * nobody was told that the old one is safe. A primary that does not know yet that it is deposed may still take entries
 * in its older epoch, at whatever sequence.
 *
 * <pre>
 *  sequence:   1   2   3   4   5   6
 *  epoch 1     a   b   c   d               acknowledged: 2
 *  epoch 2             C   D   E   F       acknowledged: 5
 * </pre>
 */
public final class Ledger
{
    private final List<List<Entry>> streams = new ArrayList<>();
    private final long[] acknowledged;
    private final long[] acknowledgedEpoch;
    private final List<LongArrayList> toldIn = new ArrayList<>();

    /**
     * @param streamCount streams.
     */
    public Ledger(final int streamCount)
    {
        for (int i = 0; i < streamCount; i++)
        {
            streams.add(new ArrayList<>());
            toldIn.add(new LongArrayList());
        }
        acknowledged = new long[streamCount];
        acknowledgedEpoch = new long[streamCount];
    }

    /**
     * An entry is about to be offered; one of the same identity, whose offer was refused, is replaced.
     *
     * @param streamId    of the stream.
     * @param sequence    that it will get.
     * @param epoch       of the one who takes it.
     * @param payload     its bytes.
     * @param isProtected false when it may be lost.
     */
    public void offered(final int streamId, final long sequence, final long epoch, final byte[] payload,
        final boolean isProtected)
    {
        final List<Entry> entries = streams.get(streamId);
        final int index = (int)(sequence - 1);
        if (index > entries.size())
        {
            throw new Violation("gap-free", "stream " + streamId + " is offered sequence " + sequence + " after " +
                entries.size());
        }
        if (index == entries.size())
        {
            entries.add(null);
        }
        final Entry older = entries.get(index);
        if (sequence <= acknowledged[streamId] && epoch >= acknowledgedEpoch[streamId])
        {
            throw new Violation("no acknowledged entry is lost", "stream " + streamId + " gives sequence " + sequence +
                " to a new entry in epoch " + epoch + ", but it was acknowledged up to " + acknowledged[streamId]);
        }
        final Entry same = find(streamId, sequence, epoch);
        if (same == null)
        {
            entries.set(index, new Entry(epoch, payload, isProtected, older));
            return;
        }
        if (same.isTaken)
        {
            throw new Violation("one entry for each identity", "stream " + streamId + " gives sequence " + sequence +
                " twice in epoch " + epoch);
        }
        same.payload = payload;
        same.isProtected = isProtected;
    }

    /**
     * The offer was accepted.
     *
     * @param streamId of the stream.
     * @param sequence of the entry offered last.
     * @param epoch    in which it was offered.
     */
    public void taken(final int streamId, final long sequence, final long epoch)
    {
        find(streamId, sequence, epoch).isTaken = true;
    }

    /**
     * @param streamId of the stream.
     * @param sequence of the entry.
     * @param epoch    in which it was offered.
     * @return the entry, or null when nobody ever offered it.
     */
    public Entry find(final int streamId, final long sequence, final long epoch)
    {
        final List<Entry> entries = streams.get(streamId);
        Entry entry = sequence < 1 || sequence > entries.size() ? null : entries.get((int)(sequence - 1));
        while (entry != null && entry.epoch != epoch)
        {
            entry = entry.older;
        }
        return entry;
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence that any application was told to be safe.
     */
    public long acknowledged(final int streamId)
    {
        return acknowledged[streamId];
    }

    void acknowledged(final int streamId, final long through, final long epoch)
    {
        acknowledged[streamId] = through;
        acknowledgedEpoch[streamId] = Math.max(acknowledgedEpoch[streamId], epoch);
        final LongArrayList told = toldIn.get(streamId);
        while (told.size() < through)
        {
            told.addLong(epoch);
        }
    }

    /**
     * @param streamId of the stream.
     * @param sequence of an entry.
     * @return epoch whose primary told first that it is safe; 0 when nobody has, or where primaries are set by hand.
     */
    public long toldIn(final int streamId, final long sequence)
    {
        final LongArrayList told = toldIn.get(streamId);
        return sequence > told.size() ? 0 : told.getLong((int)(sequence - 1));
    }

    /**
     * An operator forced a primary that ends here, and was told that the rest may be lost: nobody counts on it any
     * more.
     *
     * @param streamId of the stream.
     * @param through  highest sequence that is kept.
     */
    public void onForced(final int streamId, final long through)
    {
        acknowledged[streamId] = Math.min(acknowledged[streamId], through);
        final LongArrayList told = toldIn.get(streamId);
        while (told.size() > through)
        {
            told.removeAt(told.size() - 1);
        }
    }

    /** @return streams. */
    public int streamCount()
    {
        return acknowledged.length;
    }

    /** @return entries acknowledged, all streams together. */
    public long acknowledgedCount()
    {
        long count = 0;
        for (final long through : acknowledged)
        {
            count += through;
        }
        return count;
    }

    /** One entry as it was given in. */
    public static final class Entry
    {
        private final long epoch;
        private final Entry older;
        private byte[] payload;
        private boolean isProtected;
        private boolean isTaken;
        private int operation;

        Entry(final long epoch, final byte[] payload, final boolean isProtected, final Entry older)
        {
            this.epoch = epoch;
            this.payload = payload;
            this.isProtected = isProtected;
            this.older = older;
        }

        /**
         * @param newOperation by which a client appended it, for the judge of linearizability.
         */
        public void operation(final int newOperation)
        {
            operation = newOperation;
        }

        /** @return operation by which a client appended it, 0 for none that was noted. */
        public int operation()
        {
            return operation;
        }

        /** @return epoch in which it was offered. */
        public long epoch()
        {
            return epoch;
        }

        /** @return its length, bytes. */
        public int length()
        {
            return payload.length;
        }

        /** @return false when it may be lost. */
        public boolean isProtected()
        {
            return isProtected;
        }

        /**
         * @param buffer that holds a copy.
         * @param offset of its first byte.
         * @param length of the copy, bytes.
         * @return true when it is the same, byte for byte.
         */
        public boolean isSame(final DirectBuffer buffer, final int offset, final int length)
        {
            if (length != payload.length)
            {
                return false;
            }
            if (buffer.byteArray() != null)
            {
                final int from = buffer.wrapAdjustment() + offset;
                return Arrays.equals(payload, 0, length, buffer.byteArray(), from, from + length);
            }
            for (int i = 0; i < length; i++)
            {
                if (payload[i] != buffer.getByte(offset + i))
                {
                    return false;
                }
            }
            return true;
        }
    }
}
