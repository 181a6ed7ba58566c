package io.antumbra.chaos.process;

import java.util.Locale;

/** One kill or stop: who, where in the pipeline entries were, and how long service took to come back. */
final class Kill
{
    final int replicaId;
    final long offered;
    final long shadowed;
    final long received;
    final long acknowledged;
    final long delivered;
    long recoveryNs;
    boolean isRebuilt;

    Kill(final int replicaId, final long offered, final long shadowed, final long received, final long acknowledged,
        final long delivered)
    {
        this.replicaId = replicaId;
        this.offered = offered;
        this.shadowed = shadowed;
        this.received = received;
        this.acknowledged = acknowledged;
        this.delivered = delivered;
    }

    String role()
    {
        return replicaId == ReplicaSpec.PRIMARY_ID ? "primary" : "standby";
    }

    long inFlight()
    {
        return Math.max(0, offered - acknowledged);
    }

    /** Entries between two steps of the pipeline, in the order of {@link Stage}. */
    long at(final Stage stage)
    {
        switch (stage)
        {
            case OFFERED_NOT_SHADOWED:
                return Math.max(0, offered - shadowed);
            case SHADOWED_NOT_SENT:
                return Math.max(0, shadowed - received);
            case SENT_NOT_ACKNOWLEDGED:
                return Math.max(0, received - acknowledged);
            default:
                return Math.max(0, acknowledged - delivered);
        }
    }

    /** Where most of what was under way stood. */
    Stage stage()
    {
        Stage most = Stage.OFFERED_NOT_SHADOWED;
        for (final Stage stage : Stage.values())
        {
            most = at(stage) > at(most) ? stage : most;
        }
        return most;
    }

    /** Steps of the pipeline between which an entry can be. */
    enum Stage
    {
        /** In the ring. */
        OFFERED_NOT_SHADOWED,

        /** In the primary's shadow, and at no standby yet. */
        SHADOWED_NOT_SENT,

        /** At the standby that is furthest, and not acknowledged by all. */
        SENT_NOT_ACKNOWLEDGED,

        /** Held by all, and not with the slowest handler yet. */
        ACKNOWLEDGED_NOT_DELIVERED;

        @Override
        public String toString()
        {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
