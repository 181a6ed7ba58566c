package io.antumbra.core.standby;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.Handshake;
import io.antumbra.core.Nonces;
import io.antumbra.core.Problem;
import io.antumbra.core.Proofs;
import io.antumbra.core.delivery.Delivery;
import io.antumbra.wire.ChallengeDecoder;
import io.antumbra.wire.NewEpochDecoder;

/**
 * The standby's way into an epoch: says hello until a primary proves itself, joins it, and adopts its epoch. Adopting
 * syncs the promise to refuse every older epoch, then takes back what an older epoch left here and the new one does
 * not know, then syncs the history, and only then answers. A crash anywhere between repeats the whole harmlessly.
 *
 * <p>Rejected: to take back before the promise is on the device (after a crash an older primary would be followed
 * again, by a replica that has thrown away what that one counts on), and to answer before the history is (the primary
 * relies on it from the answer on).
 */
final class Joiner
{
    /** What became of an epoch that was offered. */
    enum Adoption
    {
        REFUSED, TOLD, CLAIM_LESS
    }

    private final StandbyState state;
    private final StandbyFrames frames;
    private final Nonces nonces;
    private final Proofs proofs;
    private final Handshake handshake = new Handshake();
    private final EpochHistory told;
    private final Orphans orphans;
    private final byte[] proof = new byte[Proofs.LENGTH];
    private long lastHelloNs;
    private long joinedNs;
    private final long[] repairTarget;
    private boolean hasRepairTarget;
    private boolean hasSaidHello;
    private boolean isGreeting;
    private long claimedEpoch;
    private long claimedToIncarnation;

    Joiner(final StandbyState state, final StandbyFrames frames, final Nonces nonces, final Delivery delivery)
    {
        this.state = state;
        this.frames = frames;
        orphans = new Orphans(state.replica, state.listener, delivery);
        this.nonces = nonces;
        proofs = new Proofs(state.config.key);
        told = new EpochHistory(state.config.streamCount);
        repairTarget = new long[state.config.streamCount];
    }

    /** Says hello when it is time; the same one until it is answered, or a long way could never be shaken over. */
    void doWork(final long nowNs)
    {
        if (state.sessionId == StandbyState.NO_SESSION &&
            (!hasSaidHello || nowNs - lastHelloNs >= state.config.helloIntervalNs))
        {
            hasSaidHello = true;
            lastHelloNs = nowNs;
            handshake.shard = state.config.shard;
            handshake.primaryId = state.primaryId;
            handshake.standbyId = state.config.replicaId;
            handshake.standbyIncarnation = state.epochState.incarnation;
            if (!isGreeting)
            {
                isGreeting = true;
                handshake.standbyNonceHigh = nonces.next();
                handshake.standbyNonceLow = nonces.next();
            }
            frames.hello(handshake);
        }
    }

    /** Hello again, at once, with another nonce. */
    void again()
    {
        hasSaidHello = false;
        isGreeting = false;
    }

    /** Hello at once, the same one if it is not answered yet: whoever is greeted has just come to listen. */
    void hurry()
    {
        hasSaidHello = false;
    }

    /** A join was sent long ago and no epoch was offered: it may be lost. */
    boolean isJoinOverdue(final long nowNs)
    {
        return state.epoch == 0 && nowNs - joinedNs >= state.config.peerTimeoutNs;
    }

    /** The primary has our join, and no epoch to offer yet: it gathers the others, or repairs itself. */
    void onWaiting(final long nowNs)
    {
        joinedNs = nowNs;
    }

    void onChallenge(final int sessionId, final ChallengeDecoder challenge, final long nowNs)
    {
        if (!isGreeting || challenge.shard() != state.config.shard || challenge.replicaId() != state.config.replicaId ||
            challenge.replicaIncarnation() != state.epochState.incarnation ||
            challenge.primaryId() != state.primaryId ||
            challenge.standbyNonceHigh() != handshake.standbyNonceHigh ||
            challenge.standbyNonceLow() != handshake.standbyNonceLow)
        {
            state.stats.refusedFrames++;
            return;
        }
        handshake.primaryIncarnation = challenge.primaryIncarnation();
        handshake.primaryNonceHigh = challenge.nonceHigh();
        handshake.primaryNonceLow = challenge.nonceLow();
        challenge.getProof(proof, 0, Proofs.LENGTH);
        if (!proofs.holds(Proofs.PRIMARY, handshake, proof))
        {
            state.stats.refusedFrames++;
            state.tellOnce(Problem.PROOF_FAILED, "primary " + state.primaryId +
                " could not prove the pre-shared key: give both replicas the same key file");
            frames.refuseProof();
            return;
        }
        if (claimedToIncarnation != handshake.primaryIncarnation)
        {
            claimedToIncarnation = handshake.primaryIncarnation;
            claimedEpoch = state.epochState.history().lastEpoch();
        }
        if (frames.join(proofs.prove(Proofs.STANDBY, handshake), claimedEpoch))
        {
            state.sessionId = sessionId;
            state.epoch = 0;
            isGreeting = false;
            joinedNs = nowNs;
        }
    }

