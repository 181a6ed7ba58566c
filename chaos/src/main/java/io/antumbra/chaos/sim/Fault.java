package io.antumbra.chaos.sim;

/** Kinds of faults, counted as they are injected. */
public enum Fault
{
    /** A process is killed between two duty cycles. */
    KILL,

    /** A process is killed before or after one of its next writes. */
    KILL_AT_WRITE,

    /** A host restarts: what was not synced is gone. */
    REBOOT,

    /** A process is killed and one bit of a record that nobody was told to be safe is flipped. */
    FLIP_TAIL,

    /** A process is killed and one bit of any record is flipped. */
    FLIP_ANY,

    /** One bit of a record is flipped under a running process. */
    FLIP_LIVE,

    /** A shadow takes no more records for a while, as on a disk that is full. */
    SHADOW_FULL,

    /** A handler throws at every entry for a while. */
    HANDLER_THROWS,

    /** A process stands still longer than some or all of the time-outs. */
    PAUSE,

    /** A link loses, delays, reorders, duplicates or corrupts for a while. */
    IMPAIR,

    /** A link goes up and down by turns for a while. */
    FLAP,

    /** A link is cut in both directions. */
    PARTITION,

    /** A link is cut in one direction. */
    HALF_PARTITION,

    /** A replica is cut off from all others. */
    ISOLATE,

    /** A transport session ends and another, or the same, appears. */
    SESSION_END,

    /** A transport is built anew: every session of a process is gone at once. */
    TRANSPORT_RESET,

    /** A send buffer refuses for a while, or all those of a process do. */
    BACK_PRESSURE,

    /** The operator drops a standby. */
    DROP_STANDBY,

    /** The operator removes a standby; its disk is replaced before it is added again. */
    REMOVE_STANDBY,

    /** A standby that was removed is added again. */
    ADD_STANDBY,

    /** The operator forces a replica to lead. */
    FORCE,

    /** A monotonic clock jumps ahead, further than the drift that leases are written for. */
    CLOCK_JUMP,

    /** Whoever leads is killed. */
    KILL_LEADER,

    /** The operator hands the lead over. */
    HANDOVER,

    /** A member of the arbiter's cluster is gone for a while. */
    ARBITER_MEMBER,

    /** All members of the arbiter's cluster are. */
    ARBITER_AWAY,

    /** A replica cannot reach the arbiter. */
    ARBITER_CUT,

    /** Round trips are reported at random for a while: the forecast is worthless. */
    WILD_FORECAST,

    /** Frames lost, one by one. */
    FRAME_LOST,

    /** Frames that arrived twice. */
    FRAME_DUPLICATED,

    /** Frames that arrived with a flipped bit. */
    FRAME_CORRUPTED;

    boolean isKnownTo(final boolean isArbitrated)
    {
        final boolean needsArbiter = this == KILL_LEADER || this == HANDOVER || this == ARBITER_MEMBER ||
            this == ARBITER_AWAY || this == ARBITER_CUT || this == REMOVE_STANDBY || this == FORCE;
        return isArbitrated || !needsArbiter;
    }

    /** @return true for one that a schedule injects, false for what comes of it frame by frame. */
    public boolean isScheduled()
    {
        return this != FRAME_LOST && this != FRAME_DUPLICATED && this != FRAME_CORRUPTED && this != ADD_STANDBY;
    }
}
