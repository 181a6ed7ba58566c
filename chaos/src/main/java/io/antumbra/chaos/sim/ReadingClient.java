package io.antumbra.chaos.sim;

import java.util.function.LongSupplier;

import io.antumbra.chaos.check.Violation;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.replica.Replica;

/**
 * Clients that ask a replica how far the log is, and for entries near its end: a primary answers only while nobody else
 * can be one. Where clocks run beyond the drift that leases are written for, stale answers are counted and no more.
 */
final class ReadingClient
{
    private static final int NEAR_THE_END = 20;

    private final World world;
    private final ReplicaHost host;
    private final Draw draw;
    private final LongSupplier clock;
    private final EntryView view = new EntryView();

    ReadingClient(final World world, final ReplicaHost host, final Draw draw)
    {
        this.world = world;
        this.host = host;
        this.draw = draw;
        clock = host::nowNs;
    }

    void read(final int streamId, final boolean isEntryWanted)
    {
        final Replica replica = host.machine();
        final int operation = world.clients.onPositionAsked(streamId);
        final long position = replica.acknowledgedPosition(streamId, clock);
        if (position < 0)
        {
            world.coverage.saw(Transition.READ_REFUSED);
            return;
        }
        world.coverage.saw(Transition.READ_SERVED);
        if (world.scenario.hasHonestClocks())
        {
            mustBeFresh(streamId, position, replica.epoch());
        }
        world.clients.onPosition(operation, position);
        final long sequence = position - draw.below(NEAR_THE_END);
        if (isEntryWanted && sequence >= host.storage.oldestRetained(streamId) &&
            replica.read(streamId, sequence, view, clock) == Outcome.OK)
        {
            world.storage.mustBeDecided(view, streamId, sequence, host.replicaId);
            world.clients.onReadEntry(world.clients.onReadAsked(streamId, sequence), world.ledger.find(streamId,
                sequence, view.meta().originEpoch).operation());
        }
    }

    private void mustBeFresh(final int streamId, final long position, final long epoch)
    {
        world.terms.onRead(host.replicaId, epoch);
        final long acknowledged = world.ledger.acknowledged(streamId);
        if (position < acknowledged)
        {
            throw new Violation("reads are not stale", "replica " + host.replicaId + " reads stream " + streamId +
                " up to " + position + " in epoch " + epoch + ", acknowledged is " + acknowledged);
        }
    }
}
