package io.antumbra.runtime;

/** What an {@link EventListener} is told of. The value that comes with each is named here. */
public enum EventKind
{
    /** A primary accepts entries from now on; value: its epoch. */
    LEADING,

    /** A standby has joined and adopted the epoch; value: its incarnation. */
    STANDBY_JOINED,

    /** A standby's acknowledgement is needed from now on; value: 0. */
    STANDBY_IN_SYNC,

    /** A standby is no longer heard. It stays in the in-sync set, so nothing is acknowledged without it; value: 0. */
    STANDBY_LOST,

    /** A standby's acknowledgement is no longer needed; value: version of the configuration without it. */
    STANDBY_DROPPED,

    /** A standby follows its primary from now on; value: the epoch. */
    FOLLOWING,

    /** A standby does not hear its primary any more and looks for it; value: 0. */
    PRIMARY_LOST,

    /** Entries that no later epoch knows were taken back and saved; value: how many. */
    ORPHANS,

    /** Media driver and client were built anew, every peer joins again; value: how often so far. */
    TRANSPORT_RESET,

    /** Something is configured in a way that the operator should know of; value: 0. */
    WARNING,

    /** Something between replicas is wrong; told once per kind and peer; value: 0. */
    PROBLEM,

    /** Shadow or journal failed, the engine stands still; value: 0. */
    FAILED,

    /** The engine is closed; value: entries accepted but not acknowledged when it closed. */
    CLOSED
}
