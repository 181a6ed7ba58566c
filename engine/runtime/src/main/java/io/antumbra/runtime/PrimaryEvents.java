package io.antumbra.runtime;

import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;

/**
 * Brings what a primary tells to counters and to the application's listeners, counters first: whoever reads them after
 * a kill sees every acknowledgement that the application was told of. Engine's thread.
 */
final class PrimaryEvents implements PrimaryListener
{
    private final EngineCounters counters;
    private final Events events;
    private final ErrorRecorder errors;
    private final AcknowledgementListener listener;

    PrimaryEvents(final EngineParts parts, final AcknowledgementListener listener)
    {
        counters = parts.counters;
        events = parts.events;
        errors = parts.errors;
        this.listener = listener;
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        counters.set(EngineCounter.ACKNOWLEDGED, streamId, throughSequence);
        if (listener != null)
        {
            try
            {
                listener.onAcknowledged(streamId, throughSequence, nowNs);
            }
            catch (final RuntimeException ex)
            {
                errors.onError(ex);
            }
        }
    }

    @Override
    public void onLeading(final long epoch)
    {
        // Told by the agent, once entries are really accepted.
    }

    @Override
    public void onStandbyJoined(final int replicaId, final long incarnation)
    {
        events.tell(EventKind.STANDBY_JOINED, replicaId, incarnation,
            "standby " + replicaId + " joined, start number " + incarnation);
    }

    @Override
    public void onStandbyInSync(final int replicaId)
    {
        events.tell(EventKind.STANDBY_IN_SYNC, replicaId, 0, "standby " + replicaId + " is in sync: its" +
            " acknowledgement is needed from now on");
    }

    @Override
    public void onStandbyLost(final int replicaId)
    {
        events.tell(EventKind.STANDBY_LOST, replicaId, 0, "standby " + replicaId + " is not heard any more; while it" +
            " is in the in-sync set nothing is acknowledged without it: start it again, or drop it");
    }

    @Override
    public void onStandbyDropped(final int replicaId, final long version)
    {
        events.tell(EventKind.STANDBY_DROPPED, replicaId, version, "standby " + replicaId + " was dropped:" +
            " acknowledgement goes on without it");
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        events.tell(problem, replicaId, message);
    }
}
