package io.antumbra.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentTerminationException;

/**
 * The orderly end of an engine: asked for by any thread, done by the engine's own within its duty cycles, so that
 * drain, shadow and transport never meet two threads.
 *
 * <pre>
 *   request ──► ring closed, offers answer CLOSED ──► drained, or time is up ──► linger ──► shadow, journal, transport
 * </pre>
 *
 * Once drained it lingers for a moment, so that standbys learn the last committed position.
 */
final class Closing
{
    private static final long LINGER_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final long timeoutNs;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean isRequested;
    private boolean isBegun;
    private boolean isDrained;
    private long deadlineNs;

    Closing(final long timeoutNs)
    {
        this.timeoutNs = timeoutNs;
    }

    void request()
    {
        isRequested = true;
    }

    boolean isRequested()
    {
        return isRequested;
    }

    boolean isDone()
    {
        return done.getCount() == 0;
    }

    /** Waits for the end; false when it takes longer than allowed. */
    boolean await(final long nanoseconds) throws InterruptedException
    {
        return done.await(nanoseconds, TimeUnit.NANOSECONDS);
    }

    /** Engine's thread; throws {@link AgentTerminationException} once everything is closed. */
    void doWork(final ReplicaAgent agent, final long nowNs)
    {
        if (!isBegun)
        {
            isBegun = true;
            deadlineNs = nowNs + timeoutNs;
            agent.status.shut();
            agent.parts.ring.close();
        }
        if (!isDrained && agent.status.state() != State.FAILED && agent.isDrained())
        {
            isDrained = true;
            deadlineNs = Math.min(deadlineNs, nowNs + LINGER_NS);
        }
        if (agent.status.state() == State.FAILED || nowNs - deadlineNs >= 0)
        {
            end(agent);
        }
    }

    /** The shadow is closed in order whatever becomes of what the role keeps beside it. */
    private static void closeFiles(final ReplicaAgent agent)
    {
        try
        {
            agent.closeFiles();
        }
        finally
        {
            agent.parts.storage.close();
        }
    }

    private void end(final ReplicaAgent agent)
    {
        final EngineParts parts = agent.parts;
        final long unacknowledged = agent.unacknowledged();
        try
        {
            closeFiles(agent);
        }
        catch (final RuntimeException ex)
        {
            parts.errors.onError(ex);
        }
        parts.status.state(State.CLOSED);
        parts.counters.set(EngineCounter.STATE, State.CLOSED.code());
        parts.transport.close();
        parts.events.tell(EventKind.CLOSED, -1, unacknowledged, unacknowledged == 0 ? "closed in order" :
            "closed with " + unacknowledged + " entries accepted but not acknowledged");
        parts.errors.close();
        done.countDown();
        throw new AgentTerminationException();
    }
}
