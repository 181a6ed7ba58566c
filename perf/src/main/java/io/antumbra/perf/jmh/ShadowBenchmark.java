package io.antumbra.perf.jmh;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.RecordStatus;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One record of 256 bytes into the shadow, beside a plain memory-mapped slot that gets the same bytes and checksum;
 * and the status word of a record that is there. Both write the same number of slots in a circle, so both leave the
 * caches alike. One thread, as in the engine.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ShadowBenchmark
{
    private static final int SLOT_COUNT = 1 << 16;
    private static final int STREAM_ID = 0;

    /** Where the files are. */
    @Param({ "/dev/shm", "." })
    public String folder;

    private final EntryMeta meta = new EntryMeta();
    private final UnsafeBuffer payload = Entries.payload();
    private ScratchFolder scratch;
    private ChronicleShadow shadow;
    private MappedSlots slots;
    private long sequence;
    private long updated;

    /** Make both, and write each slot once. */
    @Setup
    public void open()
    {
        scratch = new ScratchFolder(Path.of(folder), "shadow");
        shadow = ChronicleShadow.launch(new ChronicleShadow.Context()
            .folder(scratch.subfolder("shadow"))
            .allowVolatileJournal(true)
            .sizeClasses(new SizeClass(Entries.LENGTH, SLOT_COUNT)));
        slots = new MappedSlots(scratch.path().resolve("plain"), SLOT_COUNT, Entries.LENGTH);
        sequence = 0;
        for (int i = 0; i < SLOT_COUNT; i++)
        {
            append();
        }
        updated = sequence - SLOT_COUNT;
    }

    /** Remove both. */
    @TearDown
    public void close()
    {
        shadow.close();
        slots.close();
        scratch.close();
    }

    /**
     * The shadow: record with checksum and status, and the slot's release for the next round.
     *
     * @return outcome, always 0.
     */
    @Benchmark
    public int append()
    {
        Entries.fill(meta, ++sequence);
        final int outcome = shadow.append(meta, payload, 0);
        shadow.reclaimable(STREAM_ID, sequence);
        if (outcome != 0)
        {
            throw new IllegalStateException("outcome=" + outcome + ": every slot is free here");
        }
        return outcome;
    }

    /** The plain slot: the same record, checksum and status. */
    @Benchmark
    public void plainMappedSlot()
    {
        Entries.fill(meta, ++sequence);
        slots.write(meta, payload, 0);
    }

    /** The status of one record after the other. */
    @Benchmark
    public void status()
    {
        if (++updated > SLOT_COUNT)
        {
            updated = 1;
        }
        shadow.status(STREAM_ID, updated, updated, RecordStatus.ACKNOWLEDGED);
    }
}
