package io.antumbra.core.replica;

import io.antumbra.core.EpochState;
import io.antumbra.core.Outcome;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.delivery.Delivery;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import io.antumbra.wire.RequestKind;
import org.agrona.DirectBuffer;

/**
 * Changes between the roles of a replica, by what the arbiter says and nothing else. At most one of the two machines is
 * there; neither is while this replica is sealed, or while nobody is known who could be followed.
 *
 * <p>A crash at any instruction is met by the next start: before the seal is saved nothing was asked; after it, and
 * whatever became of the proposal, the new start finds a configuration that names another, or the old start of this
 * replica, and that one never takes over; after the promise of the new epoch is saved, that epoch is begun and never
 * again.
 *
 * <p>Rejected: to go back to the old role when a proposal is not answered in time. It may have been granted, or may yet
 * be; only a configuration that names another replica, or a later version, says that it was not.
 */
final class Roles
{
    private static final int NOBODY = -1;

    private final ReplicaContext context;
    private final ReplicaState state;
    private final ArbiterClient arbiter;
    private final Candidate candidate;
    private final Handover handover;
    private final Delivery delivery;
    private final Announcer announcer;
    private final Force force;
    private final ArbiterWatch watch;
    private Primary primary;
    private Standby standby;
    private boolean isSealed;
    private int hintId = NOBODY;
    private long hintEpoch;
    private long hintNs;

    Roles(final ReplicaContext context, final ReplicaState state, final Suspicion suspicion, final Announcer announcer)
    {
        this.announcer = announcer;
        this.context = context;
        this.state = state;
        arbiter = new ArbiterClient(state, context.arbiter);
        delivery = new Delivery(state, context.handler, context.listener);
        candidate = new Candidate(state, arbiter, delivery, suspicion, context.listener);
        handover = new Handover(state, arbiter);
        force = new Force(arbiter, announcer, context.listener);
        watch = new ArbiterWatch(state, arbiter, context.listener);
    }

    void start(final long nowNs)
    {
        watch.start(nowNs);
        delivery.start();
        candidate.start(nowNs);
        isSealed = state.epochState.sealedEpoch != 0;
        arbiter.query(0, nowNs);
    }

    int doWork(final long nowNs)
    {
        if (standby != null)
        {
            final int work = standby.doWork(nowNs);
            candidate.listen(standby, nowNs);
            return work;
        }
        final int sent = primary == null ? 0 : primary.doWork(nowNs);
        return sent + delivery.doWork(nowNs);
    }

    /** Timers; once in a millisecond is often enough. */
    void tick(final long nowNs)
    {
        arbiter.doWork(nowNs);
        arbiter.query(isAtRest() ? state.config.peerTimeoutNs : state.config.helloIntervalNs, nowNs);
        if (primary != null)
        {
            announcer.doWork(primary, arbiter.known(), nowNs);
            handover.doWork(primary, nowNs);
            askToBeAlone(nowNs);
        }
        else if (candidate.isDue(standby, isSealed, nowNs))
        {
            propose(nowNs);
        }
        watch.doWork(nowNs);
    }

    /** Somebody leads and nothing is about to change, as far as is known here: a look now and then will do. */
    private boolean isAtRest()
    {
        final boolean isLed = primary != null || (standby != null && standby.isBound() && !candidate.isSuspecting());
        return isLed && !force.isOpen() && arbiter.known().isKnown();
    }

    private void askToBeAlone(final long nowNs)
    {
        final Configuration known = arbiter.known();
        if (known.members.count() == 1 && known.epoch == primary.epoch())
        {
            arbiter.lease(state.config.arbiterLeaseNs, nowNs);
        }
    }

