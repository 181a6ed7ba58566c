package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Follows what an application is told: an acknowledgement may only come when every replica of the in-sync set holds
 * every entry up to it, vouches for it beyond a restart, and it never goes back. Knows the set from what the
 * application is told, and from the synced file beside the shadow, which must say the same. One judge follows one
 * replica that leads; several share the ledger.
 */
public final class AcknowledgementJudge
{
    private final Ledger ledger;
    private final StorageJudge storage;
    private final List<Holder> inSync = new ArrayList<>();
    private final long[] told;

    /**
     * @param ledger  of what was given in.
     * @param storage to ask what is held.
     */
    public AcknowledgementJudge(final Ledger ledger, final StorageJudge storage)
    {
        this.ledger = ledger;
        this.storage = storage;
        told = new long[ledger.streamCount()];
    }

    /**
     * A new start of the leader: members are told one by one, and positions go on where its storage remembers them.
     *
     * @param leader that starts.
     */
    public void restarted(final Holder leader)
    {
        inSync.clear();
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            told[streamId] = Math.min(leader.shadow().promised(streamId), ledger.acknowledged(streamId));
        }
    }

    /**
     * A replica begins to lead by promotion: its application has been told nothing yet, and what it is told first must
     * be held by all anew, however much an earlier primary has told another.
     */
    public void promoted()
    {
        inSync.clear();
        Arrays.fill(told, 0);
    }

    /**
     * @param holder whose acknowledgement is needed from now on.
     */
    public void inSync(final Holder holder)
    {
        if (!inSync.contains(holder))
        {
            inSync.add(holder);
        }
    }

    /**
     * @param holder whose acknowledgement is no longer needed.
     */
    public void dropped(final Holder holder)
    {
        inSync.remove(holder);
    }

    /** @return members as told. */
    public List<Holder> inSync()
    {
        return inSync;
    }

    /**
     * @param primary   that says so.
     * @param durable   in-sync set in its synced file, one bit a replica.
     * @param minInSync members that there must be.
     * @param streamId  of the stream.
     * @param through   highest sequence.
     */
    public void onAcknowledged(final Holder primary, final long durable, final int minInSync, final int streamId,
        final long through)
    {
        final long before = told[streamId];
        if (through <= before)
        {
            throw new Violation("committed never moves back", "stream " + streamId + " is acknowledged up to " +
                through + " after " + before);
        }
        told[streamId] = through;
        long members = 1L << primary.replicaId();
        for (final Holder holder : inSync)
        {
            members |= 1L << holder.replicaId();
        }
        if (members != durable || Long.bitCount(members) < minInSync)
        {
            throw new Violation("in-sync set", "acknowledged by the set " + Long.toBinaryString(members) +
                ", the synced file says " + Long.toBinaryString(durable) + ", the minimum is " + minInSync);
        }
        final long first = Math.min(before, ledger.acknowledged(streamId)) + 1;
        ledger.acknowledged(streamId, Math.max(through, ledger.acknowledged(streamId)), 0);
        for (long sequence = first; sequence <= through; sequence++)
        {
            storage.mustHold(primary, streamId, sequence);
            for (final Holder holder : inSync)
            {
                storage.mustHold(holder, streamId, sequence);
            }
        }
        for (final Holder holder : inSync)
        {
            if (holder.shadow().promised(streamId) < through && !holder.isExcused(streamId, through))
            {
                throw new Violation("vouched", "replica " + holder.replicaId() + " has promised stream " + streamId +
                    " up to " + holder.shadow().promised(streamId) + " only, " + through + " is acknowledged");
            }
        }
    }
}