    /** Adopts an epoch of the bound primary, or says again that it has. */
    Adoption onNewEpoch(final NewEpochDecoder newEpoch)
    {
        final long epoch = newEpoch.epoch();
        if (newEpoch.shard() != state.config.shard || newEpoch.primaryIncarnation() != handshake.primaryIncarnation)
        {
            state.stats.refusedFrames++;
            return Adoption.REFUSED;
        }
        if (epoch < state.epochState.promisedEpoch)
        {
            state.stats.refusedFrames++;
            state.tellOnce(Problem.STALE_EPOCH, "primary " + state.primaryId + " proposes epoch " + epoch +
                ", this standby has promised " + state.epochState.promisedEpoch +
                ": another primary was started in between");
            return Adoption.REFUSED;
        }
        if (state.epoch != epoch && !readHistory(newEpoch))
        {
            state.stats.malformedFrames++;
            return Adoption.REFUSED;
        }
        if (state.epoch != epoch && newEpoch.claimedEpoch() != claimedEpoch)
        {
            state.stats.refusedFrames++;
            return Adoption.REFUSED;
        }
        final long claim = state.epoch == epoch ? Orphans.NONE : orphans.claimInstead(told, claimedEpoch);
        if (claim != Orphans.NONE)
        {
            claimedEpoch = claim;
            return Adoption.CLAIM_LESS;
        }
        if (state.epoch != epoch)
        {
            adopt(epoch, newEpoch.configurationVersion(), newEpoch.inSyncSet());
        }
        state.promiseHeld();
        return frames.epochAdopted() ? Adoption.TOLD : Adoption.REFUSED;
    }

    private boolean readHistory(final NewEpochDecoder newEpoch)
    {
        told.clear();
        final NewEpochDecoder.HistoryDecoder history = newEpoch.history();
        while (history.hasNext())
        {
            history.next();
            if (history.epoch() < told.lastEpoch() || !state.isStream(history.streamId()))
            {
                return false;
            }
            if (history.epoch() > told.lastEpoch())
            {
                told.append(history.epoch());
            }
            told.firstSequence(history.streamId(), history.firstSequence());
        }
        return told.lastEpoch() == newEpoch.epoch();
    }

    /** An answer to an earlier join in the same epoch may come late by line B: its epoch holds, its members may not. */
    private void adopt(final long epoch, final long configurationVersion, final long inSyncSet)
    {
        if (epoch > state.epochState.promisedEpoch)
        {
            state.epochState.promisedEpoch = epoch;
            state.replica.save();
        }
        orphans.takeBack(told);
        state.shadow.sync();
        final EpochHistory history = state.epochState.history();
        final boolean isLate = epoch == history.lastEpoch() &&
            configurationVersion < state.epochState.configurationVersion;
        for (int i = 0; i < told.size(); i++)
        {
            if (told.epochAt(i) > history.lastEpoch())
            {
                history.append(told.epochAt(i));
                for (int streamId = 0; streamId < state.config.streamCount; streamId++)
                {
                    history.firstSequence(streamId, told.firstSequenceAt(i, streamId));
                }
            }
        }
        if (!isLate)
        {
            state.epochState.configurationVersion = configurationVersion;
            state.epochState.inSyncSet = inSyncSet;
        }
        state.replica.save();
        state.epoch = epoch;
        claimedToIncarnation = 0;
        hasRepairTarget = false;
        state.problems.forget(state.primaryId);
        state.listener.onJoined(epoch);
    }

    /**
     * How far the primary was once this start of ours had joined. Whatever earlier starts acknowledged in the epoch is
     * not beyond that: a primary is never behind what is acknowledged to it. What it tells an earlier start, on its way
     * since then, may be; it is no target before {@link #onInSync} has seen that it is for this one.
     */
    void onEnd(final int streamId, final long end)
    {
        if (!hasRepairTarget)
        {
            repairTarget[streamId] = end;
        }
    }

    /**
     * The primary counts this replica's acknowledgements. A member that lost something stays one, so what it holds is
     * vouched for only once it holds again all that it may ever have acknowledged.
     */
    void onInSync(final long inSyncSet, final boolean isToThisStart)
    {
        hasRepairTarget |= isToThisStart;
        final boolean isMember = (inSyncSet & 1L << state.config.replicaId) != 0;
        if (isMember && !state.replica.isEligible() && isRepaired())
        {
            state.replica.vouch();
            state.replica.save();
        }
    }

    private boolean isRepaired()
    {
        for (int streamId = 0; streamId < state.config.streamCount; streamId++)
        {
            if (state.shadow.held(streamId) < repairTarget[streamId])
            {
                return false;
            }
        }
        return hasRepairTarget;
    }
}
