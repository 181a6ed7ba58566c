package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.DeliveryJudge;
import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.chaos.check.Ledger;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.Problem;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.replica.PhiSuspicion;
import io.antumbra.core.replica.Replica;
import io.antumbra.core.replica.ReplicaContext;
import io.antumbra.core.replica.ReplicaListener;
import io.antumbra.core.replica.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A replica that takes every role, as the arbiter has it; its handler saves its position together with its effect. */
final class ReplicaHost extends LeaderHost implements ReplicaListener, EntryHandler
{
    final DeliveryJudge delivery;

    /** The primary has told that only a copy of a folder helps. */
    boolean isBeyondRepair;

    /** Round trips, and when a primary is suspected, are nonsense until then. */
    long wildUntilNs;

    /** Nothing travels between it and the arbiter until then. */
    long cutFromArbiterUntilNs;

    /** It can vouch for all that it acknowledged, as far as anybody outside can know. */
    boolean isVouching;

    private final ReplicaCluster cluster;
    private final WildForecast wild;
    private final Draw draw;
    private final EligibilityJudge eligibility;
    private final WitnessOutbox witness;
    private final EntryView view = new EntryView();
    private final long[] told;
    private Replica replica;

    /** Stopped for good, which the arbiter need not know yet. */
    boolean isLeaving;

    /** Version of the configuration that this start acts on. */
    private long actsOn;
    private Role role;

    ReplicaHost(final World world, final ReplicaCluster cluster, final int replicaId)
    {
        super(world, replicaId);
        this.cluster = cluster;
        draw = world.draw.fork();
        wild = new WildForecast(world.draw.fork());
        delivery = new DeliveryJudge(world.ledger, world.canon, replicaId, world.scenario.streamCount);
        eligibility = new EligibilityJudge(holder, world.canon, world.ledger);
        witness = new WitnessOutbox(this, eligibility, true);
        told = new long[world.scenario.streamCount];
    }

    Replica machine()
    {
        return replica;
    }

    boolean isWild()
    {
        return world.timeline.nowNs() < wildUntilNs;
    }

    /** It suspects whoever misses a heartbeat or two. */
    boolean isEager()
    {
        return world.scenario.isLeaseTested && !world.isHealed;
    }

    boolean isCutFromArbiter()
    {
        return world.timeline.nowNs() < cutFromArbiterUntilNs;
    }

    @Override
    public boolean isPrimary()
    {
        return isUp() && replica != null && replica.isLeading();
    }

    @Override
    public long primaryEnd(final int streamId)
    {
        final ReplicaHost leader = cluster.leader();
        return leader == null ? 0 : leader.storage.end(streamId);
    }

