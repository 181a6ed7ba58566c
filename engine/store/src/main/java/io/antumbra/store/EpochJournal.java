package io.antumbra.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;

/**
 * The synced file {@code epoch.journal}: two copies of the same state, written and synced one after the other, never
 * both at once.
 *
 * <pre>
 *  0              4096                   4096 + slot length     4096 + 2 x slot length
 *  +--------------+----------------------+----------------------+
 *  | header, once | copy A               | copy B               |   slot length: a multiple of 4,096
 *  +--------------+----------------------+----------------------+
 *  header:  0 magic | 8 version | 12 shard | 16 streamCount | 4092 crc32c
 *  copy:    0 magic | 8 version | 12 shard | 16 streamCount | 20 historySize | 24 generation
 *          32 promised epoch | 40 incarnation | 48 configuration version | 56 in-sync set | 64 boot id
 *          72 sealed epoch | 80 sealed version | 88 flags, bit 0: has promised, bit 1: knows an arbiter, bit 2: founder
 *          96 streamCount x (given up from, given up through), 8 bytes each
 *             historySize x (epoch, streamCount x first sequence), 8 bytes each | 0 ... | crc32c in the last 4 bytes
 * </pre>
 *
 * A crash in {@link #save} leaves one copy whole: the old state, or the new one. Because a save that returned left the
 * <em>same</em> state in both, a copy that decays later never takes the replica back to an older promise; alternating
 * between two single copies could. When both are damaged the journal refuses to open: a replica that forgot its promise
 * must not take part. Little endian. Engine thread; not for the hot path.
 */
public final class EpochJournal implements Journal, AutoCloseable
{
    /** Name of the file in the journal folder. */
    public static final String FILE_NAME = "epoch.journal";

    private static final long MAGIC = 0x4C4E_524A_504E_5541L; // "AUNPJRNL"
    private static final int FORMAT_VERSION = 3;
    private static final int HEADER_LENGTH = 4096;
    private static final int FIELDS_OFFSET = 32;
    private static final long HAS_PROMISED = 1;
    private static final long IS_ARBITRATED = 2;
    private static final long IS_FOUNDER = 4;
    private static final int STREAMS_OFFSET = 96;

    private final Path file;
    private final FolderLock lock;
    private final int shard;
    private final int streamCount;
    private final int slotLength;
    private final ByteBuffer bytes;
    private final CRC32C crc32c = new CRC32C();
    private FileChannel channel;
    private long generation;

    /**
     * Opens the journal of a shard and locks it. Nothing is written before the first {@link #save}.
     *
     * @param context concluded; its journal folder, shard and stream count are used.
     */
    public EpochJournal(final ChronicleShadow.Context context)
    {
        this(context.journalFolder(), context.shard(), context.streamCount());
    }

    EpochJournal(final Path folder, final int shard, final int streamCount)
    {
        this.shard = shard;
        this.streamCount = streamCount;
        final int length = STREAMS_OFFSET + 16 * streamCount + EpochHistory.CAPACITY * 8 * (1 + streamCount) +
            Integer.BYTES;
        slotLength = (length + 4095) & ~4095;
        bytes = ByteBuffer.allocateDirect(slotLength).order(ByteOrder.LITTLE_ENDIAN);
        lock = FolderLock.acquire(folder, "epoch.lock", "journalFolder");
        file = lock.file().resolveSibling(FILE_NAME);
        boolean success = false;
        try
        {
            if (Files.exists(file))
            {
                channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                requireSameHeader();
                newest();
            }
            success = true;
        }
        catch (final IOException ex)
        {
            throw failed("read", ex);
        }
        finally
        {
            if (!success)
            {
                close();
            }
        }
    }

