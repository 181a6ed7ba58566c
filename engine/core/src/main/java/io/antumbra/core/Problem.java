package io.antumbra.core;

/** What can go wrong between replicas; each is counted, and told once per peer until it joins anew. */
public enum Problem
{
    /** Bytes that are no frame of this schema: too short, or lengths that do not add up. */
    MALFORMED_FRAME,

    /** A frame of another schema, or of another shard. */
    FOREIGN_FRAME,

    /** A frame of another version of the schema. */
    WIRE_VERSION,

    /** A peer could not prove the pre-shared key. */
    PROOF_FAILED,

    /** A replica that is not configured here, or another number of streams or entry length. */
    UNKNOWN_REPLICA,

    /** A frame of an epoch older than the promised one. */
    STALE_EPOCH,

    /** The range that is missing is no longer retained by the peer. */
    GAP_BEYOND_SHADOW,

    /** A sequence that is here already, created in another epoch. */
    IDENTITY_CONFLICT,

    /** A record of our own shadow does not match its checksum. */
    CORRUPT_RECORD,

    /** An entry in a frame does not match its checksum. */
    CORRUPT_FRAME,

    /** The peer is further behind than the epoch history reaches. */
    HISTORY_TOO_OLD,

    /** This replica cannot vouch for what it acknowledged. */
    NOT_ELIGIBLE,

    /** A peer has adopted an epoch that this primary does not know. */
    SUPERSEDED,

    /** Not enough standbys have answered to lead. */
    WAITING_FOR_STANDBYS,

    /** Dropping a standby would leave fewer than the configured minimum in sync. */
    MIN_IN_SYNC,

    /** The arbiter does not answer: who leads and who is in sync stays as it is. */
    ARBITER_SILENT,

    /** The arbiter does not know the shard any more. */
    ARBITER_FORGOT,

    /** No replica may lead: the one that the arbiter names cannot vouch for what it acknowledged. */
    CLOSED,

    /** The handler threw, or asks for entries that are no longer retained. */
    HANDLER
}
