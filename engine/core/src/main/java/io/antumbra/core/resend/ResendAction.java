package io.antumbra.core.resend;

/** What is done about a frame that may not have come through; the cheapest first. */
public enum ResendAction
{
    /** A tiny frame on line A: it makes the receiver see its gap, and ask for all of it. */
    PROBE,

    /** The frame itself on line B. */
    COPY,

    /** The frame itself once more on line A, where line B does not take it. */
    REPEAT,

    /** Everything that is not held is sent anew by line B, which carries the link alone. */
    GO_BACK
}
