package io.antumbra.runtime;

import io.antumbra.core.Problem;

/** Told of what an operator wants to know. Called on the engine's thread, or within {@code launch}; must not block. */
@FunctionalInterface
public interface EventListener
{
    /**
     * An exception is recorded and otherwise ignored.
     *
     * @param kind      of the event.
     * @param replicaId that it concerns, -1 for none in particular.
     * @param value     as {@link EventKind} says.
     * @param message   for people: what happened, and the remedy where one is needed.
     */
    void onEvent(EventKind kind, int replicaId, long value, String message);

    /**
     * Something between replicas is wrong; for listeners that act on its kind. Unless overridden it is an event of kind
     * {@link EventKind#PROBLEM} whose message begins with the name of the problem.
     *
     * @param problem   its kind.
     * @param replicaId of the peer, -1 for none in particular.
     * @param message   for people: cause and remedy.
     */
    default void onProblem(final Problem problem, final int replicaId, final String message)
    {
        onEvent(EventKind.PROBLEM, replicaId, 0, problem + ": " + message);
    }
}
