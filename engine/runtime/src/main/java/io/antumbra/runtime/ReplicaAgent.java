package io.antumbra.runtime;

import io.antumbra.core.CoreStats;
import io.antumbra.store.StoreException;
import io.antumbra.transport.FrameHandler;
import io.antumbra.transport.Transport;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * The duty cycle that both roles share: reads the clock once, and then goes the way that an entry waits for.
 *
 * <pre>
 *   clock ──► send ──► transport, driver ──► poll: frames to the machine ──► rest, counters ──► (closing)
 *            entries   out, then in          next cycle's send answers them   deliver, timers
 *            acknowledgements                                                 not after the first frames
 * </pre>
 *
 * What a role has to say stands right before the turn of the media driver that carries it, and what came in is polled
 * right after it. Everything that nobody waits for comes last, and is left to the next cycle when frames came after
 * none had: their answer goes out first. While frames come in each cycle nothing is left. With the role after the poll
 * and the counters before the driver, an acknowledged entry took a third longer.
 *
 * Owned by one thread, the engine's. Errors stop here: a cycle that failed is recorded and the next one tries again.
 * When storage fails, or nothing but failures happen, the engine stands still in {@link State#FAILED}: the machine is
 * not called any more, so that nothing is acknowledged that might not be held, while the transport goes on to show the
 * counters. Peers see silence.
 *
 * <p>Closing is a part of the cycle, so that it happens on this thread and is the same in every threading mode.
 */
abstract class ReplicaAgent implements Agent, FrameHandler
{
    private static final int FRAGMENT_LIMIT = 64;
    private static final int MAX_FAILURES_IN_A_ROW = 100;
    private static final long MIRROR_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    final EngineParts parts;
    final EngineStatus status;
    final EngineCounters counters;
    long nowNs;
    private final Transport transport;
    private final EngineClock clock;
    private final ErrorRecorder errors;
    private final Closing closing;
    private int failuresInARow;
    private long lastMirrorNs;
    private long lastProgress;
    private int polled;

    ReplicaAgent(final EngineParts parts, final Closing closing)
    {
        this.parts = parts;
        this.closing = closing;
        status = parts.status;
        counters = parts.counters;
        transport = parts.transport;
        clock = parts.clock;
        errors = parts.errors;
        nowNs = System.nanoTime();
        lastMirrorNs = nowNs;
    }

    /** What others wait for: entries to send, acknowledgements to give. */
    abstract int send(long timeNs, long timeEpochNs);

    /** What nobody waits for in this cycle: delivery, timers, catch-up. */
    abstract int rest(long timeNs);

    abstract void frame(int lineStreamId, int sessionId, DirectBuffer buffer, int offset, int length);

    /** A session means nothing before its hello is proved, but on which lines it is may have to be known. */
    abstract void sessionBegun(int lineStreamId, int sessionId);

    abstract void sessionGone(int lineStreamId, int sessionId);

    abstract void transportReset();

    /** A number that changes whenever an entry got any further, and only then. */
    abstract long progress();

    /** Positions of the machine into the counters. */
    abstract void mirror();

    abstract CoreStats stats();

    /** Closes what the role itself has open beside the shadow. */
    abstract void closeFiles();

    /** Nothing that was accepted waits for anything any more. */
    abstract boolean isDrained();

    /** Entries accepted and not acknowledged. */
    abstract long unacknowledged();

    @Override
    public final void onStart()
    {
        if (parts.affinityCpu >= 0)
        {
            Pinning.pin(parts.affinityCpu);
        }
    }

    @Override
    public final int doWork()
    {
        final long timeNs = System.nanoTime();
        nowNs = timeNs;
        clock.onDutyCycle(timeNs);
        int work = polled;
        final boolean isFlowing = polled > 0;
        polled = 0;
        try
        {
            work += isFailed() ? 0 : send(timeNs, clock.epochNs(timeNs));
            work += transport.doWork(timeNs);
            polled = isFailed() ? 0 : transport.poll(this, FRAGMENT_LIMIT);
            if (polled == 0 || isFlowing)
            {
                work += isFailed() ? 0 : rest(timeNs);
                mirror(work > 0, timeNs);
            }
            failuresInARow = 0;
        }
        catch (final RuntimeException | Error ex)
        {
            onFailure(ex);
        }
        if (closing.isRequested())
        {
            closing.doWork(this, timeNs);
        }
        return traffic(work + polled);
    }

    private boolean isFailed()
    {
        return status.state() == State.FAILED;
    }

    /**
     * What counts as work to an idle strategy: only entries on their way. Heartbeats of the engine and the housekeeping
     * of media drivers come about every 10 ms from somewhere, and would keep a replica awake to which nobody appends.
     */
    private int traffic(final int work)
    {
        final long before = lastProgress;
        lastProgress = progress();
        return lastProgress != before ? Math.max(1, work) : 0;
    }

    @Override
    public final void onFrame(final int lineStreamId, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (status.state() == State.FAILED)
        {
            return;
        }
        try
        {
            frame(lineStreamId, sessionId, buffer, offset, length);
        }
        catch (final RuntimeException | Error ex)
        {
            onFailure(ex);
        }
    }

    @Override
    public final void onSessionAvailable(final int lineStreamId, final int sessionId)
    {
        sessionBegun(lineStreamId, sessionId);
    }

    @Override
    public final void onSessionUnavailable(final int lineStreamId, final int sessionId)
    {
        try
        {
            sessionGone(lineStreamId, sessionId);
        }
        catch (final RuntimeException | Error ex)
        {
            onFailure(ex);
        }
    }

    @Override
    public final void onTransportReset()
    {
        try
        {
            transportReset();
            parts.events.tell(EventKind.TRANSPORT_RESET, -1, transport.resetCount(),
                "media driver and client were built anew; every peer joins again");
        }
        catch (final RuntimeException | Error ex)
        {
            onFailure(ex);
        }
    }

    /** Records a failure of this cycle, and stands still when it is one of storage or one too many. */
    private void onFailure(final Throwable failure)
    {
        errors.onError(failure);
        if (failure instanceof StoreException || failure instanceof Error ||
            ++failuresInARow >= MAX_FAILURES_IN_A_ROW)
        {
            fail(failure);
        }
    }

    private void fail(final Throwable failure)
    {
        if (status.state() != State.FAILED)
        {
            status.shut();
            status.state(State.FAILED);
            parts.ring.close();
            parts.events.tell(EventKind.FAILED, -1, 0, "the engine stands still, nothing is acknowledged any more: " +
                failure + ". Remove the cause, then start this replica again");
        }
    }

    /**
     * Positions after each cycle that moved one, because after a kill they tell how far every entry was; counts, which
     * nobody reads that fast, once in a while.
     */
    private void mirror(final boolean hasWorked, final long timeNs)
    {
        final boolean isDue = timeNs - lastMirrorNs >= MIRROR_INTERVAL_NS;
        if (!hasWorked && !isDue)
        {
            return;
        }
        try
        {
            final boolean isRunning = !isFailed();
            if (isRunning)
            {
                mirror();
            }
            if (isDue)
            {
                lastMirrorNs = timeNs;
                counters.set(EngineCounter.STATE, status.state().code());
                counters.set(EngineCounter.ERRORS, errors.count());
                if (isRunning)
                {
                    counters.mirror(stats());
                }
            }
        }
        catch (final RuntimeException ex)
        {
            onFailure(ex);
        }
    }
}
