package io.antumbra.perf.loss;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.frame.SubsetFrame;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Antumbra as it is in production: {@code Primary} and {@code Standby} over the modelled lines. All streams of the load
 * are streams of one shard and share its lines.
 *
 * <pre>
 *  primary --- line A: one reliable stream ---------------&gt; standby
 *     |   \--- line B: one unreliable stream, another path --^   |
 *     +&lt;------ acknowledgements: one reliable stream ------------+
 * </pre>
 *
 * An entry counts as delivered when the standby holds it and all before it: what Aeron's subscriber has, too. (What it
 * gives to its handler waits for the commit besides.) Both machines work at every frame, and each 50 us while
 * anything is unacknowledged, else each millisecond. One thread.
 */
final class AntumbraRival implements Rival, Outbox, EventQueue.Handler
{
    private static final int SESSION_OF_PRIMARY = 1;
    private static final int SESSION_OF_STANDBY = 2;
    private static final long BUSY_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long STATISTICS_NS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long IDLE_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LINGER_NS = TimeUnit.MICROSECONDS.toNanos(150);
    private static final int FRAMES = 1 << 13;
    private static final int ENTRIES_OF_A_DATAGRAM = (new CoreConfig().subsetMaxLength - SubsetFrame.OVERHEAD) /
        (SubsetFrame.ENTRY_OVERHEAD + Workload.ENTRY_LENGTH);

    /** Half a term of the engine's default profile: Aeron's window for what the sender has not sent. */
    private static final long UNSENT_LENGTH = 512 * 1024;

    /** Where the round trip is long; half of what the throughput profile allows, which these cells never fill. */
    private static final long LONG_UNSENT_LENGTH = 4 * 1024 * 1024;

