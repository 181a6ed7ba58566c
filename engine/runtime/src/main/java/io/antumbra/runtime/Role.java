package io.antumbra.runtime;

/** What a replica does in its shard. Fixed at launch. */
public enum Role
{
    /** Accepts entries, shadows them and replicates them to its standbys. */
    PRIMARY,

    /** Follows a primary: shadows, acknowledges, and delivers to a handler. */
    STANDBY,

    /**
     * Follows a primary and only holds entries: a shadow node, whose hold counts before anybody else is sent an entry.
     */
    SHADOW
}
