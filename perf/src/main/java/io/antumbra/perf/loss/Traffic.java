package io.antumbra.perf.loss;

/** What a datagram is for: the columns in which a rival's bytes are counted, Aeron's headers included. */
enum Traffic
{
    /** An entry for the first time. */
    FIRST("first", false),

    /** What Aeron sends again when it is asked to. */
    RETRANSMIT("retransmit", true),

    /** An entry once more, because the sender thought so. */
    COPY("copy", true),

    /** A frame without an entry that shows a gap. */
    PROBE("probe", true),

    /** Parity over several entries. */
    PARITY("parity", true),

    /** Aeron's heartbeats of streams with nothing to send. */
    HEARTBEAT("heartbeat", true),

    /** What Aeron's receivers ask for. */
    NAK("nak", true),

    /** What Aeron's receivers tell of their windows; as much whatever is lost, so no rival is charged for it. */
    STATUS("status", false),

    /** What the receiving application tells; a plain stream has none. */
    ACKNOWLEDGEMENT("acknowledgement", false),

    /** Commits and heartbeats of a replication, which the plain stream does not do. */
    PROTOCOL("protocol", false);

    final String label;

    /** It is there because of loss, and counts as extra bytes. */
    final boolean isExtra;

    Traffic(final String label, final boolean isExtra)
    {
        this.label = label;
        this.isExtra = isExtra;
    }
}
