package io.antumbra.chaos.check;

import java.util.List;

/**
 * What the arbiter says of one shard, as a judge compares it.
 *
 * @param epoch              of leadership.
 * @param version            of the configuration; every change raises it by one.
 * @param primaryId          of the replica that leads.
 * @param primaryIncarnation start of it that leads.
 * @param members            in-sync set.
 */
public record Configuration(long epoch, long version, int primaryId, long primaryIncarnation, List<Member> members)
{
    /**
     * One replica of the in-sync set.
     *
     * @param replicaId   of the replica.
     * @param incarnation start of it that the arbiter knows.
     */
    public record Member(int replicaId, long incarnation)
    {
    }

    /**
     * @param replicaId of a replica.
     * @return true when it is in the in-sync set.
     */
    public boolean hasMember(final int replicaId)
    {
        return incarnationOf(replicaId) >= 0;
    }

    long incarnationOf(final int replicaId)
    {
        for (final Member member : members)
        {
            if (member.replicaId == replicaId)
            {
                return member.incarnation;
            }
        }
        return -1;
    }
}
