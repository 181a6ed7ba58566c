package io.antumbra.chaos.sim;

/** What a machine of the protocol can go through, seen from outside: by what it tells and by what it sends. */
public enum Transition
{
    /** A primary asks a standby for the end of its own stream. */
    PRIMARY_REPAIRS,

    /** A primary offers a new epoch. */
    PRIMARY_PROPOSES,

    /** A primary accepts entries. */
    PRIMARY_LEADS,

    /** A primary leads for the first time after a past that it could not vouch for. */
    PRIMARY_LEADS_AFTER_LOSS,

    /** A replica that leads sends entries. */
    PRIMARY_SENDS,

    /** A standby has adopted the epoch. */
    STANDBY_JOINED,

    /** A standby is needed from now on, while the primary leads. */
    STANDBY_ADMITTED,

    /** A standby is no longer heard. */
    STANDBY_LOST,

    /** A standby is not needed any more. */
    STANDBY_DROPPED,

    /** A primary refuses a standby and says why. */
    PRIMARY_REFUSES,

    /** A standby says hello. */
    STANDBY_GREETS,

    /** A standby asks to be bound. */
    STANDBY_JOINS,

    /** A standby asks to be bound and cannot vouch for what it acknowledged. */
    STANDBY_JOINS_UNVOUCHED,

    /** A standby adopts an epoch. */
    STANDBY_ADOPTS,

    /** A standby acknowledges. */
    STANDBY_ACKNOWLEDGES,

    /** A standby asks again for a gap. */
    STANDBY_REWINDS,

    /** A standby gives a primary what that has lost. */
    STANDBY_REPAIRS,

    /** A standby cannot give what it was asked for. */
    STANDBY_CANNOT_SERVE,

    /** A standby takes back what no later epoch knows. */
    STANDBY_TAKES_BACK,

    /** A standby can vouch again. */
    STANDBY_IS_REPAIRED,

    /** A standby hears its primary no more. */
    STANDBY_LOSES_PRIMARY,

    /** Line B brings what line A has not brought yet. */
    LINE_B_BRINGS_FIRST,

    /** A primary sends by line B while line A is away. */
    LINE_B_CARRIES_ALONE,

    /** A client reads at a primary that certainly leads. */
    READ_SERVED,

    /** A client is told that another replica may lead by now. */
    READ_REFUSED,

    /** A handler is told that unprotected entries are gone. */
    HANDLER_IS_TOLD_A_GAP,

    /** A handler that has seen what was given up by force is given an earlier state. */
    HANDLER_IS_RESTORED
}
