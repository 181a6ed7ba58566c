package io.antumbra.ring;

/**
 * The negative return codes, one vocabulary from the ring to the wire. A result that is not negative is a success;
 * what it counts (a ring sequence, a position) is written where it is returned. Each constant says what the caller
 * does next.
 */
public final class Code
{
    /**
     * The bounded buffer ahead is full. Idle, then try the same call again; nothing was taken.
     */
    public static final long BACK_PRESSURED = -1;

    /**
     * Nobody is connected at the other end yet. Idle, then try again; give up by your own deadline.
     */
    public static final long NOT_CONNECTED = -2;

    /**
     * Closed for good. Stop calling; open a new one to go on.
     */
    public static final long CLOSED = -3;

    /**
     * The payload is longer than the configured maximum. Do not retry: split the entry or raise the maximum.
     */
    public static final long TOO_LONG = -4;

    /**
     * This replica does not lead the stream's shard. Find the primary and go on there.
     */
    public static final long NOT_PRIMARY = -5;

    /**
     * The payload has zero length. Do not retry: an entry carries at least one byte.
     */
    public static final long EMPTY = -6;

    /**
     * An administrative step such as a term rotation got in between. Try again at once.
     */
    public static final long ADMIN_ACTION = -7;

    /**
     * The range asked for starts before what the shadow still holds. Do not retry: read it from the long history, or
     * start at the oldest retained sequence knowingly.
     */
    public static final long GAP_BEYOND_SHADOW = -8;

    /**
     * The entry is no longer retained. Do not retry; ask for the oldest retained sequence.
     */
    public static final long NOT_RETAINED = -9;

    private Code()
    {
    }

    /**
     * The name of a code, for messages and logs. Any thread may call it; it allocates only for a value that is no code.
     *
     * @param result of a call that answers with a code, or with a success that is not negative.
     * @return the constant's name, {@code "OK"} for a success, {@code "UNKNOWN(value)"} for another negative value.
     */
    public static String name(final long result)
    {
        if (result >= 0)
        {
            return "OK";
        }

        switch ((int)Math.max(result, Integer.MIN_VALUE))
        {
            case (int)BACK_PRESSURED:
                return "BACK_PRESSURED";

            case (int)NOT_CONNECTED:
                return "NOT_CONNECTED";

            case (int)CLOSED:
                return "CLOSED";

            case (int)TOO_LONG:
                return "TOO_LONG";

            case (int)NOT_PRIMARY:
                return "NOT_PRIMARY";

            case (int)EMPTY:
                return "EMPTY";

            case (int)ADMIN_ACTION:
                return "ADMIN_ACTION";

            case (int)GAP_BEYOND_SHADOW:
                return "GAP_BEYOND_SHADOW";

            case (int)NOT_RETAINED:
                return "NOT_RETAINED";

            default:
                return "UNKNOWN(" + result + ")";
        }
    }
}