    /** The promise to acknowledge nothing more is on the device before the arbiter can learn of the proposal. */
    private void propose(final long nowNs)
    {
        final Configuration known = arbiter.known();
        standby = null;
        isSealed = true;
        state.shadow.sync();
        state.epochState.sealedEpoch = known.epoch;
        state.epochState.sealedVersion = known.version;
        state.epochState.isFounder |= !known.isKnown();
        state.save();
        final long[] ends = new long[state.config.streamCount];
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            ends[streamId] = state.shadow.end(streamId);
        }
        arbiter.propose(ends, nowNs);
        candidate.onProposed(nowNs);
    }

    void onArbiterFrame(final DirectBuffer buffer, final int offset, final int length, final long nowNs)
    {
        if (!arbiter.onFrame(buffer, offset, length, nowNs))
        {
            state.stats.malformedFrames++;
            return;
        }
        watch.onAnswer();
        force.onAnswer(nowNs);
        final Configuration known = arbiter.known();
        final boolean isOurs = known.names(state.config.replicaId, state.epochState.incarnation);
        if (primary != null && isOurs && known.epoch == primary.epoch())
        {
            onSameEpoch(nowNs);
        }
        else if (isOurs && known.epoch > state.latestEpoch())
        {
            takeOver(known, nowNs);
        }
        else if (known.isKnown() && !isProposalOpen())
        {
            follow(nowNs);
        }
    }

    private void onSameEpoch(final long nowNs)
    {
        final RequestKind settled = arbiter.settled();
        if (arbiter.isNews())
        {
            primary.tenure().onConfiguration(arbiter.known(), nowNs);
        }
        else if (settled == RequestKind.CHANGE_SET)
        {
            primary.tenure().onSetRefused(nowNs);
        }
        if (settled == RequestKind.HANDOVER)
        {
            handover.onRefused(primary);
        }
        if (arbiter.isLeaseGranted())
        {
            primary.tenure().onAloneLease(arbiter.leaseUntilNs(), nowNs);
        }
    }

    /**
     * This start has proposed itself and may still be granted. One that finds an earlier start's proposal asks again in
     * its own name if it may, and is not bound by it otherwise: an epoch that is given to the earlier start is never
     * led.
     */
    private boolean isProposalOpen()
    {
        final Configuration known = arbiter.known();
        final EpochState saved = state.epochState;
        final boolean isSame = known.epoch == saved.sealedEpoch && known.version == saved.sealedVersion;
        return isSealed && isSame && (arbiter.isBusy() || (state.isEligible() && arbiter.settled() == null));
    }

    private void takeOver(final Configuration granted, final long nowNs)
    {
        standby = null;
        isSealed = false;
        handover.end();
        arbiter.cancel();
        delivery.onLeading();
        primary = new Primary(state, context.peers, context.outbox, context.nonces, context.policy, context.listener,
            arbiter, granted);
        primary.start(0, nowNs);
        announcer.announce(arbiter.known(), nowNs);
    }

    /** Follows whom the arbiter names; nobody, when that is an earlier start of this replica or one that has begun. */
    private void follow(final long nowNs)
    {
        final Configuration known = arbiter.known();
        if (isSealed)
        {
            isSealed = false;
            state.epochState.sealedEpoch = 0;
            state.save();
        }
        if (primary != null)
        {
            primary = null;
            handover.end();
            arbiter.cancel();
            announcer.announce(known, nowNs);
        }
        if (arbiter.isAnswerToQuestionSince(hintNs))
        {
            hintId = NOBODY;
        }
        final boolean isHintBetter = hintId != NOBODY && hintEpoch > known.epoch;
        follow(isHintBetter ? hintId : known.primaryId, isHintBetter ? hintEpoch : known.epoch, nowNs);
    }

    private void follow(final int primaryId, final long epoch, final long nowNs)
    {
        if (standby != null && standby.primaryId() != primaryId)
        {
            candidate.keepPromises(standby, nowNs);
            standby = null;
        }
        if (primaryId == state.config.replicaId)
        {
            return;
        }
        if (standby == null)
        {
            standby = new Standby(state, primaryId, context.outbox, context.nonces, delivery, context.listener,
                state.config.readLeaseNs);
            standby.follow(nowNs);
            candidate.watch(nowNs);
        }
        else if (standby.isFollowing() && standby.epoch() < epoch)
        {
            standby.rejoin();
            candidate.watch(nowNs);
        }
    }

    /** A replica says that it leads: worth a question, and a hello where nobody else is heard. */
    void onAnnouncement(final int primaryId, final long epoch, final long nowNs)
    {
        if (standby != null && standby.primaryId() == primaryId && epoch >= arbiter.known().epoch)
        {
            standby.hurry();
        }
        if (epoch <= Math.max(arbiter.known().epoch, state.epochState.promisedEpoch))
        {
            return;
        }
        if (epoch != hintEpoch || hintId != primaryId)
        {
            hintId = primaryId;
            hintEpoch = epoch;
            hintNs = nowNs;
            arbiter.query(0, nowNs);
        }
        if (primary == null && primaryId != state.config.replicaId && !isSealed &&
            (standby == null || !standby.isBound()))
        {
            follow(primaryId, epoch, nowNs);
        }
    }

    int handover(final int replicaId, final long nowNs)
    {
        return primary == null || !primary.isLeading() ? Outcome.NOT_PRIMARY :
            handover.begin(primary, replicaId, nowNs);
    }

    int force(final int replicaId, final long nowNs)
    {
        return force.order(replicaId, nowNs);
    }

    boolean hasReadLease(final long nowNs)
    {
        return primary != null && !handover.isAsked() && primary.tenure().hasReadLease(nowNs);
    }

    Role role()
    {
        if (primary == null)
        {
            return isSealed ? Role.SEALED : Role.FOLLOWING;
        }
        if (!primary.isLeading())
        {
            return Role.TAKING_OVER;
        }
        return primary.tenure().isAccepting() ? Role.LEADING : Role.HANDING_OVER;
    }

    long epoch()
    {
        return primary != null ? primary.epoch() : state.epochState.history().lastEpoch();
    }

    int primaryId()
    {
        if (primary != null)
        {
            return state.config.replicaId;
        }
        return standby == null ? NOBODY : standby.primaryId();
    }

    Configuration configuration()
    {
        return arbiter.known();
    }

    Primary primary()
    {
        return primary;
    }

    Standby standby()
    {
        return standby;
    }
}
