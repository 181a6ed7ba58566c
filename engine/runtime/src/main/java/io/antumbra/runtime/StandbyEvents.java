package io.antumbra.runtime;

import io.antumbra.core.Problem;
import io.antumbra.core.StandbyListener;

/** Brings what a standby tells to the application's listener. Engine's thread. */
final class StandbyEvents implements StandbyListener
{
    private final Events events;
    private final int primaryId;

    StandbyEvents(final Events events, final int primaryId)
    {
        this.events = events;
        this.primaryId = primaryId;
    }

    @Override
    public void onJoined(final long epoch)
    {
        events.tell(EventKind.FOLLOWING, primaryId, epoch, "primary " + primaryId + " is followed in epoch " + epoch);
    }

    @Override
    public void onPrimaryLost()
    {
        events.tell(EventKind.PRIMARY_LOST, primaryId, 0, "primary " + primaryId + " is not heard any more; hello is" +
            " said until it answers");
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        events.tell(EventKind.ORPHANS, -1, count, "stream " + streamId + ": " + count + " entries from sequence " +
            first + " are unknown to epoch " + epoch +
            "; they were taken back and saved as orphans in the journal folder");
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        events.tell(problem, replicaId, message);
    }
}
