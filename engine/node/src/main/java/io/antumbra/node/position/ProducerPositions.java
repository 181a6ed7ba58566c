package io.antumbra.node.position;

import java.nio.file.Path;

/**
 * How far each stream's input is acknowledged: the sequence, and the place in the input right after that line. Saved by
 * the engine thread with each acknowledgement, before anybody else hears of it; read at the next start.
 */
public final class ProducerPositions implements AutoCloseable
{
    /** Name of the file in the folder of a replica. */
    public static final String FILE_NAME = "producer.pos";

    private static final int KIND = 1;
    private static final int WORDS = 4;
    private static final int SEQUENCE = 0;
    private static final int FILE_KEY = 1;
    private static final int OFFSET = 2;
    private static final int LINE = 3;

    private final SlotFile slots;

    /**
     * @param file        created when it is not there.
     * @param streamCount number of streams.
     */
    public ProducerPositions(final Path file, final int streamCount)
    {
        slots = SlotFile.open(file, KIND, streamCount, WORDS);
    }

    /**
     * @param stream index.
     * @return highest sequence saved as acknowledged, 0 for none.
     */
    public long sequence(final int stream)
    {
        return slots.get(stream, SEQUENCE);
    }

    /**
     * @param stream index.
     * @return which file the line was in, see {@link io.antumbra.node.input.ByteSource#fileKey()}.
     */
    public long fileKey(final int stream)
    {
        return slots.get(stream, FILE_KEY);
    }

    /**
     * @param stream index.
     * @return place in that file right after the line.
     */
    public long offset(final int stream)
    {
        return slots.get(stream, OFFSET);
    }

    /**
     * @param stream index.
     * @return number of the line in the input, from 1.
     */
    public long line(final int stream)
    {
        return slots.get(stream, LINE);
    }

    /**
     * Saves, all or nothing.
     *
     * @param stream   index.
     * @param sequence acknowledged.
     * @param fileKey  of the file with its line.
     * @param offset   right after that line.
     * @param line     its number.
     */
    public void save(final int stream, final long sequence, final long fileKey, final long offset, final long line)
    {
        slots.set(stream, SEQUENCE, sequence);
        slots.set(stream, FILE_KEY, fileKey);
        slots.set(stream, OFFSET, offset);
        slots.set(stream, LINE, line);
        slots.commit(stream);
    }

    @Override
    public void close()
    {
        slots.close();
    }
}
