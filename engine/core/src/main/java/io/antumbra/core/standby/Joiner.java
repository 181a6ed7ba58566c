package io.antumbra.core.standby;

import io.antumbra.core.Eligibility;
import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;
import io.antumbra.core.Handshake;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outcome;
import io.antumbra.core.EntryView;
import io.antumbra.core.Problem;
import io.antumbra.core.Proofs;
import io.antumbra.wire.ChallengeDecoder;
import io.antumbra.wire.NewEpochDecoder;

/**
 * The standby's way into an epoch: says hello until a primary proves itself, joins it, and adopts its epoch. Adopting
 * syncs the promise to refuse every older epoch, then takes back what an older epoch left here and the new one does not
 * know, then syncs the history, and only then answers. A crash anywhere between repeats the whole harmlessly.
 */
final class Joiner
{
    private final StandbyState state;
    private final StandbyFrames frames;
    private final Nonces nonces;
    private final Proofs proofs;
    private final Handshake handshake = new Handshake();
    private final EpochHistory told;
    private final EntryView view = new EntryView();
    private final byte[] proof = new byte[Proofs.LENGTH];
    private long lastHelloNs;
    private long joinedNs;
    private final long[] repairTarget;
    private boolean hasRepairTarget;
    private boolean hasSaidHello;
    private boolean isGreeting;

    Joiner(final StandbyState state, final StandbyFrames frames, final Nonces nonces)
    {
        this.state = state;
        this.frames = frames;
        this.nonces = nonces;
        proofs = new Proofs(state.config.key);
        told = new EpochHistory(state.config.streamCount);
        repairTarget = new long[state.config.streamCount];
    }

    void start(final long bootId)
    {
        state.bootId = bootId;
        state.journal.load(state.epochState);
        state.isEligible = Eligibility.canVouch(state.config, state.shadow, state.epochState, bootId);
        state.epochState.bootId = state.isEligible ? bootId : EpochState.NOT_REPAIRED;
        state.epochState.incarnation++;
        state.journal.save(state.epochState);
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
            return;
        }
        if (frames.join(proofs.prove(Proofs.STANDBY, handshake)))
        {
            state.sessionId = sessionId;
            state.epoch = 0;
            isGreeting = false;
            joinedNs = nowNs;
        }
    }

    /** Adopts an epoch of the bound primary, or says again that it has; true when it is in it now. */
    boolean onNewEpoch(final NewEpochDecoder newEpoch)
    {
        final long epoch = newEpoch.epoch();
        if (newEpoch.shard() != state.config.shard || newEpoch.primaryIncarnation() != handshake.primaryIncarnation)
        {
            state.stats.refusedFrames++;
            return false;
        }
        if (epoch < state.epochState.promisedEpoch)
        {
            state.stats.refusedFrames++;
            state.tellOnce(Problem.STALE_EPOCH, "primary " + state.primaryId + " proposes epoch " + epoch +
                ", this standby has promised " + state.epochState.promisedEpoch +
                ": another primary was started in between");
            return false;
        }
        if (state.epoch != epoch && !readHistory(newEpoch))
        {
            state.stats.malformedFrames++;
            return false;
        }
        if (state.epoch != epoch)
        {
            adopt(epoch, newEpoch.configurationVersion(), newEpoch.inSyncSet());
        }
        state.promiseHeld();
        return frames.epochAdopted();
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

    private void adopt(final long epoch, final long configurationVersion, final long inSyncSet)
    {
        if (epoch > state.epochState.promisedEpoch)
        {
            state.epochState.promisedEpoch = epoch;
            state.journal.save(state.epochState);
        }
        for (int i = 0; i < told.size(); i++)
        {
            for (int streamId = 0; streamId < state.config.streamCount; streamId++)
            {
                takeBackOrphans(streamId, told.firstSequenceAt(i, streamId), told.epochAt(i));
            }
        }
        state.shadow.sync();
        final EpochHistory history = state.epochState.history();
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
        state.epochState.configurationVersion = configurationVersion;
        state.epochState.inSyncSet = inSyncSet;
        state.journal.save(state.epochState);
        state.epoch = epoch;
        hasRepairTarget = false;
        state.problems.forget(state.primaryId);
        state.listener.onJoined(epoch);
    }

    /**
     * Epochs ascend, so a damaged record belongs to no older epoch than the next one that can be read; only where none
     * can, it goes, and nobody vouches for what it was.
     */
    private long firstReadable(final int streamId, final long from, final long end)
    {
        long sequence = from;
        while (sequence <= end && state.shadow.read(streamId, sequence, view) != Outcome.OK)
        {
            sequence++;
        }
        return sequence;
    }

    private void takeBackOrphans(final int streamId, final long first, final long epoch)
    {
        final long end = state.shadow.end(streamId);
        if (first > end)
        {
            return;
        }
        final long from = Math.max(first, state.shadow.oldestRetained(streamId));
        final long readable = firstReadable(streamId, from, end);
        if (readable <= end && view.meta().originEpoch >= epoch)
        {
            return;
        }
        if (readable > from)
        {
            state.isEligible = false;
            state.epochState.bootId = EpochState.NOT_REPAIRED;
        }
        final long count = state.shadow.truncate(streamId, from, epoch);
        if (count > 0)
        {
            state.listener.onOrphans(streamId, from, count, epoch);
        }
    }

    /**
     * How far the primary was once this start of ours had joined. Whatever earlier starts acknowledged in the epoch is
     * not beyond that: a primary is never behind what is acknowledged to it. What it tells an earlier start, on its way
     * since then, may be.
     */
    void onEnd(final int streamId, final long end, final boolean isToThisStart)
    {
        if (isToThisStart && !hasRepairTarget)
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
        if (isMember && !state.isEligible && isRepaired())
        {
            state.isEligible = true;
            state.epochState.bootId = state.bootId;
            state.journal.save(state.epochState);
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
