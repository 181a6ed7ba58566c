package io.antumbra.runtime;

/**
 * What an engine is doing.
 *
 * <pre>
 *  primary:  STARTING ──► LEADING ─────────────┐
 *                                              ├──► CLOSED
 *  standby:  JOINING ◄──► FOLLOWING ───────────┤
 *                                              │
 *            any but CLOSED ──► FAILED ────────┘
 * </pre>
 */
public enum State
{
    /** A primary gathers its standbys and agrees on a new epoch with them; it does not accept entries yet. */
    STARTING(0),

    /** A primary accepts entries. */
    LEADING(1),

    /** A standby looks for its primary. */
    JOINING(2),

    /** A standby is in the epoch of its primary and takes its entries. */
    FOLLOWING(3),

    /** Shadow or journal can no longer be written: nothing is accepted, acknowledged or delivered any more. */
    FAILED(4),

    /** Closed for good. */
    CLOSED(5);

    private final int code;

    State(final int code)
    {
        this.code = code;
    }

    /** @return value of {@link EngineCounter#STATE} in this state; never changes between releases. */
    public int code()
    {
        return code;
    }
}
