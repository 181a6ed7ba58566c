package io.antumbra.core;

/**
 * Expected outcomes as negative return codes, the same values from the ring to the wire. A result of zero or more is a
 * success; a caller compares with these constants and never parses a message.
 */
public final class Outcome
{
    /** Done. */
    public static final int OK = 0;

    /** No room now: the in-flight window, a shadow slot still in use, or a send buffer. Idle and try again. */
    public static final int BACK_PRESSURED = -1;

    /** The peer is not there. Nothing was sent; the shadow keeps the entry and catch-up will send it. */
    public static final int NOT_CONNECTED = -2;

    /** Closed for good. Stop offering. */
    public static final int CLOSED = -3;

    /** The entry is longer than the configured maximum. Split it or configure a larger one; do not retry. */
    public static final int TOO_LONG = -4;

    /** This replica does not lead the shard (yet). Wait for leadership or talk to the primary. */
    public static final int NOT_PRIMARY = -5;

    /** An entry has at least one byte. Do not retry. */
    public static final int EMPTY = -6;

    /** The transport is busy with administration (a new term, a log rotation). Try again at once. */
    public static final int ADMIN_ACTION = -7;

    /** The range asked for is older than every shadow that is left. Repair from an archive or a full copy. */
    public static final int GAP_BEYOND_SHADOW = -8;

    /** This sequence is not retained here (reused, truncated, or not written yet). */
    public static final int NOT_RETAINED = -9;

    /** The bytes do not match their checksum. Refused, never served; fetch another copy. */
    public static final int CORRUPT = -10;

    /** Another replica may lead by now. Ask again in a moment, or ask the one that does. */
    public static final int NO_LEASE = -11;

    private Outcome()
    {
    }

    /**
     * @param code a result of any call that answers with this vocabulary.
     * @return the constant's name, {@code OK} for zero and positive results, or {@code UNKNOWN(code)}.
     */
    public static String name(final long code)
    {
        if (code >= OK)
        {
            return "OK";
        }
        switch ((int)code)
        {
            case BACK_PRESSURED:
                return "BACK_PRESSURED";
            case NOT_CONNECTED:
                return "NOT_CONNECTED";
            case CLOSED:
                return "CLOSED";
            case TOO_LONG:
                return "TOO_LONG";
            case NOT_PRIMARY:
                return "NOT_PRIMARY";
            case EMPTY:
                return "EMPTY";
            case ADMIN_ACTION:
                return "ADMIN_ACTION";
            case GAP_BEYOND_SHADOW:
                return "GAP_BEYOND_SHADOW";
            case NOT_RETAINED:
                return "NOT_RETAINED";
            case CORRUPT:
                return "CORRUPT";
            case NO_LEASE:
                return "NO_LEASE";
            default:
                return "UNKNOWN(" + code + ")";
        }
    }
}
