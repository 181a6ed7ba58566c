package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.DeliveryJudge;
import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.standby.Standby;
import org.agrona.DirectBuffer;

/** A replica that follows, with a handler that saves its position together with its effect, as one write. */
final class StandbyHost extends Host implements StandbyListener, EntryHandler
{
    final boolean isShadowNode;
    final DeliveryJudge delivery;

    /** The primary has told that only a copy of a folder helps. */
    boolean isBeyondRepair;

    /** Round trips are nonsense until then. */
    long wildUntilNs;

    private final WildForecast wild;
    private final EligibilityJudge eligibility;
    private final WitnessOutbox witness;
    private boolean wasEligible;
    private final EntryView view = new EntryView();
    private PrimaryHost primaryHost;
    private Standby standby;

    StandbyHost(final World world, final int replicaId, final boolean isShadowNode)
    {
        super(world, replicaId);
        this.isShadowNode = isShadowNode;
        delivery = new DeliveryJudge(world.ledger, world.canon, replicaId, world.scenario.streamCount);
        wild = new WildForecast(world.draw.fork());
        eligibility = new EligibilityJudge(holder, world.canon, world.ledger);
        witness = new WitnessOutbox(this, eligibility, false);
    }

    void follow(final PrimaryHost host)
    {
        primaryHost = host;
    }

    Standby machine()
    {
        return standby;
    }

    /** What this start holds, and has told, counts from now on; what was hit before it is no excuse any more. */
    void joined(final long incarnation)
    {
        if (isUp() && !isDamaged && standby.incarnation() == incarnation)
        {
            holder.noExcuses();
        }
    }

    @Override
    public boolean isPrimary()
    {
        return false;
    }

    @Override
    public long followers()
    {
        return 0;
    }

    @Override
    public long primaryEnd(final int streamId)
    {
        return primaryHost.storage.end(streamId);
    }

    @Override
    void startMachine(final long bootId, final long nowNs)
    {
        standby = new Standby(world.scenario.config(replicaId), Scenario.PRIMARY_ID,
            new FusedShadow(
                world.ports.shadow(this,
                    new WitnessShadow(this, eligibility, delivery)),
                fuse),
            new FusedJournal(world.ports.journal(this, witnessed()), fuse), world.ports.outbox(this, this::offer),
            nonces,
            isShadowNode ? null : world.ports.handler(this, this), this);
        standby.start(bootId, nowNs);
        wasEligible = standby.isEligible();
        if (wasEligible && !isDamaged)
        {
            eligibility.mustVouch();
        }
    }

    private long offer(final int id, final int line, final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        witness.leaves(buffer, offset, isDamaged);
        final Channel channel = outgoing.get(0);
        final long result = world.timeline.nowNs() < wildUntilNs ? wild.offer(channel, buffer, offset, length) : channel
            .offer(buffer, offset, length);
        fuse.boundary();
        return result;
    }

    @Override
    void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int length, final long nowNs)
    {
        final long before = standby.stats().usefulCopies;
        standby.onFrame(line, sessionId, buffer, 0, length, nowNs);
        brought(standby.stats().usefulCopies - before);
        if (standby.isEligible() && !wasEligible)
        {
            world.coverage.saw(Transition.STANDBY_IS_REPAIRED);
            if (!isDamaged)
            {
                eligibility.mustVouch();
            }
        }
        wasEligible = standby.isEligible();
    }

    @Override
    void onSessionGone(final int sessionId, final long nowNs)
    {
        standby.onSessionGone(sessionId, nowNs);
    }

    @Override
    void onTransportReset(final long nowNs)
    {
        standby.onTransportReset(nowNs);
    }

    @Override
    int doWork(final long nowNs)
    {
        return standby.doWork(nowNs);
    }

    @Override
    public long onStart(final int streamId)
    {
        return delivery.position(streamId);
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        mayThrow();
        delivery.onEntry(meta, buffer, offset, length, world.decided[meta.streamId]);
        fuse.boundary();
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        fuse.boundary();
        world.coverage.saw(Transition.HANDLER_IS_TOLD_A_GAP);
        final boolean isKnown = storage.read(streamId, first, view) == Outcome.OK;
        delivery.onGap(streamId, first, count, world.decided[streamId], isKnown ? view.meta().originEpoch : 0);
        fuse.boundary();
    }

    @Override
    public void onJoined(final long epoch)
    {
        world.note("standby %d adopts epoch %d, end of stream 0 is %d", replicaId, epoch, storage.end(0));
    }

    @Override
    public void onPrimaryLost()
    {
        world.coverage.saw(Transition.STANDBY_LOSES_PRIMARY);
        world.note("standby %d lost its primary", replicaId);
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        world.coverage.saw(Transition.STANDBY_TAKES_BACK);
        world.note("standby %d takes back %d of stream %d from %d for epoch %d", replicaId, count, streamId, first,
            epoch);
    }

    @Override
    public void onProblem(final Problem problem, final int id, final String message)
    {
        world.coverage.saw(problem);
        world.note("standby %d has %s: %s", replicaId, problem, message);
    }
}
