package io.antumbra.runtime;

/**
 * Every counter that an engine keeps in the CnC file of its media driver, where AeronStat shows it. A label is the name
 * here followed by {@code shard=.. [stream=..] replica=..}.
 */
public enum EngineCounter
{
    /** Highest sequence of a stream in this replica's shadow. */
    SHADOWED(4700, "antumbra-shadowed", true),

    /**
     * Primary: highest sequence held by the whole in-sync set, written before the application is told. Standby: highest
     * sequence that it has acknowledged to its primary.
     */
    ACKNOWLEDGED(4701, "antumbra-acknowledged", true),

    /** Highest sequence of a stream that this replica knows to be held by the whole in-sync set. */
    COMMITTED(4702, "antumbra-committed", true),

    /** Standby: highest sequence that the handler has taken; the primary has 0. */
    DELIVERED(4703, "antumbra-delivered", true),

    /** Lowest sequence of a stream that this replica's shadow can still serve. */
    OLDEST_RETAINED(4704, "antumbra-oldest-retained", true),

    /** Highest sequence of a stream that was accepted from the application; less what is shadowed waits in the ring. */
    ACCEPTED(4705, "antumbra-accepted", true),

    /** What the engine is doing, see {@link State#code()}. */
    STATE(4710, "antumbra-state", false),

    /** Epoch that this replica leads or follows, 0 for none. */
    EPOCH(4711, "antumbra-epoch", false),

    /** Primary: members of the in-sync set, itself included; standby: 1 while it follows. */
    IN_SYNC(4712, "antumbra-in-sync", false),

    /** Number of this start of the replica. */
    INCARNATION(4713, "antumbra-incarnation", false),

    /** Entries sent again because their tail was overdue. */
    RETRANSMITTED(4720, "antumbra-retransmitted", false),

    /** Entries sent from the shadow to standbys that were behind. */
    CAUGHT_UP(4721, "antumbra-caught-up", false),

    /** Entries received that were here already. */
    DUPLICATES(4722, "antumbra-duplicates", false),

    /** Times that a sequence arrived before the one in front of it. */
    GAPS(4723, "antumbra-gaps", false),

    /** Times that an entry had to wait because the shadow was full or too much was unacknowledged. */
    BACK_PRESSURE(4724, "antumbra-back-pressure", false),

    /** Frames that are no frames of this engine's schema, dropped. */
    MALFORMED_FRAMES(4725, "antumbra-malformed-frames", false),

    /** Frames of another schema, version or shard, dropped. */
    FOREIGN_FRAMES(4726, "antumbra-foreign-frames", false),

    /** Frames of unknown sessions, older epochs or incarnations, dropped. */
    REFUSED_FRAMES(4727, "antumbra-refused-frames", false),

    /** Entries whose bytes did not match their checksum, refused. */
    CORRUPT_ENTRIES(4728, "antumbra-corrupt-entries", false),

    /** Entries that the shadowing policy left out. */
    UNPROTECTED(4729, "antumbra-unprotected", false),

    /** Frames sent, copies to several standbys counted apart. */
    FRAMES_SENT(4730, "antumbra-frames-sent", false),

    /** Frames received and understood. */
    FRAMES_RECEIVED(4731, "antumbra-frames-received", false),

    /** Frames that a peer's send buffer refused and that are sent from the shadow later. */
    FRAMES_REFUSED(4732, "antumbra-frames-refused", false),

    /** Last round trip to a standby, ns. */
    ROUND_TRIP_NS(4733, "antumbra-round-trip-ns", false),

    /** Age after which an unacknowledged tail counts as overdue, as forecast, ns. */
    OVERDUE_AFTER_NS(4734, "antumbra-overdue-after-ns", false),

    /** Errors recorded in the replica's error log, repetitions included. */
    ERRORS(4735, "antumbra-errors", false),

    /** Standby: times that the handler threw; it gets the same entry again after a pause. */
    HANDLER_FAILURES(4736, "antumbra-handler-failures", false),

    /** Frames of entries sent by line B. */
    COPIES_SENT(4737, "antumbra-copies-sent", false),

    /** Entries that line B brought first; a primary counts what its standbys tell. */
    USEFUL_COPIES(4738, "antumbra-useful-copies", false),

    /** Standby: copies that came by line B before what is in front of them, dropped. */
    EARLY_COPIES(4739, "antumbra-early-copies", false),

    /** Bytes of frames of entries sent by line A. */
    LINE_A_BYTES(4740, "antumbra-line-a-bytes", false),

    /** Bytes of frames of entries sent by line B. */
    LINE_B_BYTES(4741, "antumbra-line-b-bytes", false),

    /** Times that an overdue frame was not sent again because the budget of bytes was spent. */
    BUDGET_EXHAUSTED(4742, "antumbra-budget-exhausted", false),

    /** Primary: how long the media driver ignores requests for what it has just sent again, as forecast, ns. */
    RETRANSMIT_LINGER_NS(4743, "antumbra-retransmit-linger-ns", false),

    /** Primary: tiny frames sent on line A so that a standby sees its gap. */
    PROBES_SENT(4744, "antumbra-probes-sent", false),

    /** Primary: frames sent again because nothing behind them could show that they were lost. */
    RESENT_TAILS(4745, "antumbra-resent-tails", false),

    /** Primary: frames sent again because line A's own repair was overdue. */
    RESENT_GAPS(4746, "antumbra-resent-gaps", false),

    /** Primary: frames sent again because their last copy was overdue. */
    RESENT_AGAIN(4747, "antumbra-resent-again", false),

    /** Primary: frames copied because the risk was high. */
    RESENT_FOR_RISK(4748, "antumbra-resent-for-risk", false),

    /** Primary: frames copied because a standby was not well. */
    RESENT_FOR_HEALTH(4749, "antumbra-resent-for-health", false),

    /** Primary: frames copied only to learn how line B is. */
    RESENT_AS_EXPERIMENT(4750, "antumbra-resent-as-experiment", false),

    /** Standby: entries that came by line B when they were here already. */
    WASTED_COPIES(4751, "antumbra-wasted-copies", false),

    /** Primary: chance that the next frame to the worst standby misses its deadline, as forecast, millionths. */
    RISK_PPM(4752, "antumbra-risk-ppm", false);

    /** Lowest type id of an engine's counter. */
    public static final int FIRST_TYPE_ID = 4700;

    /** Highest type id of an engine's counter. */
    public static final int LAST_TYPE_ID = 4752;

    private final int typeId;
    private final String label;
    private final boolean isPerStream;

    EngineCounter(final int typeId, final String label, final boolean isPerStream)
    {
        this.typeId = typeId;
        this.label = label;
        this.isPerStream = isPerStream;
    }

    /** @return type id in the CnC file. */
    public int typeId()
    {
        return typeId;
    }

    /** @return name that the label starts with. */
    public String label()
    {
        return label;
    }

    /** @return true when there is one for each stream. */
    public boolean isPerStream()
    {
        return isPerStream;
    }

    /**
     * @param shard     of the replica.
     * @param streamId  of the stream; ignored unless {@link #isPerStream()}.
     * @param replicaId of the replica.
     * @return the whole label, as AeronStat shows it.
     */
    public String label(final int shard, final int streamId, final int replicaId)
    {
        return label + " shard=" + shard + (isPerStream ? " stream=" + streamId : "") + " replica=" + replicaId;
    }
}
