package io.antumbra.node.command;

import io.antumbra.core.Problem;
import io.antumbra.runtime.EventKind;
import io.antumbra.runtime.EventListener;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/**
 * Prints what the engine tells, and remembers when a peer refused this replica for good reason: another version,
 * another key, another shard. Called by the engine thread, asked by the command's.
 */
final class EventPrinter implements EventListener
{
    private static final Set<Problem> REFUSALS =
        EnumSet.of(Problem.WIRE_VERSION, Problem.PROOF_FAILED, Problem.UNKNOWN_REPLICA, Problem.FOREIGN_FRAME);

    private final PrintStream out;
    private volatile String refusal;
    private volatile long refusalNs;

    EventPrinter(final PrintStream out)
    {
        this.out = out;
    }

    @Override
    public void onEvent(final EventKind kind, final int replicaId, final long value, final String message)
    {
        if (EventKind.PROBLEM == kind && isRefusal(message) && null == refusal)
        {
            refusalNs = System.nanoTime();
            refusal = message;
        }
        else if (EventKind.LEADING == kind || EventKind.FOLLOWING == kind)
        {
            refusal = null;
        }
        out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + kind + (replicaId < 0 ? "" : " replica=" +
            replicaId) + " " + message);
    }

    /** The message begins with the problem's name. */
    private static boolean isRefusal(final String message)
    {
        return REFUSALS.stream().anyMatch(problem -> message.startsWith(problem.name() + ":"));
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
