package io.antumbra.store;

import java.nio.file.Path;
import java.util.List;

/**
 * The settings of a shadow, with their system properties, which are read when the object is made. Not thread safe.
 *
 * @param <T> the context itself, so that setters chain.
 */
abstract class ShadowSettings<T extends ShadowSettings<T>>
{
    /** Folder of the shadow's files. */
    public static final String FOLDER_PROP_NAME = "antumbra.shadow.folder";

    /** Folder of the epoch journal and the orphans. */
    public static final String JOURNAL_FOLDER_PROP_NAME = "antumbra.shadow.journal.folder";

    /** Whether the journal may lie in a RAM disk. */
    public static final String ALLOW_VOLATILE_JOURNAL_PROP_NAME = "antumbra.shadow.allow.volatile.journal";

    /** Shard that the streams belong to. */
    public static final String SHARD_PROP_NAME = "antumbra.shadow.shard";

    /** Number of streams. */
    public static final String STREAM_COUNT_PROP_NAME = "antumbra.shadow.stream.count";

    /** Size classes, such as {@code 256x65536,1024x16384}: payload capacity x slots. */
    public static final String SIZE_CLASSES_PROP_NAME = "antumbra.shadow.size.classes";

    /** Longest payload of an entry, bytes. */
    public static final String MAX_ENTRY_LENGTH_PROP_NAME = "antumbra.shadow.max.entry.length";

    /** Sequences that can be retained of one stream, a power of two. */
    public static final String INDEX_CAPACITY_PROP_NAME = "antumbra.shadow.index.capacity";

    /** {@code SURVIVES_PROCESS} or {@code SYNCED_TO_DEVICE}. */
    public static final String DURABILITY_PROP_NAME = "antumbra.shadow.durability";

    /** Whether the shadow's files are removed when it is closed. */
    public static final String DELETE_ON_CLOSE_PROP_NAME = "antumbra.shadow.delete.on.close";

    /** Size classes unless configured: 65,536 x 256, 16,384 x 1,024 and 256 x 65,536 bytes, 60 MB of files. */
    public static final String SIZE_CLASSES_DEFAULT = "256x65536,1024x16384,65536x256";

    /** Most streams of one shard. */
    public static final int MAX_STREAM_COUNT = 4096;

    /** Largest {@link #indexCapacity}. */
    public static final int MAX_INDEX_CAPACITY = 1 << 28;

    Path folder = path(FOLDER_PROP_NAME);
    Path journalFolder = path(JOURNAL_FOLDER_PROP_NAME);
    boolean allowVolatileJournal = Boolean.getBoolean(ALLOW_VOLATILE_JOURNAL_PROP_NAME);
    boolean deleteOnClose = Boolean.getBoolean(DELETE_ON_CLOSE_PROP_NAME);
    int shard = Integer.getInteger(SHARD_PROP_NAME, 0);
    int streamCount = Integer.getInteger(STREAM_COUNT_PROP_NAME, 1);
    List<SizeClass> sizeClasses = SizeClass.parse(System.getProperty(SIZE_CLASSES_PROP_NAME,
        SIZE_CLASSES_DEFAULT));
    int maxEntryLength = Integer.getInteger(MAX_ENTRY_LENGTH_PROP_NAME, 0);
    int indexCapacity = Integer.getInteger(INDEX_CAPACITY_PROP_NAME, 0);
    Durability durability = durability(System.getProperty(DURABILITY_PROP_NAME,
        Durability.SURVIVES_PROCESS.name()));

    abstract T self();

    /** @return folder of the shadow's files. */
    public Path folder()
    {
        return folder;
    }

    /**
     * @param value folder of the shadow's files; may be in a RAM disk.
     * @return this.
     */
    public T folder(final Path value)
    {
        folder = value;
        return self();
    }

    /** @return folder of the epoch journal and the orphans. */
    public Path journalFolder()
    {
        return journalFolder;
    }

    /**
     * @param value folder of the epoch journal and the orphans, on a disk; {@link #folder()} unless set.
     * @return this.
     */
    public T journalFolder(final Path value)
    {
        journalFolder = value;
        return self();
    }

    /** @return whether the journal may lie in a RAM disk. */
    public boolean allowVolatileJournal()
    {
        return allowVolatileJournal;
    }

    /**
     * @param value true where losing the promised epoch with the host cannot matter, as in a test.
     * @return this.
     */
    public T allowVolatileJournal(final boolean value)
    {
        allowVolatileJournal = value;
        return self();
    }

    /** @return whether the shadow's files are removed when it is closed. */
    public boolean deleteOnClose()
    {
        return deleteOnClose;
    }

    /**
     * @param value true to leave nothing in a RAM disk; journal and orphans stay.
     * @return this.
     */
    public T deleteOnClose(final boolean value)
    {
        deleteOnClose = value;
        return self();
    }

    /** @return the shard. */
    public int shard()
    {
        return shard;
    }

    /**
     * @param value of the shard, 0 or more.
     * @return this.
     */
    public T shard(final int value)
    {
        shard = value;
        return self();
    }

    /** @return number of streams. */
    public int streamCount()
    {
        return streamCount;
    }

    /**
     * @param value number of streams, 1 to {@link #MAX_STREAM_COUNT}.
     * @return this.
     */
    public T streamCount(final int value)
    {
        streamCount = value;
        return self();
    }

    /** @return size classes, ascending. */
    public List<SizeClass> sizeClasses()
    {
        return sizeClasses;
    }

    /**
     * @param values size classes, ascending by capacity.
     * @return this.
     */
    public T sizeClasses(final SizeClass... values)
    {
        sizeClasses = List.of(values);
        return self();
    }

    /** @return longest payload of an entry, bytes. */
    public int maxEntryLength()
    {
        return maxEntryLength;
    }

    /**
     * @param value longest payload of an entry, bytes; 0 for the capacity of the largest class.
     * @return this.
     */
    public T maxEntryLength(final int value)
    {
        maxEntryLength = value;
        return self();
    }

    /** @return sequences that can be retained of one stream. */
    public int indexCapacity()
    {
        return indexCapacity;
    }

    /**
     * @param value sequences that can be retained of one stream, a power of two; 4 bytes of heap each and stream. 0
     *              for as many as there are slots.
     * @return this.
     */
    public T indexCapacity(final int value)
    {
        indexCapacity = value;
        return self();
    }

    /** @return what "held" means. */
    public Durability durability()
    {
        return durability;
    }

    /**
     * @param value what "held" means.
     * @return this.
     */
    public T durability(final Durability value)
    {
        durability = value;
        return self();
    }

    Geometry geometry()
    {
        return new Geometry(shard, streamCount, maxEntryLength, sizeClasses);
    }

    private static Path path(final String property)
    {
        final String value = System.getProperty(property);
        return value == null ? null : Path.of(value);
    }

    private static Durability durability(final String name)
    {
        for (final Durability value : Durability.values())
        {
            if (value.name().equals(name))
            {
                return value;
            }
        }
        throw notAllowed("durability", name, List.of(Durability.values()).toString());
    }

    static IllegalArgumentException notAllowed(final String field, final Object value, final String allowed)
    {
        return new IllegalArgumentException(field + "=" + value + " is not allowed: " + allowed);
    }
}
