package io.antumbra.chaos.sim;

/** Which kinds of faults a run has. */
public enum Swarm
{
    /**
     * Each kind is left out of half the runs, so that rare mixes come up and no kind hides another (swarm testing,
     * Groce et al. 2012).
     */
    SOME_KINDS,

    /** Every kind in every run. */
    ALL_KINDS
}
