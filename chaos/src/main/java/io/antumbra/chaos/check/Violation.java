package io.antumbra.chaos.check;

/** What must hold did not. Ends the run that it happens in; an error, so that no code on the way tries to handle it. */
public final class Violation extends Error
{
    private static final long serialVersionUID = 1L;

    /** Name of the invariant. */
    private final String invariant;

    /**
     * @param invariant short name of what must hold.
     * @param message   what was found instead.
     */
    public Violation(final String invariant, final String message)
    {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    /** @return short name of what must hold. */
    public String invariant()
    {
        return invariant;
    }
}
