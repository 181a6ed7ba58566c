package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where leadership moves: no epoch has two primaries, each later one holds all that was acknowledged, and nobody
 * acknowledges what the members of the set in force, or a later primary, do not hold. Which set is in force it takes
 * from the arbiter's log and not from any replica.
 *
 * <pre>
 *   epoch in force 5, set {1, 2}    replica 1 acknowledges in epoch 5: replicas 1 and 2 must hold the entry
 *   epoch in force 6, primary 2     replica 1 acknowledges in epoch 5: replica 2 must hold it (it was sealed with it)
 * </pre>
 */
public final class TermJudge
{
    private final Ledger ledger;
    private final StorageJudge storage;
    private final int minInSync;
    private final Map<Long, String> leaders = new HashMap<>();
    private final List<Holder> members = new ArrayList<>();
    private Holder primary;
    private long epoch;
    private Holder heir;
    private long heirEpoch;
    private long lastLed;
    private long leaderships;

    /**
     * @param ledger    of what was given in.
     * @param storage   to ask what is held.
     * @param minInSync members below which nothing may be acknowledged.
     */
    public TermJudge(final Ledger ledger, final StorageJudge storage, final int minInSync)
    {
        this.ledger = ledger;
        this.storage = storage;
        this.minInSync = minInSync;
    }

    /**
     * The arbiter has ordered another configuration.
     *
     * @param newEpoch   of it.
     * @param newPrimary of it.
     * @param mayLead    false when it names a start of that one which is over already: nobody will ever lead then.
     * @param newMembers of its set, the primary included.
     */
    public void onConfiguration(final long newEpoch, final Holder newPrimary, final boolean mayLead,
        final List<Holder> newMembers)
    {
        if (newEpoch < epoch)
        {
            throw new Violation("epochs ascend", "the arbiter orders epoch " + newEpoch + " after " + epoch);
        }
        epoch = newEpoch;
        primary = newPrimary;
        heir = mayLead ? newPrimary : heir;
        heirEpoch = mayLead ? newEpoch : heirEpoch;
        members.clear();
        members.addAll(newMembers);
    }

    /**
     * A replica accepts entries from now on.
     *
     * @param leader it.
     * @param start  number of its start.
     * @param led    epoch that it leads.
     */
    public void onLeading(final Holder leader, final int start, final long led)
    {
        final String name = "start " + start + " of replica " + leader.replicaId();
        final String other = leaders.putIfAbsent(led, name);
        if (other != null)
        {
            throw new Violation("one leader an epoch", name + " leads epoch " + led + ", which " + other + " has led");
        }
        if (led > epoch)
        {
            throw new Violation("one leader an epoch", name + " leads epoch " + led + ", the arbiter knows " + epoch);
        }
        leaderships++;
        if (led > lastLed)
        {
            lastLed = led;
            storage.mustHoldAll(leader);
        }
    }

    /**
     * An application is told that entries are safe.
     *
     * @param by       replica that says so.
     * @param led      epoch that it leads.
     * @param streamId of the stream.
     * @param before   highest sequence that it told before.
     * @param through  highest sequence that it tells now.
     */
    public void onAcknowledged(final Holder by, final long led, final int streamId, final long before,
        final long through)
    {
        if (through <= before)
        {
            throw new Violation("committed never moves back", "stream " + streamId + " is acknowledged up to " +
                through + " after " + before);
        }
        if (led == epoch && members.size() < minInSync)
        {
            throw new Violation("in-sync set", "replica " + by.replicaId() + " acknowledges with " + members.size() +
                " in sync, the minimum is " + minInSync);
        }
        final long first = Math.min(before, ledger.acknowledged(streamId)) + 1;
        ledger.acknowledged(streamId, Math.max(through, ledger.acknowledged(streamId)), led);
        for (long sequence = first; sequence <= through; sequence++)
        {
            storage.mustHold(by, streamId, sequence);
            for (int i = 0; led == epoch && i < members.size(); i++)
            {
                storage.mustHold(members.get(i), streamId, sequence);
            }
            if (led != epoch)
            {
                storage.mustHold(primary, streamId, sequence);
            }
        }
    }

    /**
     * A primary serves a read, or tells how far it is: whoever could have been given the lead has promised not to be
     * yet. Only itself may be given another epoch without its knowledge, by force.
     *
     * @param replicaId of the primary.
     * @param led       epoch that it believes to lead.
     */
    public void onRead(final int replicaId, final long led)
    {
        if (led < heirEpoch && replicaId != heir.replicaId())
        {
            throw new Violation("lease", "replica " + replicaId + " serves a read in epoch " + led + " while epoch " +
                heirEpoch + " is given to replica " + heir.replicaId());
        }
    }

    /** @return how often a replica began to lead. */
    public long leaderships()
    {
        return leaderships;
    }
}
