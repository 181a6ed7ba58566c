package io.antumbra.core.replica;

import io.antumbra.core.PrimaryListener;
import io.antumbra.core.Problem;
import io.antumbra.core.StandbyListener;

/** What a replica tells the one who runs it, in whichever role. Called on the engine thread; must not block. */
public interface ReplicaListener extends PrimaryListener, StandbyListener
{
    /**
     * @param role  of this replica from now on.
     * @param epoch that it leads or was given; of a follower the one that it adopted last.
     */
    void onRole(Role role, long epoch);

    /**
     * The arbiter has done what {@link Replica#force} asked for. What only the replicas left out hold may be lost, and
     * the deposed primary may acknowledge and serve reads until its leases are over.
     *
     * @param epoch       that the target leads once it knows.
     * @param leftOut     members of the set before, without the target: bit {@code i} stands for replica {@code i}.
     * @param leaseLeftNs of the arbiter's lease to the deposed primary that was not waited out, ns.
     */
    void onForced(long epoch, long leftOut, long leaseLeftNs);

    /**
     * The arbiter has refused what {@link Replica#force} asked for: the configuration had changed.
     *
     * @param epoch   that holds.
     * @param version that holds.
     */
    void onForceRefused(long epoch, long version);

    @Override
    void onProblem(Problem problem, int replicaId, String message);
}
