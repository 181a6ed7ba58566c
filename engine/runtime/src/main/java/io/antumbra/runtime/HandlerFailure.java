package io.antumbra.runtime;

/**
 * Ends a delivery that the handler did not take; the cause was recorded where this was thrown. It has no stack
 * trace, so that one instance serves for ever.
 */
final class HandlerFailure extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    HandlerFailure()
    {
        super("the handler threw; see the error log", null, false, false);
    }
}
