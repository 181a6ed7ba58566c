package io.antumbra.perf.loss;

/**
 * What is not acknowledged after a fixed time is sent again on an unreliable line B, or shown to the receiver by a
 * probe of 16 bytes on line A; and once more after each three times as long. Acknowledgements are cumulative, one for
 * each datagram that delivers something, each by itself on the way back.
 */
final class TimerRival implements Rival, EventQueue.Handler
{
    /** What is done when the time is over. */
    enum Action
    {
        /** The entry once more on line B. */
        RESEND,

        /** A frame without an entry on line A, for the last entry of a stream only. */
        PROBE
    }

    private static final int TIMER = 0;
    private static final int ACKNOWLEDGED = 1;
    private static final int STREAM_SHIFT = 32;
    private static final int BACK_OFF = 3;
    private static final int PROBE_LENGTH = 16;
    private static final int ACKNOWLEDGEMENT_LENGTH = 64;
    private static final long IS_PROBE = 0;

    /** Waits of one entry grow no further than this many times the back-off. */
    private static final int MAX_ATTEMPTS = 7;

    private final Bench bench;
    private final Merge merge;
    private final Action action;
    private final long timeoutNs;
    private final AeronStream[] streams;
    private final UnreliableStream lineB;
    private final int handler;
    private final int[] sent;
    private final int[] acknowledged;
    private final int[] told;

    TimerRival(final Bench bench, final Action action, final long timeoutNs)
    {
        this.bench = bench;
        this.action = action;
        this.timeoutNs = timeoutNs;
        merge = new Merge(bench.cell.workload, bench);
        handler = bench.queue.register(this);
        streams = new AeronStream[bench.cell.workload.streams];
        sent = new int[streams.length];
        acknowledged = new int[streams.length];
        told = new int[streams.length];
        for (int i = 0; i < streams.length; i++)
        {
            streams[i] = new AeronStream(i, bench.queue, bench.streamSettings(), bench.forwardA, bench.backwardA,
                this::onA);
        }
        lineB = new UnreliableStream(bench.queue, bench.cell.workload.capacity * 2, bench.forwardB, (ignore,
            content) -> onB((int)(content >>> STREAM_SHIFT), (int)content));
    }

    @Override
    public void send(final int streamId, final int sequence)
    {
        sent[streamId] = sequence;
        streams[streamId].offer(Workload.ENTRY_LENGTH, sequence, Traffic.FIRST);
        wait(streamId, sequence, 0);
    }

    /** The attempt travels in the kind's place of the event, above the two kinds that there are. */
    private void wait(final int streamId, final int sequence, final int attempt)
    {
        long waitNs = timeoutNs;
        for (int i = 0; i < attempt; i++)
        {
            waitNs *= BACK_OFF;
        }
        bench.queue.schedule(bench.queue.nowNs() + waitNs, handler, TIMER + 2 * attempt, sequence, streamId);
    }

    private void onA(final int streamId, final long sequence)
    {
        if (sequence != IS_PROBE)
        {
            merge.onA(streamId, sequence);
            acknowledge(streamId);
        }
    }

    private void onB(final int streamId, final int sequence)
    {
        merge.onB(streamId, sequence);
        acknowledge(streamId);
    }

    private void acknowledge(final int streamId)
    {
        final int delivered = merge.delivered(streamId);
        if (delivered > told[streamId] || action == Action.RESEND)
        {
            told[streamId] = delivered;
            bench.answers.send(Traffic.ACKNOWLEDGEMENT, StreamSettings.framed(ACKNOWLEDGEMENT_LENGTH), handler,
                ACKNOWLEDGED, delivered, streamId);
        }
    }

    @Override
    public void onEvent(final int kind, final int sequence, final int streamId)
    {
        if (kind == ACKNOWLEDGED)
        {
            acknowledged[streamId] = Math.max(acknowledged[streamId], sequence);
        }
        else if (sequence > acknowledged[streamId])
        {
            overdue(streamId, sequence, kind / 2);
        }
    }

    private void overdue(final int streamId, final int sequence, final int attempt)
    {
        if (action == Action.RESEND)
        {
            lineB.offer(Workload.ENTRY_LENGTH, ((long)streamId << STREAM_SHIFT) | sequence, Traffic.COPY);
        }
        else if (sequence == sent[streamId])
        {
            streams[streamId].offer(PROBE_LENGTH, IS_PROBE, Traffic.PROBE);
        }
        else
        {
            return;
        }
        wait(streamId, sequence, Math.min(attempt + 1, MAX_ATTEMPTS - 1));
    }
}
