package io.antumbra.core.resend;

/** What is done about a frame that may not have come through; the cheapest first. */
public enum ResendAction
{
    /** A tiny frame on line A: it makes the receiver see its gap, and ask for all of it. */
    PROBE(1),

    /** The frame itself on line B. */
    COPY(2),

    /** The frame itself once more on line A, where line B does not take it. */
    REPEAT(3),

    /** Everything that is not held is sent anew by line B, which carries the link alone. */
    GO_BACK(4);

    private final int code;

    ResendAction(final int code)
    {
        this.code = code;
    }

    /** @return number of this action in files; never changes. */
    public int code()
    {
        return code;
    }

    /**
     * @param code of a file.
     * @return the action, or null when there is none of that number.
     */
    public static ResendAction ofCode(final int code)
    {
        for (final ResendAction one : values())
        {
            if (one.code == code)
            {
                return one;
            }
        }
        return null;
    }
}
