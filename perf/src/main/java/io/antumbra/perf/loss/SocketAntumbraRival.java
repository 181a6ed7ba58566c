package io.antumbra.perf.loss;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.perf.measure.ScratchFolder;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.ResendSettings;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.Stream;
import io.antumbra.runtime.ThreadingMode;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import io.antumbra.transport.Transport;
import io.antumbra.wire.HeartbeatEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Antumbra as an application embeds it: a primary and a standby, all streams of the load in one shard, line B on an
 * endpoint of its own, shadows on the RAM disk. An entry counts as delivered when the standby's shadow holds it and all
 * before it, as in virtual time; that its handler gets each one once, whole and in order is checked beside. One
 * thread.
 */
final class SocketAntumbraRival implements SocketRival, EntryHandler
{
    private static final int PRIMARY = 0;
    private static final int STANDBY = 1;
    private static final int SLOTS = 1 << 15;
    private static final int PROBE_LENGTH = StreamSettings.framed(MessageHeaderEncoder.ENCODED_LENGTH +
        HeartbeatEncoder.BLOCK_LENGTH + HeartbeatEncoder.PositionsEncoder.sbeHeaderSize() +
        HeartbeatEncoder.PositionsEncoder.sbeBlockLength());

    private final SocketBench bench;
    private final double copyShare;
    private final ScratchFolder scratch = new ScratchFolder(ScratchFolder.ramDisk(), "loss");
    private final Stream[] streams;
    private final long[] shadowed;
    private final long[] handled;
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(Workload.ENTRY_LENGTH));
    private Antumbra primary;
    private Antumbra standby;
    private DriverCounters primaryCounters;
    private DriverCounters standbyCounters;
    private boolean isMeeting = true;
    private Throwable failure;

    SocketAntumbraRival(final SocketBench bench, final double copyShare)
    {
        this.bench = bench;
        this.copyShare = copyShare;
        streams = new Stream[bench.cell.workload.streams];
        shadowed = new long[streams.length];
        handled = new long[streams.length];
        try
        {
            launch();
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    private void launch()
    {
        standby = Antumbra.launch(context("standby")
            .role(Role.STANDBY)
            .replicaId(STANDBY)
            .endpoint(bench.receivesAt(SocketBench.LINE_A))
            .lineBEndpoint(bench.receivesAt(SocketBench.LINE_B))
            .peer(PRIMARY, bench.reachedAt(SocketBench.ANSWERS))
            .handler(this));
        primary = Antumbra.launch(context("primary")
            .role(Role.PRIMARY)
            .replicaId(PRIMARY)
            .endpoint(bench.receivesAt(SocketBench.ANSWERS))
            .peer(STANDBY, bench.reachedAt(SocketBench.LINE_A), bench.reachedAt(SocketBench.LINE_B)));
        primaryCounters = new DriverCounters(primary.aeronDirectoryName());
        standbyCounters = new DriverCounters(standby.aeronDirectoryName());
        Arrays.setAll(streams, primary::stream);
    }

    private Antumbra.Context context(final String name)
    {
        return new Antumbra.Context()
            .streams(IntStream.range(0, streams.length).mapToObj((id) -> "s" + id).toArray(String[]::new))
            .folder(scratch.subfolder(name))
            .shadowContext(new ChronicleShadow.Context().allowVolatileJournal(true)
                .sizeClasses(new SizeClass(Workload.ENTRY_LENGTH, SLOTS)))
            .maxEntryLength(Workload.ENTRY_LENGTH)
            .threadingMode(ThreadingMode.INVOKER)
            .multiProducer(false)
            .closeTimeoutNs(TimeUnit.SECONDS.toNanos(1))
            .resend(new ResendSettings().copyShare(copyShare))
            .errorHandler((throwable) -> failure = throwable)
            .eventListener((kind, replicaId, value, message) -> onEvent(name + ": " + kind + ' ' + message))
            .transportContext(new Transport.Context()
                .name("loss-" + ProcessHandle.current().pid() + '-' + name)
                .link(bench.link()));
    }

    private void onEvent(final String text)
    {
        if (!isMeeting)
        {
            System.err.println(text);
        }
    }

    @Override
    public boolean isReady()
    {
        isMeeting = !primary.isLeading();
        return !isMeeting;
    }

    @Override
    public boolean offer(final int streamId, final int sequence)
    {
        EntryBytes.put(entry, streamId, sequence);
        final long result = streams[streamId].offer(entry, 0, Workload.ENTRY_LENGTH);
        if (result == Outcome.BACK_PRESSURED)
        {
            return false;
        }
        if (result != sequence)
        {
            throw new IllegalStateException("the primary answers " + result + " to entry " + sequence + " of stream " +
                streamId);
        }
        return true;
    }

    @Override
    public int doWork()
    {
        final int work = primary.doWork() + standby.doWork();
        for (int streamId = 0; streamId < shadowed.length; streamId++)
        {
            final long end = standby.counter(EngineCounter.SHADOWED, streamId);
            while (shadowed[streamId] < end)
            {
                bench.deliver(streamId, ++shadowed[streamId]);
            }
        }
        if (failure != null)
        {
            throw new IllegalStateException("an engine reported an error", failure);
        }
        return work;
    }

    /** What is shadowed waits for its commit before the handler gets it. */
    @Override
    public boolean isIdle()
    {
        return Arrays.equals(shadowed, handled);
    }

    @Override
    public long onStart(final int streamId)
    {
        return 0;
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        final int sequence = EntryBytes.sequence(buffer, offset, length, meta.streamId);
        if (sequence != meta.sequence || sequence != handled[meta.streamId] + 1)
        {
            throw new IllegalStateException("the handler gets entry " + sequence + " as " + meta.sequence + " after " +
                handled[meta.streamId] + " of stream " + meta.streamId);
        }
        handled[meta.streamId]++;
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        throw new IllegalStateException("everything is protected here, yet " + count + " entries from " + first +
            " are a gap");
    }

    @Override
    public ByteCounts bytes(final long entries)
    {
        return SocketBytes.count(bench, primaryCounters.reader(), standbyCounters.reader(), entries, primary.counter(
            EngineCounter.PROBES_SENT) * PROBE_LENGTH, Traffic.PROTOCOL);
    }

    @Override
    public long useful()
    {
        return standby.counter(EngineCounter.USEFUL_COPIES);
    }

    @Override
    public long useless()
    {
        return standby.counter(EngineCounter.WASTED_COPIES);
    }

    @Override
    public void close()
    {
        isMeeting = true;
        CloseHelper.closeAll(primaryCounters, standbyCounters, primary, standby, scratch);
    }
}
