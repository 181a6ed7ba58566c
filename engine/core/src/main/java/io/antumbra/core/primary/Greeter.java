package io.antumbra.core.primary;

import io.antumbra.core.Handshake;
import io.antumbra.core.Nonces;
import io.antumbra.core.Problem;
import io.antumbra.core.Proofs;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.RefusalReason;

/**
 * The primary's side of the hello. A standby says hello with a nonce; the primary proves the key over it and asks back
 * with its own; the standby's answer, the join, proves the same and binds its session.
 *
 * <pre>
 *   standby                           primary
 *      | hello (nonce S)                 |
 *      |-------------------------------&gt;| draws nonce P
 *      |   challenge (nonce P, proof P)  |
 *      |&lt;-------------------------------|
 *  checks proof P                        |
 *      | join (proof S, what I hold)     |
 *      |-------------------------------&gt;| checks proof S, binds the session
 * </pre>
 *
 * A new hello replaces an old binding only with its join: nobody can push a standby out with a hello alone. Rejected: a
 * proof in the first frame, over a time or a counter (whoever records it can say it again).
 */
final class Greeter
{
    private final PrimaryState state;
    private final ControlFrames control;
    private final Nonces nonces;
    private final Proofs proofs;
    private final Handshake[] handshakes;
    private final byte[] proof = new byte[Proofs.LENGTH];

    Greeter(final PrimaryState state, final ControlFrames control, final Nonces nonces)
    {
        this.state = state;
        this.control = control;
        this.nonces = nonces;
        proofs = new Proofs(state.config.key);
        handshakes = new Handshake[state.links.length];
        for (int i = 0; i < handshakes.length; i++)
        {
            handshakes[i] = new Handshake();
        }
    }

    void onHello(final int sessionId, final HelloDecoder hello)
    {
        final int replicaId = hello.replicaId();
        final StandbyLink link = state.linkOfReplica(replicaId);
        if (hello.shard() != state.config.shard)
        {
            turnAway(Problem.FOREIGN_FRAME, replicaId, RefusalReason.SHARD, "replica " + replicaId + " of shard " +
                hello.shard() + " said hello to a primary of shard " + state.config.shard);
            return;
        }
        if (link == null)
        {
            turnAway(Problem.UNKNOWN_REPLICA, replicaId, RefusalReason.UNKNOWN_REPLICA, "replica " + replicaId +
                " said hello but is not among the configured standbys: add it, or correct its id");
            return;
        }
        if (hello.streamCount() != state.config.streamCount || hello.maxEntryLength() < state.config.maxEntryLength)
        {
            turnAway(Problem.UNKNOWN_REPLICA, replicaId, RefusalReason.SHARD, "replica " + replicaId + " has " +
                hello.streamCount() + " streams of entries up to " + hello.maxEntryLength() +
                " bytes, this primary " + state.config.streamCount + " up to " + state.config.maxEntryLength +
                ": configure them alike");
            return;
        }
        final Handshake handshake = handshakes[indexOf(link)];
        if (isRepeated(link, handshake, sessionId, hello))
        {
            control.challenge(handshake, proofs);
            return;
        }
        handshake.shard = state.config.shard;
        handshake.primaryId = state.config.replicaId;
        handshake.standbyId = replicaId;
        handshake.primaryIncarnation = state.epochState.incarnation;
        handshake.standbyIncarnation = hello.incarnation();
        handshake.standbyNonceHigh = hello.nonceHigh();
        handshake.standbyNonceLow = hello.nonceLow();
        handshake.primaryNonceHigh = nonces.next();
        handshake.primaryNonceLow = nonces.next();
        link.challengedSessionId = sessionId;
        link.challengedIncarnation = hello.incarnation();
        control.challenge(handshake, proofs);
    }

    /** A hello that was answered already, and whose join may be on its way: another nonce here would refuse it. */
    private static boolean isRepeated(final StandbyLink link, final Handshake handshake, final int sessionId,
        final HelloDecoder hello)
    {
        return link.challengedSessionId == sessionId && link.challengedIncarnation == hello.incarnation() &&
            handshake.standbyNonceHigh == hello.nonceHigh() && handshake.standbyNonceLow == hello.nonceLow();
    }

    /** Checks a join and binds its session; returns its link, or null when it was turned away. */
    StandbyLink onJoin(final int sessionId, final JoinDecoder join, final long nowNs)
    {
        final int replicaId = join.replicaId();
        final StandbyLink link = state.linkOfReplica(replicaId);
        join.getProof(proof, 0, Proofs.LENGTH);
        if (link == null || link.challengedSessionId != sessionId || join.shard() != state.config.shard ||
            link.challengedIncarnation != join.incarnation())
        {
            state.stats.refusedFrames++;
            return null;
        }
        if (!proofs.holds(Proofs.STANDBY, handshakes[indexOf(link)], proof))
        {
            turnAway(Problem.PROOF_FAILED, replicaId, RefusalReason.PROOF, "standby " + replicaId +
                " could not prove the pre-shared key: give both replicas the same key file");
            return null;
        }
        link.challengedSessionId = StandbyLink.NO_SESSION;
        state.problems.forget(replicaId);
        link.bind(sessionId, join.incarnation(), nowNs);
        link.joinAdoptedEpoch = join.adoptedEpoch();
        link.joinPromisedEpoch = join.promisedEpoch();
        link.isEligible = join.eligible() != 0;
        final JoinDecoder.HoldingsDecoder holdings = join.holdings();
        while (holdings.hasNext())
        {
            holdings.next();
            final int streamId = holdings.streamId();
            if (streamId >= 0 && streamId < state.config.streamCount)
            {
                link.joinEnd[streamId] = holdings.endSequence();
                link.joinEndOriginEpoch[streamId] = holdings.endOriginEpoch();
            }
        }
        return link;
    }

    /**
     * The other side of {@link #onJoin}: a standby did not accept our proof, so it never joins. Believed for the
     * message only, since nobody has proved anything yet.
     */
    void onProofRefused(final int sessionId, final RefusalDecoder refusal)
    {
        state.stats.refusedFrames++;
        final int replicaId = refusal.replicaId();
        final StandbyLink link = state.linkOfReplica(replicaId);
        final boolean isAnswer =
            link != null && link.challengedSessionId == sessionId && refusal.shard() == state.config.shard;
        if (isAnswer && state.problems.isNew(Problem.PROOF_FAILED, replicaId))
        {
            state.tell(Problem.PROOF_FAILED, replicaId, "standby " + replicaId +
                " does not accept our proof of the pre-shared key: give both replicas the same key file");
        }
    }

    private int indexOf(final StandbyLink link)
    {
        int index = 0;
        while (state.links[index] != link)
        {
            index++;
        }
        return index;
    }

    private void turnAway(final Problem problem, final int replicaId, final RefusalReason reason, final String message)
    {
        state.stats.refusedFrames++;
        if (state.linkOfReplica(replicaId) != null)
        {
            control.refuse(replicaId, reason, 0, 0, 0);
        }
        if (state.problems.isNew(problem, replicaId))
        {
            state.tell(problem, replicaId, message);
        }
    }
}
