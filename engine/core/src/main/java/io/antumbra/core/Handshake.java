package io.antumbra.core;

/** Who shakes hands with whom: what both proofs cover. Plain fields; owned by one machine. */
public final class Handshake
{
    /** Shard of both. */
    public int shard;

    /** Replica that leads. */
    public int primaryId;

    /** Replica that follows. */
    public int standbyId;

    /** Start of the primary. */
    public long primaryIncarnation;

    /** Start of the standby. */
    public long standbyIncarnation;

    /** Upper half of what the primary drew. */
    public long primaryNonceHigh;

    /** Lower half of what the primary drew. */
    public long primaryNonceLow;

    /** Upper half of what the standby drew. */
    public long standbyNonceHigh;

    /** Lower half of what the standby drew. */
    public long standbyNonceLow;
}