    @Override
    void startMachine(final long bootId, final long nowNs)
    {
        final CoreConfig config = world.ports.config(this, world.scenario.config(replicaId));
        final ReplicaContext context = new ReplicaContext();
        context.config = config;
        context.peers = peers();
        context.shadow = new FusedShadow(world.ports.shadow(this,
            new WitnessShadow(this, eligibility, delivery)), fuse);
        context.journal = new FusedJournal(world.ports.journal(this, witnessed()), fuse);
        context.outbox = world.ports.outbox(this, network());
        context.arbiter = world.ports.arbiter(this, this::ask);
        context.nonces = nonces;
        context.policy = world.scenario.leavesOut ? ShadowingPolicy.priorityAtLeast(1) : ShadowingPolicy.all();
        context.handler = world.ports.handler(this, this);
        context.listener = this;
        context.suspicion = new WildSuspicion(this, new PhiSuspicion(config, nowNs), draw.fork());
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            told[streamId] = 0;
        }
        role = null;
        actsOn = 0;
        isVouching = false;
        replica = new Replica(context, nowNs);
        replica.start(bootId, nowNs);
        look();
    }

    private PeerConfig[] peers()
    {
        final PeerConfig[] peers = new PeerConfig[outgoing.size()];
        for (int i = 0; i < peers.length; i++)
        {
            peers[i] = new PeerConfig(outgoing.get(i).to.replicaId, false);
        }
        return peers;
    }

    @Override
    long offer(final int id, final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        witness.leaves(buffer, offset, isDamaged);
        final Channel channel = channelTo(id);
        long result = Outcome.NOT_CONNECTED;
        if (channel != null)
        {
            result = isWild() ? wild.offer(channel, buffer, offset, length) : channel.offer(buffer, offset, length);
        }
        fuse.boundary();
        return offered(buffer, offset, result);
    }

    private long ask(final DirectBuffer buffer, final int offset, final int length)
    {
        fuse.boundary();
        world.arbiter.request(this, buffer, offset, length);
        fuse.boundary();
        return length;
    }

    void arbiterFrame(final int forStart, final byte[] frame)
    {
        whenAwake(forStart, () -> onAnswer(world.ports.arbiterAnswer(this, frame)));
    }

    private void onAnswer(final byte[] frame)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(frame);
        replica.onArbiterFrame(buffer, 0, frame.length, nowNs());
        final Configuration known = replica.configuration();
        if (known.version != actsOn)
        {
            actsOn = known.version;
            world.configurations.onAdopted(replicaId, ArbiterGroup.seen(known));
        }
    }

    /** The arbiter has ordered that this start of the replica counts. */
    void recorded(final long incarnation)
    {
        eligibility.onRecorded(incarnation);
    }

    /** Notes what this replica may be blamed for, after each step of it. */
    private void look()
    {
        final boolean isEligible = replica.isEligible();
        if (isEligible && !isVouching && !isDamaged)
        {
            world.coverage.saw(Transition.STANDBY_IS_REPAIRED);
            eligibility.mustVouch();
        }
        isVouching = isEligible && !isDamaged;
    }

    @Override
    public long followers()
    {
        long followers = 0;
        for (final Channel channel : outgoing)
        {
            final Replica other = ((ReplicaHost)channel.to).replica;
            final boolean isFollower = channel.to.isUp() && other.isFollowing() && other.primaryId() == replicaId;
            followers |= isFollower && other.epoch() == replica.epoch() ? 1L << channel.to.replicaId : 0;
        }
        return followers;
    }

    @Override
    void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int length, final long nowNs)
    {
        final long before = replica.stats().usefulCopies;
        replica.onFrame(line, sessionId, buffer, 0, length, nowNs);
        brought(replica.stats().usefulCopies - before);
        look();
    }

    @Override
    void onSessionGone(final int sessionId, final long nowNs)
    {
        replica.onSessionGone(sessionId, nowNs);
    }

    @Override
    void onTransportReset(final long nowNs)
    {
        replica.onTransportReset(nowNs);
    }

    @Override
    int doWork(final long nowNs)
    {
        final int work = replica.doWork(nowNs);
        look();
        return work;
    }

    @Override
    boolean isLeading()
    {
        return replica.isLeading();
    }

    @Override
    boolean isHeldUp()
    {
        return replica.isHeldUp();
    }

    @Override
    long committed(final int streamId)
    {
        return replica.committed(streamId);
    }

    @Override
    long epoch()
    {
        return replica.epoch();
    }

    @Override
    long end(final int streamId)
    {
        return replica.end(streamId);
    }

    @Override
    int appendOne(final EntryMeta meta, final DirectBuffer buffer, final int offset)
    {
        return replica.append(meta, buffer, offset);
    }

    @Override
    void sendSubset(final EntryMeta[] metas, final int count, final DirectBuffer buffer, final int stride)
    {
        replica.beginSubset(metas[0].streamId, metas[0].sequence, nowNs());
        for (int i = 0; i < count; i++)
        {
            replica.addEntry(metas[i], buffer, i * stride);
        }
        replica.endSubset(nowNs());
    }

    /** Its handler holds nothing that is not in its own shadow. */
    boolean isWhole()
    {
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            if (delivery.position(streamId) > storage.end(streamId))
            {
                return false;
            }
        }
        return true;
    }

    /** Entries in its shadow or given to newer ones, all streams together. */
    long held()
    {
        long held = 0;
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            held += storage.end(streamId);
        }
        return held;
    }

    /** What its handler has seen is what the shard goes on with. */
    boolean hasDeliveredNoMoreThanIsKept()
    {
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            if (delivery.position(streamId) > world.decided[streamId])
            {
                return false;
            }
        }
        return true;
    }

    /** It is stopped for good; who is added under its name has another disk, unless it still is a member. */
    void leave(final long addedAfterNs)
    {
        isLeaving = true;
        crash(addedAfterNs);
    }

    @Override
    void beforeBoot()
    {
        if (isLeaving)
        {
            isLeaving = false;
            cluster.added(this);
        }
    }

    @Override
    void replaceDisk(final Host source)
    {
        super.replaceDisk(source);
        eligibility.onReplaced();
        isVouching = false;
        for (int streamId = 0; streamId < told.length; streamId++)
        {
            delivery.onReplaced(streamId, source == null ? 0 : ((ReplicaHost)source).delivery.position(streamId));
        }
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
    public void onRole(final Role newRole, final long epoch)
    {
        world.note("replica %d is %s in epoch %d", replicaId, newRole, epoch);
        world.coverage.saw(role, newRole);
        role = newRole;
    }

    @Override
    public void onForced(final long epoch, final long leftOut, final long leaseLeftNs)
    {
        world.note("forced epoch %d, left out %s", epoch, Long.toBinaryString(leftOut));
    }

    @Override
    public void onForceRefused(final long epoch, final long version)
    {
        world.note("force refused, epoch %d version %d", epoch, version);
    }

    @Override
    public void onLeading(final long epoch)
    {
        world.coverage.saw(Transition.PRIMARY_LEADS);
        world.note("replica %d leads epoch %d, end of stream 0 is %d", replicaId, epoch, storage.end(0));
        world.terms.onLeading(holder, generation(), epoch);
    }

    @Override
    public void onAcknowledged(final int streamId, final long throughSequence, final long nowNs)
    {
        world.decided[streamId] = Math.max(world.decided[streamId], throughSequence);
        final long epoch = replica.epoch();
        world.terms.onAcknowledged(holder, epoch, streamId, told[streamId], throughSequence);
        world.configurations.onAcknowledged(epoch,
            1L << replicaId | world.sayings.holders(epoch, streamId, throughSequence));
        tellClients(streamId, throughSequence);
        told[streamId] = throughSequence;
        fuse.boundary();
    }

    /** Whoever appended here in this epoch is told; what an earlier epoch left has nobody who waits for it here. */
    private void tellClients(final int streamId, final long throughSequence)
    {
        for (long sequence = told[streamId] + 1; sequence <= throughSequence; sequence++)
        {
            final Ledger.Entry entry = world.ledger.find(streamId, sequence, replica.epoch());
            if (entry != null && entry.operation() != 0)
            {
                world.clients.onAppendAcknowledged(entry.operation(), sequence);
            }
        }
    }

    /** What this start holds, and has told, counts from now on; what was hit before it is no excuse any more. */
    private void joined(final long incarnation)
    {
        if (isUp() && !isDamaged && replica.incarnation() == incarnation)
        {
            holder.noExcuses();
        }
    }

    @Override
    public void onStandbyJoined(final int id, final long incarnation)
    {
        world.coverage.saw(Transition.STANDBY_JOINED);
        world.note("standby %d joined %d, incarnation %d", id, replicaId, incarnation);
        cluster.host(id).joined(incarnation);
    }

    @Override
    public void onStandbyInSync(final int id)
    {
        world.coverage.saw(Transition.STANDBY_ADMITTED);
        world.note("standby %d is in sync with %d", id, replicaId);
        cluster.host(id).isBeyondRepair = false;
    }

    @Override
    public void onStandbyLost(final int id)
    {
        world.coverage.saw(Transition.STANDBY_LOST);
        world.note("standby %d is lost at %d", id, replicaId);
    }

    @Override
    public void onStandbyDropped(final int id, final long version)
    {
        world.coverage.saw(Transition.STANDBY_DROPPED);
        world.note("standby %d is dropped at %d, version %d", id, replicaId, version);
    }

    @Override
    public void onJoined(final long epoch)
    {
        world.note("replica %d adopts epoch %d, end of stream 0 is %d", replicaId, epoch, storage.end(0));
    }

    @Override
    public void onPrimaryLost()
    {
        world.coverage.saw(Transition.STANDBY_LOSES_PRIMARY);
        world.note("replica %d lost its primary", replicaId);
    }

    @Override
    public void onOrphans(final int streamId, final long first, final long count, final long epoch)
    {
        world.coverage.saw(Transition.STANDBY_TAKES_BACK);
        world.note("replica %d takes back %d of stream %d from %d for epoch %d", replicaId, count, streamId, first,
            epoch);
    }

    @Override
    public void onProblem(final Problem problem, final int id, final String message)
    {
        world.coverage.saw(problem);
        world.note("replica %d has %s with %d: %s", replicaId, problem, id, message);
        cluster.onProblem(this, problem, id);
    }
}
