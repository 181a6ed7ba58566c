package io.antumbra.runtime;

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
}
