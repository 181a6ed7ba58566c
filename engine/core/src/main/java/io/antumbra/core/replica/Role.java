package io.antumbra.core.replica;

/** What a replica is doing for its shard. */
public enum Role
{
    /** Follows the primary, or looks for one. */
    FOLLOWING,

    /** Has proposed itself and acknowledges nothing until the arbiter's answer is known. */
    SEALED,

    /** Was given an epoch, and makes sure that everything before it is committed. */
    TAKING_OVER,

    /** Accepts entries. */
    LEADING,

    /** Leads, and accepts nothing while another replica is asked to. */
    HANDING_OVER
}