    @Override
    public void load(final EpochState state)
    {
        if (channel == null)
        {
            return;
        }
        try
        {
            read(newest());
        }
        catch (final IOException ex)
        {
            throw failed("read", ex);
        }
        state.promisedEpoch = bytes.getLong(FIELDS_OFFSET);
        state.incarnation = bytes.getLong(FIELDS_OFFSET + 8);
        state.configurationVersion = bytes.getLong(FIELDS_OFFSET + 16);
        state.inSyncSet = bytes.getLong(FIELDS_OFFSET + 24);
        state.bootId = bytes.getLong(FIELDS_OFFSET + 32);
        state.sealedEpoch = bytes.getLong(FIELDS_OFFSET + 40);
        state.sealedVersion = bytes.getLong(FIELDS_OFFSET + 48);
        final long flags = bytes.getLong(FIELDS_OFFSET + 56);
        state.hasPromised = (flags & HAS_PROMISED) != 0;
        state.isArbitrated = (flags & IS_ARBITRATED) != 0;
        state.isFounder = (flags & IS_FOUNDER) != 0;
        int offset = STREAMS_OFFSET;
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            state.givenUpFrom[streamId] = bytes.getLong(offset);
            state.givenUpThrough[streamId] = bytes.getLong(offset + 8);
            offset += 16;
        }
        final EpochHistory history = state.history();
        history.clear();
        for (int i = 0; i < bytes.getInt(20); i++)
        {
            history.append(bytes.getLong(offset));
            offset += 8;
            for (int streamId = 0; streamId < streamCount; streamId++)
            {
                history.firstSequence(streamId, bytes.getLong(offset));
                offset += 8;
            }
        }
    }

    @Override
    public void save(final EpochState state)
    {
        encode(state, generation + 1);
        try
        {
            if (channel == null)
            {
                create();
            }
            else
            {
                write(channel, HEADER_LENGTH);
                channel.force(false);
                write(channel, HEADER_LENGTH + slotLength);
                channel.force(false);
            }
        }
        catch (final IOException ex)
        {
            throw failed("written", ex);
        }
        generation++;
    }

    @Override
    public void close()
    {
        try
        {
            if (channel != null)
            {
                channel.close();
            }
        }
        catch (final IOException ex)
        {
            throw failed("closed", ex);
        }
        finally
        {
            lock.close();
        }
    }

    private void create() throws IOException
    {
        final Path temporary = file.resolveSibling(FILE_NAME + ".tmp");
        try (FileChannel created = FileChannel.open(temporary, StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE))
        {
            write(created, HEADER_LENGTH);
            write(created, HEADER_LENGTH + slotLength);
            writeHeader(created);
            created.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        Disk.syncFolder(file.getParent());
        channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private void encode(final EpochState state, final long asGeneration)
    {
        final EpochHistory history = state.history();
        if (history.streamCount() != streamCount)
        {
            throw new IllegalArgumentException("streamCount=" + history.streamCount() + " of the state must be " +
                streamCount + ", as the journal was opened with");
        }
        bytes.clear();
        for (int i = 0; i < slotLength; i += 8)
        {
            bytes.putLong(i, 0);
        }
        bytes.putLong(0, MAGIC).putInt(8, FORMAT_VERSION).putInt(12, shard).putInt(16, streamCount);
        bytes.putInt(20, history.size()).putLong(24, asGeneration);
        bytes.position(FIELDS_OFFSET);
        bytes.putLong(state.promisedEpoch).putLong(state.incarnation).putLong(state.configurationVersion);
        bytes.putLong(state.inSyncSet).putLong(state.bootId);
        bytes.putLong(state.sealedEpoch).putLong(state.sealedVersion);
        bytes.putLong((state.hasPromised ? HAS_PROMISED : 0) | (state.isArbitrated ? IS_ARBITRATED : 0) |
            (state.isFounder ? IS_FOUNDER : 0));
        for (int streamId = 0; streamId < streamCount; streamId++)
        {
            bytes.putLong(state.givenUpFrom[streamId]).putLong(state.givenUpThrough[streamId]);
        }
        for (int i = 0; i < history.size(); i++)
        {
            bytes.putLong(history.epochAt(i));
            for (int streamId = 0; streamId < streamCount; streamId++)
            {
                bytes.putLong(history.firstSequenceAt(i, streamId));
            }
        }
        bytes.putInt(slotLength - Integer.BYTES, crc(slotLength));
    }

    /** @return position of the newest whole copy. */
    private long newest() throws IOException
    {
        long newest = -1;
        for (int copy = 0; copy < 2; copy++)
        {
            final long position = HEADER_LENGTH + (long)copy * slotLength;
            if (read(position) && (newest < 0 || bytes.getLong(24) > generation))
            {
                newest = position;
                generation = bytes.getLong(24);
            }
        }
        if (newest < 0)
        {
            throw new StoreException(file + " is damaged: neither of its two copies is whole. This replica no longer " +
                "knows which epoch it promised: move its journal and its shadow away and let a peer repair it as a " +
                "new replica. Nothing was changed.");
        }
        return newest;
    }

    private boolean read(final long position) throws IOException
    {
        return readFully(position, slotLength) && bytes.getInt(slotLength - Integer.BYTES) == crc(slotLength) &&
            isOurs();
    }

    private boolean isOurs()
    {
        return bytes.getLong(0) == MAGIC && bytes.getInt(8) == FORMAT_VERSION && bytes.getInt(12) == shard &&
            bytes.getInt(16) == streamCount && bytes.getInt(20) >= 0 && bytes.getInt(20) <= EpochHistory.CAPACITY;
    }

    /** Tells a journal of another shard or version from a damaged one. A damaged header itself costs nothing. */
    private void requireSameHeader() throws IOException
    {
        if (readFully(0, HEADER_LENGTH) && bytes.getInt(HEADER_LENGTH - Integer.BYTES) == crc(HEADER_LENGTH) &&
            bytes.getLong(0) == MAGIC)
        {
            require("format version", bytes.getInt(8), FORMAT_VERSION);
            require("shard", bytes.getInt(12), shard);
            require("streamCount", bytes.getInt(16), streamCount);
        }
    }

    private void writeHeader(final FileChannel to) throws IOException
    {
        for (int i = 0; i < HEADER_LENGTH; i += 8)
        {
            bytes.putLong(i, 0);
        }
        bytes.putLong(0, MAGIC).putInt(8, FORMAT_VERSION).putInt(12, shard).putInt(16, streamCount);
        bytes.putInt(HEADER_LENGTH - Integer.BYTES, crc(HEADER_LENGTH));
        bytes.position(0).limit(HEADER_LENGTH);
        while (bytes.hasRemaining())
        {
            to.write(bytes, bytes.position());
        }
        bytes.clear();
    }

    private boolean readFully(final long position, final int length) throws IOException
    {
        bytes.clear().limit(length);
        while (bytes.hasRemaining())
        {
            if (channel.read(bytes, position + bytes.position()) < 0)
            {
                return false;
            }
        }
        bytes.clear();
        return true;
    }

    private int crc(final int length)
    {
        bytes.position(0).limit(length - Integer.BYTES);
        crc32c.reset();
        crc32c.update(bytes);
        bytes.clear();
        return (int)crc32c.getValue();
    }

    private void write(final FileChannel to, final long position) throws IOException
    {
        bytes.clear();
        while (bytes.hasRemaining())
        {
            to.write(bytes, position + bytes.position());
        }
    }

    private void require(final String field, final int found, final int expected)
    {
        if (found != expected)
        {
            throw new StoreException(file + ": " + field + " found=" + found + ", expected=" + expected +
                ": start with the configuration and version that made it, or name another journalFolder. Nothing was " +
                "changed.");
        }
    }

    private StoreException failed(final String what, final IOException cause)
    {
        return new StoreException(
            file + " cannot be " + what + " (" + cause + "): free some space or make it writable; " +
                "this replica may not answer in an epoch before its promise is on the device.",
            cause);
    }
}
