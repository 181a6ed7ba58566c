package io.antumbra.node.command;

import io.antumbra.node.process.Stopper;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.State;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the loops of all replicas ask of a running engine. */
final class Replicas
{
    /** How long a replica that was refused keeps trying: the peer may just be restarted with the right settings. */
    static final long REFUSAL_GRACE_NS = TimeUnit.SECONDS.toNanos(5);

    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private Replicas()
    {
    }

    /** Launches; a setting that is not allowed is the operator's to mend. */
    static Antumbra launch(final Antumbra.Context context)
    {
        try
        {
            return Antumbra.launch(context);
        }
        catch (final IllegalArgumentException ex)
        {
            throw new NodeException(ExitStatus.ENVIRONMENT, ex.getMessage(), ex);
        }
    }

    /** Waits until a state is reached or the command is to stop. */
    static void awaitState(
        final Antumbra engine, final State wanted, final long timeoutNs, final Stopper stopper,
        final EventPrinter events)
    {
        final long beginNs = System.nanoTime();
        while (wanted != engine.state() && !stopper.isStopping())
        {
            final long nowNs = System.nanoTime();
            requireHealthy(engine);
            if (nowNs - beginNs > timeoutNs)
            {
                // Only now: others may have been refused while the expected ones were still on their way.
                if (null != events.refusal())
                {
                    throw new NodeException(ExitStatus.REFUSED, events.refusal());
                }
                throw NodeException.environment("still " + engine.state() + " after " +
                    Numbers.duration(timeoutNs) + ", expected " + wanted + ". Are the other replicas running, and do " +
                    "their addresses, key and streams agree with these? --start-timeout allows more time.");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    static void requireWelcome(final EventPrinter events, final long nowNs)
    {
        final String refusal = events.refusal();
        if (null != refusal && nowNs - events.refusalNs() > REFUSAL_GRACE_NS)
        {
            throw new NodeException(ExitStatus.REFUSED, refusal);
        }
    }

    static void requireHealthy(final Antumbra engine)
    {
        final State state = engine.state();
        if (State.FAILED == state || State.CLOSED == state)
        {
            throw NodeException.environment("the engine has stopped (" + state + "): the messages above say why. " +
                "Nothing acknowledged is lost; correct the cause and start again with the same --dir.");
        }
    }
}
