package io.antumbra.perf.jmh;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * All that the engine itself does for an acknowledged entry: a primary and its standby, shadows on the RAM disk, frames
 * handed over in memory. No transport, no second thread, no system call. The time that the machines are told goes on
 * by 100 us with each entry, so their timers, forecasts and monitors come as often as at 10,000 entries a second, and
 * their share is in the figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MachineBenchmark
{
    private static final int PRIMARY = 0;
    private static final int STANDBY = 1;
    private static final int SLOT_COUNT = 1 << 16;
    private static final long BOOT_ID = 1;
    private static final long NONCE_SEED = 1;
    private static final long CYCLE_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int MOST_STEPS = 100_000;

    private final EntryMeta meta = new EntryMeta();
    private final UnsafeBuffer payload = Entries.payload();
    private final FrameQueue frames = new FrameQueue();
    private ScratchFolder scratch;
    private ChronicleShadow primaryShadow;
    private ChronicleShadow standbyShadow;
    private Primary primary;
    private Standby standby;
    private long nowNs;

    /** Start both, and wait until the standby is in sync. */
    @Setup
    public void open()
    {
        scratch = new ScratchFolder(Path.of("/dev/shm"), "machine");
        primaryShadow = shadow("primary");
        standbyShadow = shadow("standby");
        final SplittableRandom random = new SplittableRandom(NONCE_SEED);
        final IgnoredEvents ignored = new IgnoredEvents();
        primary = new Primary(config(PRIMARY), new PeerConfig[]{ new PeerConfig(STANDBY, false) }, primaryShadow,
            new MemoryJournal(1), frames, random::nextLong, ShadowingPolicy.all(), ignored);
        standby = new Standby(config(STANDBY), PRIMARY, standbyShadow, new MemoryJournal(1), frames, random::nextLong,
            null, ignored);
        primary.start(BOOT_ID, nowNs);
        standby.start(BOOT_ID, nowNs);
        for (int i = 0; !primary.isLeading() || primary.inSyncCount() < 2; i++)
        {
            if (i == MOST_STEPS)
            {
                throw new IllegalStateException("the standby is not in sync after " + i + " steps");
            }
            step();
        }
    }

    private ChronicleShadow shadow(final String name)
    {
        return ChronicleShadow.launch(new ChronicleShadow.Context()
            .folder(scratch.path().resolve(name))
            .allowVolatileJournal(true)
            .sizeClasses(new SizeClass(Entries.LENGTH, SLOT_COUNT)));
    }

    private static CoreConfig config(final int replicaId)
    {
        final CoreConfig config = new CoreConfig();
        config.replicaId = replicaId;
        config.maxEntryLength = Entries.LENGTH;
        config.maxFrameLength = FrameQueue.MAX_FRAME_LENGTH;
        return config.conclude();
    }

    /** Remove the shadows. */
    @TearDown
    public void close()
    {
        primaryShadow.close();
        standbyShadow.close();
        scratch.close();
    }

    /**
     * One entry, from its place in the ring to the primary's word that it is acknowledged.
     *
     * @return its sequence.
     */
    @Benchmark
    public long acknowledge()
    {
        final long sequence = primary.end(0) + 1;
        Entries.fill(meta, sequence);
        meta.subsetId = 0;
        if (primary.append(meta, payload, 0) != Outcome.OK)
        {
            throw new IllegalStateException("entry " + sequence + " is refused");
        }
        primary.beginSubset(0, sequence, nowNs);
        primary.addEntry(meta, payload, 0);
        primary.endSubset(nowNs);
        step();
        if (primary.committed(0) != sequence)
        {
            throw new IllegalStateException("entry " + sequence + " is not acknowledged, but " + primary.committed(0));
        }
        step();
        return sequence;
    }

    /** What both do in a duty cycle in which nothing came. */
    @Benchmark
    public void idleCycle()
    {
        step();
    }

    private void step()
    {
        nowNs += CYCLE_NS;
        frames.deliver(primary, standby, nowNs);
        standby.acknowledge(nowNs);
        frames.deliver(primary, standby, nowNs);
        primary.doWork(nowNs);
        standby.deliver(nowNs);
    }
}
