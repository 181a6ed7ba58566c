package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.Holder;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EpochState;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.primary.Primary;
import io.antumbra.wire.FetchRangeDecoder;
import io.antumbra.wire.NewEpochDecoder;
import io.antumbra.wire.RefusalDecoder;
import org.agrona.DirectBuffer;

/** The replica that leads for good. */
final class PrimaryHost extends LeaderHost implements PrimaryListener
{
    /** It has told in this start that nobody gives back what it lost: it stays closed. */
    boolean isClosedForLoss;

    private final StandbyHost[] standbys;
    private final EpochState saved;
    private Primary primary;
    private boolean hasLost;

    PrimaryHost(final World world, final StandbyHost[] standbys)
    {
        super(world, Scenario.PRIMARY_ID);
        this.standbys = standbys;
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
        hasLost = false;
        world.acknowledgement.restarted(holder);
        final ShadowingPolicy policy = scenario.leavesOut ? ShadowingPolicy.priorityAtLeast(1) : ShadowingPolicy.all();
        primary = new Primary(scenario.config(replicaId), peers,
            new FusedShadow(world.ports.shadow(this,
                new DecisionShadow(this)), fuse),
            new FusedJournal(world.ports.journal(this, witnessed()), fuse), world.ports.outbox(this, network()),
            nonces,
            policy, this);
        primary.start(bootId, nowNs);
    }

    @Override
    long offer(final int id, final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        cover(templateId(buffer, offset));
        final Channel channel = channelTo(id);
        final long result = channel == null ? Outcome.NOT_CONNECTED : channel.offer(buffer, offset, length);
        fuse.boundary();
        return offered(buffer, offset, result);
    }

    private void cover(final int templateId)
    {
        if (templateId == NewEpochDecoder.TEMPLATE_ID)
        {
            world.coverage.saw(Transition.PRIMARY_PROPOSES);
        }
        else if (templateId == FetchRangeDecoder.TEMPLATE_ID)
        {
            world.coverage.saw(Transition.PRIMARY_REPAIRS);
        }
        else if (templateId == RefusalDecoder.TEMPLATE_ID)
        {
            world.coverage.saw(Transition.PRIMARY_REFUSES);
        }
    }

    @Override
    void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int length, final long nowNs)
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
    int doWork(final long nowNs)
    {
        return primary.doWork(nowNs);
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
        world.coverage.saw(Transition.PRIMARY_LEADS);
        if (hasLost)
        {
            world.coverage.saw(Transition.PRIMARY_LEADS_AFTER_LOSS);
        }
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
        world.coverage.saw(Transition.STANDBY_JOINED);
        world.note("standby %d joined, incarnation %d", id, incarnation);
        standby(id).joined(incarnation);
    }

    @Override
    public void onStandbyInSync(final int id)
    {
        if (primary.isLeading())
        {
            world.coverage.saw(Transition.STANDBY_ADMITTED);
        }
        world.note("standby %d is in sync", id);
        standby(id).isBeyondRepair = false;
        world.acknowledgement.inSync(standby(id).holder);
    }

    @Override
    public void onStandbyLost(final int id)
    {
        world.coverage.saw(Transition.STANDBY_LOST);
        world.note("standby %d is lost", id);
    }

    @Override
    public void onStandbyDropped(final int id, final long version)
    {
        world.coverage.saw(Transition.STANDBY_DROPPED);
        world.note("standby %d is dropped, version %d", id, version);
        final Holder dropped = standby(id).holder;
        world.acknowledgement.dropped(dropped);
    }

    @Override
    public void onProblem(final Problem problem, final int id, final String message)
    {
        world.coverage.saw(problem);
        hasLost |= problem == Problem.NOT_ELIGIBLE;
        world.note("primary has %s with %d: %s", problem, id, message);
        final boolean isBeyondReach = problem == Problem.GAP_BEYOND_SHADOW || problem == Problem.HISTORY_TOO_OLD;
        if (isBeyondReach && primary.epoch() > 0)
        {
            standby(id).isBeyondRepair = true;
        }
        isClosedForLoss |= primary.epoch() == 0 && (isBeyondReach || (problem == Problem.NOT_ELIGIBLE &&
            id == replicaId));
    }

    @Override
    boolean isLeading()
    {
        return primary.isLeading();
    }

    @Override
    boolean isHeldUp()
    {
        return primary.isHeldUp();
    }

    @Override
    long committed(final int streamId)
    {
        return primary.committed(streamId);
    }

    @Override
    public long followers()
    {
        long followers = 0;
        for (final StandbyHost standby : standbys)
        {
            followers |= standby.isUp() && standby.machine().isFollowing() ? 1L << standby.replicaId : 0;
        }
        return followers;
    }

    @Override
    long epoch()
    {
        return primary.epoch();
    }

    @Override
    long end(final int streamId)
    {
        return primary.end(streamId);
    }

    @Override
    int appendOne(final EntryMeta meta, final DirectBuffer buffer, final int offset)
    {
        return primary.append(meta, buffer, offset);
    }

    @Override
    void sendSubset(final EntryMeta[] metas, final int count, final DirectBuffer buffer, final int stride)
    {
        primary.beginSubset(metas[0].streamId, metas[0].sequence, nowNs());
        for (int i = 0; i < count; i++)
        {
            primary.addEntry(metas[i], buffer, i * stride);
        }
        primary.endSubset(nowNs());
    }
}
