package io.antumbra.chaos.sim;

/** Who decides who leads, in the runs of a simulation. */
public enum Leadership
{
    /** Each seed draws it. */
    ANY,

    /** An operator has started one replica as primary for good. */
    MANUAL,

    /** An arbiter; every replica may have to lead. */
    ARBITRATED
}
