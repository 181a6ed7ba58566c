package io.antumbra.perf.jmh;

import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.SubsetApplier;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.RecordCodec;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Frames of data, one operation being one frame: built as the primary does, and checked, decoded and taken into a
 * shadow on the RAM disk as a standby does. One thread.
 * <p>
 * A frame can be taken once only, so {@link #apply} takes a batch of fresh ones that were built between invocations.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SubsetBenchmark
{
    private static final int FRAMES = 128;
    private static final int SLOT_COUNT = 1 << 16;
    private static final int MAX_FRAME_LENGTH = 2048;

    /** Entries of one frame; four of 256 bytes fill a datagram of 1,408. */
    @Param({ "1", "4" })
    public int entries;

    private final EntryMeta meta = new EntryMeta();
    private final UnsafeBuffer payload = Entries.payload();
    private final RecordCodec codec = new RecordCodec(Entries.LENGTH);
    private final SubsetFrame frame = new SubsetFrame(MAX_FRAME_LENGTH);
    private final FrameCheck check = new FrameCheck();
    private final SubsetDecoder decoder = new SubsetDecoder();
    private final UnsafeBuffer frames = new UnsafeBuffer(ByteBuffer.allocateDirect(FRAMES * MAX_FRAME_LENGTH));
    private ScratchFolder scratch;
    private ChronicleShadow shadow;
    private SubsetApplier applier;
    private int crc;
    private int frameLength;
    private long sequence;

    /** Make the standby's shadow. */
    @Setup
    public void open()
    {
        scratch = new ScratchFolder(Path.of("/dev/shm"), "subset");
        shadow = ChronicleShadow.launch(new ChronicleShadow.Context()
            .folder(scratch.path())
            .allowVolatileJournal(true)
            .sizeClasses(new SizeClass(Entries.LENGTH, SLOT_COUNT)));
        applier = new SubsetApplier(shadow, new CoreStats());
        Entries.fill(meta, 1);
        crc = codec.encode(meta, payload, 0);
        sequence = 0;
    }

    /** Build the frames of the next batch. */
    @Setup(Level.Invocation)
    public void prepare()
    {
        if (sequence != shadow.end(0))
        {
            return;
        }
        shadow.reclaimable(0, sequence);
        for (int i = 0; i < FRAMES; i++)
        {
            build(true);
            frameLength = frame.sealedLength();
            frames.putBytes(i * MAX_FRAME_LENGTH, frame.buffer(), 0, frameLength);
        }
    }

    /** Remove the shadow. */
    @TearDown
    public void close()
    {
        shadow.close();
        scratch.close();
    }

    /**
     * Build frames whose entries were summed when they were shadowed.
     *
     * @return their length.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int encode()
    {
        int length = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            build(false);
            length += frame.sealedLength();
        }
        return length;
    }

    /**
     * Check, decode, verify and shadow frames.
     *
     * @return entries taken.
     */
    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public int apply()
    {
        int applied = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            final int offset = i * MAX_FRAME_LENGTH;
            if (check.templateId(frames, offset, frameLength) != SubsetDecoder.TEMPLATE_ID)
            {
                throw new IllegalStateException("frame " + i + " does not pass the check that every frame passes");
            }
            decoder.wrap(frames, offset + MessageHeaderDecoder.ENCODED_LENGTH, SubsetDecoder.BLOCK_LENGTH,
                SubsetDecoder.SCHEMA_VERSION);
            if (applier.apply(decoder) != SubsetApplier.APPLIED || applier.appended() != entries)
            {
                throw new IllegalStateException("frame " + i + " was not taken whole");
            }
            applied += entries;
        }
        return applied;
    }

    private void build(final boolean isSummed)
    {
        final long first = sequence + 1;
        frame.begin(0, 0, 1, first, sequence, first, false);
        for (int i = 0; i < entries; i++)
        {
            Entries.fill(meta, ++sequence);
            meta.subsetId = first;
            meta.subsetCount = entries;
            frame.add(meta, isSummed ? codec.encode(meta, payload, 0) : crc, payload, 0, Entries.LENGTH);
        }
        frame.end();
    }
}
