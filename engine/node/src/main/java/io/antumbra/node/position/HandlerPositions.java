package io.antumbra.node.position;

import java.nio.file.Path;
import org.agrona.DirectBuffer;

/**
 * What the handler of a standby has applied of each stream. Position and effect (the chain, the number of entries, the
 * length of the output) are saved together, all or nothing, so that each entry is applied exactly once across kills.
 * Used by the engine thread; another process may {@link #read} the file at any time.
 */
public final class HandlerPositions implements AutoCloseable
{
    /** Name of the file in the folder of a replica. */
    public static final String FILE_NAME = "handler.pos";

    private static final int KIND = 2;
    private static final int WORDS = 7;
    private static final int POSITION = 0;
    private static final int CHAIN = 1;
    private static final int ENTRIES = 2;
    private static final int DUPLICATES = 3;
    private static final int GAPS = 4;
    private static final int OUTPUT_LENGTH = 5;
    private static final int UNPROTECTED = 6;

    private final SlotFile slots;
    private final CrcChain chain = new CrcChain();

    private HandlerPositions(final SlotFile slots)
    {
        this.slots = slots;
    }

    /**
     * @param file        created when it is not there.
     * @param streamCount number of streams.
     * @return open for the one process that applies entries.
     */
    public static HandlerPositions open(final Path file, final int streamCount)
    {
        return new HandlerPositions(SlotFile.open(file, KIND, streamCount, WORDS));
    }

    /**
     * @param file        of a standby that may be running.
     * @param streamCount number of streams.
     * @return what it holds now.
     */
    public static HandlerPositions read(final Path file, final int streamCount)
    {
        return new HandlerPositions(SlotFile.read(file, KIND, streamCount, WORDS));
    }

    /**
     * Applies one entry, or counts it as a duplicate when the saved position already covers it.
     *
     * @param stream       index.
     * @param sequence     of the entry.
     * @param buffer       with its bytes.
     * @param offset       of the first one.
     * @param length       in bytes.
     * @param outputLength of the stream's output once this entry is in it; 0 where there is none.
     * @return true when it was new.
     */
    public boolean apply(
        final int stream, final long sequence, final DirectBuffer buffer, final int offset, final int length,
        final long outputLength)
    {
        final long position = slots.get(stream, POSITION);
        if (sequence <= position)
        {
            slots.set(stream, DUPLICATES, duplicates(stream) + 1);
            slots.commit(stream);
            return false;
        }
        slots.set(stream, GAPS, gaps(stream) + (sequence - position - 1));
        slots.set(stream, CHAIN, chain.next(chain(stream), sequence, buffer, offset, length));
        slots.set(stream, ENTRIES, entries(stream) + 1);
        slots.set(stream, POSITION, sequence);
        slots.set(stream, OUTPUT_LENGTH, outputLength);
        slots.commit(stream);
        return true;
    }

    /**
     * Passes over entries that were never promised.
     *
     * @param stream index.
     * @param first  sequence.
     * @param count  of them.
     */
    public void skipUnprotected(final int stream, final long first, final long count)
    {
        final long last = first + count - 1;
        final long passed = last - Math.max(position(stream), first - 1);
        if (passed > 0)
        {
            slots.set(stream, GAPS, gaps(stream) + Math.max(0, first - position(stream) - 1));
            slots.set(stream, UNPROTECTED, unprotected(stream) + passed);
            slots.set(stream, POSITION, last);
            slots.commit(stream);
        }
    }

    /**
     * @param stream index.
     * @return highest sequence applied, 0 for none.
     */
    public long position(final int stream)
    {
        return slots.get(stream, POSITION);
    }

    /**
     * @param stream index.
     * @return the {@link CrcChain} over everything applied.
     */
    public int chain(final int stream)
    {
        return (int)slots.get(stream, CHAIN);
    }

    /**
     * @param stream index.
     * @return number of entries applied.
     */
    public long entries(final int stream)
    {
        return slots.get(stream, ENTRIES);
    }

    /**
     * @param stream index.
     * @return number of entries that came although the saved position covered them.
     */
    public long duplicates(final int stream)
    {
        return slots.get(stream, DUPLICATES);
    }

    /**
     * @param stream index.
     * @return number of sequences that were passed over without a word.
     */
    public long gaps(final int stream)
    {
        return slots.get(stream, GAPS);
    }

    /**
     * @param stream index.
     * @return number of sequences passed over because the shadowing policy had left them out.
     */
    public long unprotected(final int stream)
    {
        return slots.get(stream, UNPROTECTED);
    }

    /**
     * @param stream index.
     * @return length of the stream's output with the applied entries in it, bytes.
     */
    public long outputLength(final int stream)
    {
        return slots.get(stream, OUTPUT_LENGTH);
    }

    @Override
    public void close()
    {
        slots.close();
    }
}
