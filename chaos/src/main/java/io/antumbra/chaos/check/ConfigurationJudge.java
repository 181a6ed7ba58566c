package io.antumbra.chaos.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of one shard is one line of versions, each the result of one compare-and-set on the one before,
 * the same at every member of the arbiter, and nobody is ever told anything else. Within an epoch the primary is one
 * start of one replica; a new epoch goes by one, to a member of the set, and leaves the old primary out at most.
 *
 * <pre>
 *   version   1        2          3          4            5
 *   epoch     1        1          1          2            2
 *   set     {a,b,c}   {a,b}    {a,b,c}     {b,c}        {b,c,a}
 *             create   shrink    grow      failover to b   grow
 * </pre>
 *
 * Answers may be late: being told of an old version is fine, going back to one is not. One thread.
 */
public final class ConfigurationJudge
{
    private static final String NAME = "one configuration";

    private final TreeMap<Long, Configuration> versions = new TreeMap<>();
    private final Map<Integer, Configuration> adopted = new HashMap<>();
    private long forced;

    /**
     * An arbiter member has applied a change. The first to apply a version fixes it for all.
     *
     * @param arbiterMember that applied it.
     * @param configuration that it says is in force now.
     */
    public void onApplied(final int arbiterMember, final Configuration configuration)
    {
        if (!versions.isEmpty() && configuration.version() <= versions.lastKey())
        {
            mustBeKnown("member " + arbiterMember + " of the arbiter applied", configuration);
            return;
        }
        if (!versions.isEmpty())
        {
            mustFollow(versions.lastEntry().getValue(), configuration);
        }
        if (!configuration.hasMember(configuration.primaryId()))
        {
            throw new Violation(NAME, "the primary is no member of " + configuration);
        }
        versions.put(configuration.version(), configuration);
    }

    private void mustFollow(final Configuration before, final Configuration after)
    {
        final boolean isNewEpoch = after.epoch() != before.epoch();
        if (after.version() != before.version() + 1 || after.epoch() - before.epoch() > 1 ||
            after.epoch() < before.epoch())
        {
            throw new Violation(NAME, after + " is no single change of " + before);
        }
        if (!isNewEpoch && (after.primaryId() != before.primaryId() ||
            after.primaryIncarnation() != before.primaryIncarnation()))
        {
            throw new Violation("one leader an epoch", before + " has another primary than " + after);
        }
        if (isNewEpoch && after.epoch() != forced)
        {
            mustStayWithin(before, after);
        }
        for (final Configuration.Member member : after.members())
        {
            if (member.incarnation() < before.incarnationOf(member.replicaId()) && after.epoch() != forced)
            {
                throw new Violation(NAME, "replica " + member.replicaId() + " goes back to incarnation " +
                    member.incarnation() + " in " + after + " after " + before);
            }
        }
    }

    private static void mustStayWithin(final Configuration before, final Configuration after)
    {
        for (final Configuration.Member member : after.members())
        {
            if (!before.hasMember(member.replicaId()))
            {
                throw new Violation(NAME, "epoch " + after.epoch() + " takes in replica " + member.replicaId() +
                    ", which was not in the set: " + after + " after " + before);
            }
        }
        for (final Configuration.Member member : before.members())
        {
            if (!after.hasMember(member.replicaId()) && member.replicaId() != before.primaryId())
            {
                throw new Violation(NAME, "epoch " + after.epoch() + " drops replica " + member.replicaId() +
                    ", which is not the old primary: " + after + " after " + before);
            }
        }
    }

    /**
     * An operator is about to force a primary: whoever leads this epoch need not have been in the set.
     *
     * @param epoch that begins by force.
     */
    public void onForced(final long epoch)
    {
        forced = epoch;
    }

    /**
     * A replica is told a configuration, early or late.
     *
     * @param replicaId     of the replica.
     * @param configuration that it is told.
     */
    public void onTold(final int replicaId, final Configuration configuration)
    {
        mustBeKnown("replica " + replicaId + " was told", configuration);
    }

    /**
     * A replica acts on a configuration from now on, across its restarts.
     *
     * @param replicaId     of the replica.
     * @param configuration that it takes to be in force.
     */
    public void onAdopted(final int replicaId, final Configuration configuration)
    {
        mustBeKnown("replica " + replicaId + " adopted", configuration);
        final Configuration before = adopted.put(replicaId, configuration);
        if (before != null && before.version() > configuration.version())
        {
            throw new Violation(NAME, "replica " + replicaId + " goes back to " + configuration + " after " + before);
        }
    }

    private void mustBeKnown(final String witness, final Configuration configuration)
    {
        final Configuration known = versions.get(configuration.version());
        if (!configuration.equals(known))
        {
            throw new Violation(NAME, witness + " " + configuration + ", but decided was " + known);
        }
    }

    /**
     * The primary of an epoch tells its application that entries are safe. Whatever it believes its set to be, it must
     * wait for everybody who could succeed it: the set that the arbiter has, or had when the epoch ended.
     *
     * @param epoch  of the primary.
     * @param waited replicas that it waited for, one bit each, its own included.
     */
    public void onAcknowledged(final long epoch, final long waited)
    {
        final Configuration last = lastOf(epoch);
        if (last == null)
        {
            throw new Violation(NAME, "somebody acknowledges in epoch " + epoch + ", which was never granted");
        }
        for (final Configuration.Member member : last.members())
        {
            if ((waited & 1L << member.replicaId()) == 0)
            {
                throw new Violation("union", "acknowledged in epoch " + epoch + " by the set " +
                    Long.toBinaryString(waited) + ", but replica " + member.replicaId() +
                    " could succeed the primary: " + last);
            }
        }
    }

    /**
     * @param epoch of leadership.
     * @return the last configuration that was decided in it, null when there is none.
     */
    public Configuration lastOf(final long epoch)
    {
        for (final Configuration configuration : versions.descendingMap().values())
        {
            if (configuration.epoch() == epoch)
            {
                return configuration;
            }
        }
        return null;
    }

    /** @return the configuration decided last, null when there is none. */
    public Configuration last()
    {
        return versions.isEmpty() ? null : versions.lastEntry().getValue();
    }
}
