package io.antumbra.core.resend;

/** Why something is sent that was sent before. */
public enum ResendReason
{
    /** Nothing followed it on line A, so nothing there shows that it is missing. */
    TAIL,

    /** What followed it shows that it is missing, and line A's own repair is overdue. */
    GAP,

    /** Its last copy is overdue too. */
    AGAIN,

    /** The forecast takes a loss for likely. */
    RISK,

    /** The peer is not well: what it lacks is brought to it while it still answers. */
    PEER_UNHEALTHY,

    /** Only to learn how line B is. */
    EXPERIMENT,

    /** Line A is away. */
    LINE_A_AWAY
}
