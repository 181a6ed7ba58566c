package io.antumbra.perf.jmh;

import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.StandbyListener;

/** Listens to two machines whose start is waited for by other means, and allows no problem. Stateless. */
final class IgnoredEvents implements PrimaryListener, StandbyListener
{
    @Override
    public void onLeading(final long epoch)
    {
        // waited for
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        // asked for
    }

    @Override
    public void onStandbyJoined(final int replicaId, final long incarnation)
    {
        // waited for
    }

    @Override
    public void onStandbyInSync(final int replicaId)
    {
        // waited for
    }

    @Override
    public void onStandbyLost(final int replicaId)
    {
        throw new IllegalStateException("standby " + replicaId + " is lost, and nothing kept it from being heard");
    }

    @Override
    public void onStandbyDropped(final int replicaId, final long version)
    {
        throw new IllegalStateException("standby " + replicaId + " was dropped, and nobody asked for that");
    }

    @Override
    public void onJoined(final long epoch)
    {
        // waited for
    }

    @Override
    public void onPrimaryLost()
    {
        throw new IllegalStateException("the primary is lost, and nothing kept it from being heard");
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        throw new IllegalStateException("entries were taken back: stream " + streamId + " from " + first);
    }

    @Override
    public void onProblem(final Problem problem, final int replicaId, final String message)
    {
        if (problem != Problem.WAITING_FOR_STANDBYS)
        {
            throw new IllegalStateException(message);
        }
    }
}
