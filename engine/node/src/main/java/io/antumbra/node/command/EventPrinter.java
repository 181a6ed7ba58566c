package io.antumbra.node.command;

import io.antumbra.core.Problem;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.EventKind;
import io.antumbra.runtime.EventListener;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.agrona.ErrorHandler;

/**
 * Prints what the engine tells and what fails in it, and remembers when a peer refused this replica for good reason:
 * another version, another key, another shard. Told by the engine's threads, asked by the command's. A failure that
 * comes again and again is one line: the error log beside the journal has its stack trace and how often it was met.
 */
final class EventPrinter implements EventListener, ErrorHandler
{
    private static final Set<Problem> REFUSALS =
        EnumSet.of(Problem.WIRE_VERSION, Problem.PROOF_FAILED, Problem.UNKNOWN_REPLICA, Problem.FOREIGN_FRAME);
    private static final int MAX_DISTINCT_ERRORS = 64;

    private final PrintStream out;
    private final Set<String> errors = new HashSet<>();
    private volatile String refusal;
    private volatile long refusalNs;

    EventPrinter(final PrintStream out)
    {
        this.out = out;
    }

    @Override
    public void onEvent(final EventKind kind, final int replicaId, final long value, final String message)
    {
        if (EventKind.LEADING == kind || EventKind.FOLLOWING == kind)
        {
            refusal = null;
        }
        if (EventKind.LEADING == kind || EventKind.FOLLOWING == kind || EventKind.TRANSPORT_RESET == kind)
        {
            forgetErrors();
        }
        print(kind + (replicaId < 0 ? "" : " replica=" + replicaId) + " " + message);
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        if (REFUSALS.contains(problem) && null == refusal)
        {
            refusalNs = System.nanoTime();
            refusal = problem + ": " + message;
        }
        EventListener.super.onProblem(problem, replicaId, message);
    }

    @Override
    public synchronized void onError(final Throwable throwable)
    {
        final boolean isForOperators = throwable instanceof NodeException ||
            throwable.getClass().getPackageName().startsWith("io.antumbra.");
        final String message = isForOperators ? throwable.getMessage() : throwable.toString().strip();
        if (errors.size() < MAX_DISTINCT_ERRORS && errors.add(message))
        {
            print("ERROR " + message);
        }
    }

    /** It was overcome: the next one of its kind is news again. */
    private synchronized void forgetErrors()
    {
        errors.clear();
    }

    private void print(final String message)
    {
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + message);
    }

    /** What the last refusal said, null when there was none since this replica last led or followed. */
    String refusal()
    {
        return refusal;
    }

    /** When that was. */
    long refusalNs()
    {
        return refusalNs;
    }
}
