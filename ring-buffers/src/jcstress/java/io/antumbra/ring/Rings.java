package io.antumbra.ring;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the concurrency tests have in common: tiny rings, and entries whose every byte and number is the stream's id, so
 * that one look tells a whole entry from a torn one.
 */
final class Rings
{
    /**
     * Takes two slots, so that an entry can be half published.
     */
    static final int LENGTH = 100;
    static final int TORN = -1;
    static final int NONE = 0;

    private static final UnsafeBuffer[] PAYLOADS = { payload(0), payload(1), payload(2), payload(3) };

    private Rings()
    {
    }

    static EntryRing ring(final ProducerType type, final int slotCount, final int stageCount)
    {
        return new EntryRing(new RingContext().slotLength(128).slotCount(slotCount).maxEntryLength(LENGTH)
            .producerType(type).stageCount(stageCount));
    }

    static long offer(final EntryRing ring, final int streamId)
    {
        return ring.offer(streamId, streamId, streamId, PAYLOADS[streamId], 0, LENGTH);
    }

    static long claimAndAbort(final EntryRing ring, final int streamId)
    {
        final RingClaim claim = new RingClaim();
        final long result = ring.tryClaim(streamId, streamId, streamId, LENGTH, claim);
        if (result >= 0)
        {
            claim.buffer().setMemory(claim.offset(), LENGTH, (byte)streamId);
            claim.abort();
        }
        return result;
    }

    static long claimAndCommit(final EntryRing ring, final int streamId)
    {
        final RingClaim claim = new RingClaim();
        final long result = ring.tryClaim(streamId, streamId, streamId, LENGTH, claim);
        if (result >= 0)
        {
            claim.buffer().setMemory(claim.offset(), LENGTH, (byte)streamId);
            claim.commit();
        }
        return result;
    }

    /**
     * @return the stream of the stage's first entry, {@link #NONE} or {@link #TORN}; releases it.
     */
    static int takeOne(final RingStage stage)
    {
        final RingEntry entry = new RingEntry();
        if (!stage.first(entry))
        {
            return NONE;
        }

        final int result = judge(entry);
        stage.releaseThrough(entry);
        return result;
    }

    /**
     * @return the streams of all entries that are ready, in order, as decimal digits; {@link #TORN} when one is torn.
     */
    static int takeAll(final RingStage stage)
    {
        int digits = 0;
        while (true)
        {
            final int stream = takeOne(stage);
            if (TORN == stream)
            {
                return TORN;
            }
            if (NONE == stream)
            {
                return digits;
            }
            digits = digits * 10 + stream;
        }
    }

    static int judge(final RingEntry entry)
    {
        final int stream = entry.streamId();
        boolean whole = stream == entry.priority() && stream == entry.originalEpochNs() && LENGTH == entry.length();
        for (int i = 0; whole && i < LENGTH; i++)
        {
            whole = entry.buffer().getByte(entry.offset() + i) == stream;
        }
        return whole ? stream : TORN;
    }

    private static UnsafeBuffer payload(final int streamId)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);
        buffer.setMemory(0, LENGTH, (byte)streamId);
        return buffer;
    }
}
