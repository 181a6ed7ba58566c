package io.antumbra.core.replica;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.Problem;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.delivery.Delivery;
import io.antumbra.core.standby.Standby;

/**
 * When a replica proposes itself. The intuition: whoever is a member and can vouch for what it acknowledged holds all
 * that was ever committed, so any of them may lead, and the arbiter lets one. What is decided here is only when, and it
 * may be wrong at any time: a proposal too many costs a change of the lead, never an entry.
 *
 * <pre>
 *   primary silent --&gt; the forecast suspects it, or the silence reaches its bound
 *                  --&gt; the arbiter is asked whether it has named another meanwhile
 *                  --&gt; wait a step for each member that holds more, and for the own promises to end
 *                  --&gt; propose
 * </pre>
 *
 * One whose handler stands still for good stands back: it could take over, and never lead, for want of the state that
 * its application needs. An operator may force it all the same.
 *
 * <p>A forecast can neither suspect a primary that was heard within two heartbeats nor hold up a proposal beyond the
 * bound, so one that is random, stuck or not a number costs time only. Rejected: to let the standbys vote first (the
 * arbiter decides anyway), and to wait for the lease of the old primary (its members' promises are that lease).
 */
final class Candidate
{
    private static final int SPARED_HEARTBEATS = 2;

    private final ReplicaState state;
    private final ArbiterClient arbiter;
    private final Delivery delivery;
    private final Suspicion suspicion;
    private final ReplicaListener listener;
    private long heartbeats;
    private long watchedSinceNs;
    private long suspectedSinceNs;
    private boolean isSuspected;
    private long quietUntilNs;

    Candidate(final ReplicaState state, final ArbiterClient arbiter, final Delivery delivery,
        final Suspicion suspicion, final ReplicaListener listener)
    {
        this.state = state;
        this.arbiter = arbiter;
        this.delivery = delivery;
        this.suspicion = suspicion;
        this.listener = listener;
    }

    /** What the start before this one has promised is not known: it is kept by doing nothing for as long. */
    void start(final long nowNs)
    {
        quietUntilNs = nowNs + (state.hasPast() ? state.config.readLeaseNs : 0);
        watch(nowNs);
    }

    /** Another primary is followed, or none: silence begins now. */
    void watch(final long nowNs)
    {
        heartbeats = 0;
        watchedSinceNs = nowNs;
        isSuspected = false;
        suspicion.reset(nowNs);
    }

    /** The promises of a follower that is given up for another primary are kept. */
    void keepPromises(final Standby standby, final long nowNs)
    {
        if (standby.isPromised(nowNs))
        {
            quietUntilNs = nowNs + state.config.readLeaseNs;
        }
    }

    /** An answer may refuse at once: it is not asked again in the same breath. */
    void onProposed(final long nowNs)
    {
        quietUntilNs = nowNs + state.config.helloIntervalNs;
    }

    /** Takes note of what the follower has heard. */
    void listen(final Standby standby, final long nowNs)
    {
        if (standby != null && standby.heartbeats() != heartbeats)
        {
            heartbeats = standby.heartbeats();
            suspicion.onHeartbeat(nowNs);
        }
        suspicion.onDutyCycle(nowNs);
    }

    /**
     * @param standby  that follows, or null.
     * @param isSealed true when an earlier start has proposed this replica, on what still holds.
     * @param nowNs    time.
     * @return true when this replica is to propose itself now.
     */
    boolean isDue(final Standby standby, final boolean isSealed, final long nowNs)
    {
        if (arbiter.isBusy() || nowNs - quietUntilNs < 0 || (standby != null && standby.isPromised(nowNs)))
        {
            return false;
        }
        final Configuration known = arbiter.known();
        if (!known.isKnown())
        {
            return arbiter.isShardUnknown() && isFirst();
        }
        if (!known.members.contains(state.config.replicaId))
        {
            return false;
        }
        if (known.primaryId == state.config.replicaId)
        {
            return mayVouch();
        }
        final boolean mayPropose = state.isEligible() && !delivery.isHalted();
        return mayPropose && (isSealed || (isLostForLong(standby, known, nowNs) && arbiter.isAnsweredSince(
            suspectedSinceNs)));
    }

    /** The primary is suspected: what the arbiter knows is wanted soon. */
    boolean isSuspecting()
    {
        return isSuspected;
    }

    /** The shard is to be created, by one replica: the one that all are configured to know as the first primary. */
    private boolean isFirst()
    {
        if (state.epochState.isArbitrated)
        {
            if (state.problems.isNew(Problem.ARBITER_FORGOT, state.config.replicaId))
            {
                listener.onProblem(Problem.ARBITER_FORGOT, state.config.replicaId, "the arbiter does not know this" +
                    " shard, and once it did: give it back its state, or force the replica that holds most to lead");
            }
            return false;
        }
        return state.config.firstPrimaryId == state.config.replicaId && (!state.hasPast() || mayVouch());
    }

    private boolean mayVouch()
    {
        if (!state.isEligible() && state.problems.isNew(Problem.CLOSED, state.config.replicaId))
        {
            listener.onProblem(Problem.CLOSED, state.config.replicaId,
                "the arbiter names this replica as primary, and" +
                    " it cannot vouch for all that it has acknowledged (shadow missing, host rebooted, or records" +
                    " rejected): another member has to be started, or an operator has to force one to lead");
        }
        return state.isEligible();
    }

    private boolean isLostForLong(final Standby standby, final Configuration known, final long nowNs)
    {
        final CoreConfig config = state.config;
        final long silenceNs = nowNs - (standby == null ? watchedSinceNs : standby.lastHeardNs());
        final boolean isForecast = silenceNs >= SPARED_HEARTBEATS * config.heartbeatIntervalNs && heartbeats > 0 &&
            suspicion.isSuspect(nowNs);
        if (!isForecast && silenceNs < config.suspectAfterNs)
        {
            isSuspected = false;
            return false;
        }
        if (!isSuspected)
        {
            isSuspected = true;
            suspectedSinceNs = nowNs;
            arbiter.query(0, nowNs);
        }
        return nowNs - suspectedSinceNs >= rank(standby, known) * config.candidateStepNs;
    }

    /** As the primary has told, and in the order of their ids where it has told nothing. */
    private long rank(final Standby standby, final Configuration known)
    {
        final long lowerIds = (1L << state.config.replicaId) - 1;
        final long others = known.members.set() & lowerIds & ~(1L << known.primaryId);
        return standby != null && heartbeats > 0 ? standby.rank() : Long.bitCount(others);
    }
}
