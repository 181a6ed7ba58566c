package io.antumbra.core;

/** Where an entry is on its way. A hint for people and tools: recovery derives it anew from the peers. */
public final class RecordStatus
{
    /** Shadowed, not sent yet. */
    public static final int PENDING = 0;

    /** Sent to at least one standby, not yet acknowledged by the whole in-sync set. */
    public static final int IN_FLIGHT = 1;

    /** Held by the whole in-sync set. */
    public static final int ACKNOWLEDGED = 2;

    /** Given up: truncated as an orphan of an older epoch. */
    public static final int FAILED = 3;

    private RecordStatus()
    {
    }

    /**
     * @param status one of the constants.
     * @return its name in lower case, {@code unknown} for anything else.
     */
    public static String name(final int status)
    {
        switch (status)
        {
            case PENDING:
                return "pending";
            case IN_FLIGHT:
                return "in flight";
            case ACKNOWLEDGED:
                return "acknowledged";
            case FAILED:
                return "failed";
            default:
                return "unknown";
        }
    }
}
