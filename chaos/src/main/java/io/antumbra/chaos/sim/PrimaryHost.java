package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.Holder;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EpochState;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.primary.Primary;
import org.agrona.DirectBuffer;

/** The replica that leads, with the producer in its process. */
final class PrimaryHost extends Host implements PrimaryListener
{
    /** It has told in this start that nobody gives back what it lost: it stays closed. */
    boolean isClosedForLoss;

    private final StandbyHost[] standbys;
    private final Producer producer;
    private final EpochState saved;
    private Primary primary;

    PrimaryHost(final World world, final StandbyHost[] standbys)
    {
        super(world, Scenario.PRIMARY_ID);
        this.standbys = standbys;
        producer = new Producer(world);
        saved = new EpochState(world.scenario.streamCount);
    }

    @Override
    public boolean isPrimary()
    {
        return true;
    }

    @Override
    public long primaryEnd(final int streamId)
    {
        return storage.end(streamId);
    }

    Primary machine()
    {
        return primary;
    }

    @Override
    void startMachine(final long bootId, final long nowNs)
    {
        final Scenario scenario = world.scenario;
        final PeerConfig[] peers = new PeerConfig[standbys.length];
        for (int i = 0; i < peers.length; i++)
        {
            peers[i] = new PeerConfig(standbys[i].replicaId, scenario.isShadowNode(i));
        }
        holder.noExcuses();
        isClosedForLoss = false;
        world.acknowledgement.restarted(holder);
        final ShadowingPolicy policy = scenario.leavesOut ? ShadowingPolicy.priorityAtLeast(1) : ShadowingPolicy.all();
        primary = new Primary(scenario.config(replicaId), peers,
            new FusedShadow(world.ports.shadow(this, new DecisionShadow(storage, world.decided)), fuse),
            new FusedJournal(world.ports.journal(this, journal), fuse), world.ports.outbox(this, this::offer), nonces,
            policy, this);
        primary.start(bootId, nowNs);
        producer.start(this);
    }

    private long offer(final int replicaId, final int line, final DirectBuffer buffer, final int offset,
        final int length)
    {
        assert line == Outbox.LINE_A : "line=" + line + " - a primary speaks on line A";
        fuse.boundary();
        long result = Outcome.NOT_CONNECTED;
        for (final Channel channel : outgoing)
        {
            if (channel.to.replicaId == replicaId)
            {
                result = channel.offer(buffer, offset, length);
            }
        }
        fuse.boundary();
        return result;
    }

    @Override
    void onFrame(final int sessionId, final DirectBuffer buffer, final int length, final long nowNs)
    {
        primary.onFrame(sessionId, buffer, 0, length, nowNs);
    }

    @Override
    void onSessionGone(final int sessionId, final long nowNs)
    {
        primary.onSessionGone(sessionId, nowNs);
    }

    @Override
    void onTransportReset(final long nowNs)
    {
        primary.onTransportReset(nowNs);
    }

    @Override
    void doWork(final long nowNs)
    {
        primary.doWork(nowNs);
    }

    void dropStandby(final StandbyHost standby)
    {
        if (isUp() && !isPaused())
        {
            guard(() ->
            {
                final int outcome = primary.dropStandby(standby.replicaId, nowNs());
                world.note("operator drops standby %d: %s", standby.replicaId, Outcome.name(outcome));
            });
        }
    }

    private StandbyHost standby(final int id)
    {
        for (final StandbyHost standby : standbys)
        {
            if (standby.replicaId == id)
            {
                return standby;
            }
        }
        throw new IllegalArgumentException("replicaId=" + id + " is no standby");
    }

    @Override
    public void onLeading(final long epoch)
    {
        world.note("replica %d leads epoch %d, end of stream 0 is %d", replicaId, epoch, storage.end(0));
        world.leadership.onLeading(holder, epoch);
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        journal.load(saved);
        world.acknowledgement.onAcknowledged(holder, saved.inSyncSet, world.scenario.effectiveMinInSync(), streamId,
            throughSequence);
        fuse.boundary();
    }

    @Override
    public void onStandbyJoined(final int id, final long incarnation)
    {
        world.note("standby %d joined, incarnation %d", id, incarnation);
        standby(id).joined(incarnation);
    }

    @Override
    public void onStandbyInSync(final int id)
    {
        world.note("standby %d is in sync", id);
        standby(id).isBeyondRepair = false;
        world.acknowledgement.inSync(standby(id).holder);
    }

    @Override
    public void onStandbyLost(final int id)
    {
        world.note("standby %d is lost", id);
    }

    @Override
    public void onStandbyDropped(final int id, final long version)
    {
        world.note("standby %d is dropped, version %d", id, version);
        final Holder dropped = standby(id).holder;
        world.acknowledgement.dropped(dropped);
    }

    @Override
    public void onProblem(final Problem problem, final int id, final String message)
    {
        world.note("primary has %s with %d: %s", problem, id, message);
        final boolean isBeyondReach = problem == Problem.GAP_BEYOND_SHADOW || problem == Problem.HISTORY_TOO_OLD;
        if (isBeyondReach && primary.epoch() > 0)
        {
            standby(id).isBeyondRepair = true;
        }
        isClosedForLoss |= primary.epoch() == 0 && (isBeyondReach || (problem == Problem.NOT_ELIGIBLE &&
            id == replicaId));
    }

    /** Offers what the producer has drawn, as a pipeline would: a subset is shadowed whole, then sent. */
    int append(final int streamId, final EntryMeta[] metas, final int count, final DirectBuffer buffer,
        final int stride, final byte[][] payloads)
    {
        int appended = 0;
        while (appended < count)
        {
            final EntryMeta meta = metas[appended];
            meta.subsetId = appended == 0 ? 0 : metas[0].subsetId;
            final long sequence = primary.end(streamId) + 1;
            final boolean isProtected = !world.scenario.leavesOut || meta.priority >= 1;
            world.ledger.offered(streamId, sequence, primary.epoch(), payloads[appended], isProtected);
            if (primary.append(meta, buffer, appended * stride) != Outcome.OK)
            {
                break;
            }
            world.ledger.taken(streamId, sequence);
            appended++;
        }
        if (appended > 0)
        {
            primary.beginSubset(streamId, metas[0].sequence, nowNs());
            for (int i = 0; i < appended; i++)
            {
                primary.addEntry(metas[i], buffer, i * stride);
            }
            primary.endSubset(nowNs());
        }
        return appended;
    }
}
