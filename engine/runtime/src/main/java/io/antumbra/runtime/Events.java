package io.antumbra.runtime;

import io.antumbra.core.Problem;

/** Tells the application's event listener, and survives what it throws. Engine's thread, or within launch. */
final class Events
{
    private final EventListener listener;
    private final ErrorRecorder errors;

    Events(final EventListener listener, final ErrorRecorder errors)
    {
        this.listener = listener;
        this.errors = errors;
    }

    void tell(final EventKind kind, final int replicaId, final long value, final String message)
    {
        if (listener != null)
        {
            try
            {
                listener.onEvent(kind, replicaId, value, message);
            }
            catch (final RuntimeException ex)
            {
                errors.onError(ex);
            }
        }
    }

    void tell(final Problem problem, final int replicaId, final String message)
    {
        if (listener != null)
        {
            try
            {
                listener.onProblem(problem, replicaId, message);
            }
            catch (final RuntimeException ex)
            {
                errors.onError(ex);
            }
        }
    }
}