    private final Bench bench;
    private final Machines machines;
    private final AeronStream lineA;
    private final UnreliableStream lineB;
    private final AeronStream acknowledgements;
    private final FrameStore framesA;
    private final FrameStore framesB = new FrameStore(FRAMES, Machines.MAX_FRAME_LENGTH);
    private final FrameStore framesBack;
    private final FrameKinds kinds;
    private final EntryMeta[] metas = new EntryMeta[ENTRIES_OF_A_DATAGRAM];
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[Workload.ENTRY_LENGTH]);
    private final int handler;
    private final int[] waiting;
    private final long[] delivered;
    private int runStreamId;
    private int runCount;
    private int runShadowed;
    private long waitingTotal;
    private long appended;
    private int tickNumber;
    private long statisticsNs;

    AntumbraRival(final Bench bench, final Consumer<CoreConfig> change)
    {
        this.bench = bench;
        final int streams = bench.cell.workload.streams;
        Arrays.setAll(metas, (index) -> new EntryMeta());
        waiting = new int[streams];
        delivered = new long[streams];
        kinds = new FrameKinds(streams);
        handler = bench.queue.register(this);
        machines = new Machines(streams, streams == 1 ? 1 << 15 : 1 << 10, change, this);
        final boolean isLong = bench.cell.windowLength() > StreamSettings.DEFAULT_WINDOW_LENGTH;
        final int frames = isLong ? 4 * FRAMES : FRAMES;
        framesA = new FrameStore(frames, Machines.MAX_FRAME_LENGTH);
        framesBack = new FrameStore(frames, Machines.MAX_FRAME_LENGTH);
        lineA = new AeronStream(0, bench.queue, settings(isLong).capacity(frames), bench.forwardA, bench.backwardA,
            (ignore, ticket) -> onLineA(ticket));
        lineB = new UnreliableStream(bench.queue, FRAMES, bench.forwardB, (ignore, ticket) -> onLineB(ticket));
        acknowledgements = new AeronStream(0, bench.queue, settings(isLong).capacity(frames), bench.answers.countedAs(
            Traffic.ACKNOWLEDGEMENT), bench.backwardOfAnswers.countedAs(Traffic.ACKNOWLEDGEMENT),
            (ignore,
                ticket) -> onAcknowledgement(ticket));
    }

    private StreamSettings settings(final boolean isLong)
    {
        return new StreamSettings().paced().lingerNs(LINGER_NS).capacity(FRAMES).unsentLength(
            isLong ? LONG_UNSENT_LENGTH : UNSENT_LENGTH).windowLength(bench.cell.windowLength());
    }

    @Override
    public void start()
    {
        machines.start(bench.queue.nowNs());
        tick();
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        if (!machines.primary.isLeading())
        {
            throw new IllegalStateException("the primary does not lead at the first entry");
        }
        waiting[streamId]++;
        waitingTotal++;
        work();
    }

    /** What the application has and the primary has not taken yet, oldest first within each stream. */
    private void append(final long nowNs)
    {
        while (waitingTotal > 0 && !machines.primary.isHeldUp())
        {
            if (runCount == 0)
            {
                gather();
            }
            if (!shadow(nowNs))
            {
                return;
            }
            machines.primary.beginSubset(runStreamId, metas[0].sequence, nowNs);
            for (int i = 0; i < runCount; i++)
            {
                machines.primary.addEntry(metas[i], payload, 0);
            }
            machines.primary.endSubset(nowNs);
            waiting[runStreamId] -= runCount;
            waitingTotal -= runCount;
            runCount = 0;
        }
    }

    /** As the pipeline does: what waits of one stream and fits into a datagram becomes one subset. */
    private void gather()
    {
        runShadowed = 0;
        do
        {
            runStreamId = (runStreamId + 1) % waiting.length;
        }
        while (waiting[runStreamId] == 0);
        runCount = Math.min(waiting[runStreamId], metas.length);
    }

    private boolean shadow(final long nowNs)
    {
        while (runShadowed < runCount)
        {
            final EntryMeta meta = metas[runShadowed];
            meta.streamId = runStreamId;
            meta.entryLength = Workload.ENTRY_LENGTH;
            meta.subsetId = runShadowed == 0 ? 0 : metas[0].subsetId;
            meta.subsetCount = runCount;
            meta.originalEpochNs = nowNs;
            meta.shadowEpochNs = nowNs;
            if (machines.primary.append(meta, payload, 0) != Outcome.OK)
            {
                return false;
            }
            runShadowed++;
            appended++;
        }
        return true;
    }

    @Override
    public long offer(final int replicaId, final int line, final DirectBuffer buffer, final int offset,
        final int length)
    {
        switch (line)
        {
            case Outbox.LINE_A:
                return offerA(buffer, offset, length);
            case Outbox.LINE_B:
                final Traffic traffic = kinds.of(buffer, offset);
                return lineB.offer(length, framesB.put(buffer, offset, length),
                    traffic == Traffic.PROTOCOL ? Traffic.PROBE : traffic);
            default:
                if (acknowledgements.offer(length, framesBack.put(buffer, offset, length),
                    Traffic.ACKNOWLEDGEMENT) == AeronStream.BACK_PRESSURED)
                {
                    framesBack.takeBack();
                    return Outcome.BACK_PRESSURED;
                }
                return 0;
        }
    }

    private long offerA(final DirectBuffer buffer, final int offset, final int length)
    {
        final Traffic traffic = kinds.of(buffer, offset);
        if (lineA.offer(length, framesA.put(buffer, offset, length), traffic) == AeronStream.BACK_PRESSURED)
        {
            framesA.takeBack();
            kinds.takeBack();
            return Outcome.BACK_PRESSURED;
        }
        return 0;
    }

    private void onLineA(final long ticket)
    {
        machines.standby.onFrame(Outbox.LINE_A, SESSION_OF_PRIMARY, framesA.buffer(), framesA.offset(ticket), framesA
            .length(ticket), bench.queue.nowNs());
        takeDeliveries();
        machines.standby.doWork(bench.queue.nowNs());
    }

    private void onLineB(final long ticket)
    {
        machines.standby.onFrame(Outbox.LINE_B, SESSION_OF_PRIMARY, framesB.buffer(), framesB.offset(ticket), framesB
            .length(ticket), bench.queue.nowNs());
        if (takeDeliveries())
        {
            bench.countUseful();
        }
        else
        {
            bench.countUseless();
        }
        machines.standby.doWork(bench.queue.nowNs());
    }

    private void onAcknowledgement(final long ticket)
    {
        machines.primary.onFrame(SESSION_OF_STANDBY, framesBack.buffer(), framesBack.offset(ticket), framesBack.length(
            ticket), bench.queue.nowNs());
        work();
    }

    private boolean takeDeliveries()
    {
        boolean isAny = false;
        for (int streamId = 0; streamId < delivered.length; streamId++)
        {
            final long end = machines.standbyShadow.end(streamId);
            while (delivered[streamId] < end)
            {
                bench.deliveries.onDelivered(streamId, ++delivered[streamId], bench.queue.nowNs());
                isAny = true;
            }
        }
        return isAny;
    }

    private void work()
    {
        final boolean wasIdle = isIdle();
        final long nowNs = bench.queue.nowNs();
        append(nowNs);
        machines.primary.doWork(nowNs);
        tellLine(nowNs);
        if (wasIdle && !isIdle())
        {
            tick();
        }
    }

    /** As the runtime does: the transport's counters to the primary, its wish for a linger to the transport. */
    private void tellLine(final long nowNs)
    {
        if (nowNs - statisticsNs >= STATISTICS_NS)
        {
            statisticsNs = nowNs;
            final Publication publication = lineA.publication();
            machines.primary.onLineStatistics(Machines.STANDBY, publication.naksReceived(), publication
                .retransmittedBytes(), publication.sentBytes(), nowNs);
            lineA.lingerNs(machines.primary.retransmitLingerNs());
        }
    }

    private boolean isIdle()
    {
        return waitingTotal == 0 && machines.acknowledgedTotal() == appended;
    }

    /** The next duty cycle; whichever was planned before is forgotten. */
    private void tick()
    {
        tickNumber = (tickNumber + 1) & EventQueue.MAX_COUNT;
        bench.queue.schedule(bench.queue.nowNs() + (isIdle() ? IDLE_NS : BUSY_NS), handler, 0, 0, tickNumber);
    }

    @Override
    public void onEvent(final int kind, final int frame, final int number)
    {
        if (number == tickNumber)
        {
            work();
            machines.standby.doWork(bench.queue.nowNs());
            tick();
        }
    }
}
