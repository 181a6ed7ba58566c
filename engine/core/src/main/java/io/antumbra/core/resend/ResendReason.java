package io.antumbra.core.resend;

/** Why something is sent that was sent before. */
public enum ResendReason
{
    /** Nothing followed it on line A, so nothing there shows that it is missing. */
    TAIL(1),

    /** What followed it shows that it is missing, and line A's own repair is overdue. */
    GAP(2),

    /** Its last copy is overdue too. */
    AGAIN(3),

    /** The forecast takes a loss for likely. */
    RISK(4),

    /** The peer is not well: what it lacks is brought to it while it still answers. */
    PEER_UNHEALTHY(5),

    /** Only to learn how line B is. */
    EXPERIMENT(6),

    /** Line A is away. */
    LINE_A_AWAY(7);

    private final int code;

    ResendReason(final int code)
    {
        this.code = code;
    }

    /** @return number of this reason in files; never changes. */
    public int code()
    {
        return code;
    }

    /**
     * @param code of a file.
     * @return the reason, or null when there is none of that number.
     */
    public static ResendReason ofCode(final int code)
    {
        for (final ResendReason one : values())
        {
            if (one.code == code)
            {
                return one;
            }
        }
        return null;
    }
}
