package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

import io.antumbra.chaos.check.Violation;

/**
 * One run of one seed: ten seconds of virtual time in which faults come and go and safety is judged at every step; then
 * all faults end, and service must be back within {@link #LIVENESS_NS}: a leader, new entries acknowledged on every
 * stream and every standby in sync while the load goes on, and, once the load ends, everything delivered everywhere. At
 * the end every shadow is compared with what was offered.
 */
public final class Simulation
{
    /** Virtual time with faults, ns. */
    public static final long SAFETY_NS = TimeUnit.SECONDS.toNanos(10);

    /** Virtual time within which service must be back once faults stop, ns. */
    public static final long LIVENESS_NS = TimeUnit.SECONDS.toNanos(15);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final int TRACE_LINES = Integer.getInteger("antumbra.chaos.trace.lines", 60);

    private final long seed;
    private final World world;
    private final Cluster cluster;
    private final List<PlannedFault> faults = new ArrayList<>();

    private Simulation(final long seed, final Ports ports, final Swarm swarm, final IntPredicate isKept)
    {
        this.seed = seed;
        final Draw draw = new Draw(seed);
        final Scenario scenario = new Scenario(draw, swarm, ports.leadership());
        world = new World(scenario, ports, draw);
        cluster = scenario.isArbitrated ? new ReplicaCluster(world) : new ManualCluster(world);
        for (final PlannedFault fault : PlannedFault.schedule(scenario, draw.fork(), SAFETY_NS))
        {
            if (isKept.test(fault.index()))
            {
                faults.add(fault);
            }
        }
    }

    /**
     * @param seed  that draws everything.
     * @param ports honest, or with something planted.
     * @return what it came to.
     */
    public static SimulationResult run(final long seed, final Ports ports)
    {
        return run(seed, ports, Swarm.SOME_KINDS, index -> true);
    }

    /**
     * @param seed   that draws everything.
     * @param ports  honest, or with something planted.
     * @param swarm  how many kinds of faults there are.
     * @param isKept tells of each fault of the schedule, by its place, whether it comes.
     * @return what it came to.
     */
    public static SimulationResult run(final long seed, final Ports ports, final Swarm swarm,
        final IntPredicate isKept)
    {
        final Simulation simulation = new Simulation(seed, ports, swarm, isKept);
        try
        {
            return simulation.run();
        }
        catch (final Violation violation)
        {
            final World world = simulation.world;
            world.note("VIOLATION %s", violation.getMessage());
            throw new SimulationFailure(seed, violation, world.scenario.toString(), simulation.begun(),
                world.trace.last(TRACE_LINES));
        }
    }

    private List<PlannedFault> begun()
    {
        final List<PlannedFault> begun = new ArrayList<>();
        for (final PlannedFault fault : faults)
        {
            if (fault.atNs() <= world.timeline.nowNs())
            {
                begun.add(fault);
            }
        }
        return begun;
    }

    private SimulationResult run()
    {
        cluster.boot();
        new Saboteur(world, cluster).start(faults);
        world.timeline.run(SAFETY_NS);
        cluster.judgeStorage();
        world.isHealed = true;
        world.note("all faults end; acknowledged so far %d", world.ledger.acknowledgedCount());
        cluster.heal();
        final boolean isRefused = waitForService();
        final long recoveryNs = world.timeline.nowNs() - SAFETY_NS;
        cluster.judgeStorage();
        cluster.judgeEnd();
        return new SimulationResult(seed, world, recoveryNs, cluster.delivered(), isRefused);
    }

    /** Returns true when a replica that nobody can repair from a peer holds the shard up, and was told so. */
    private boolean waitForService()
    {
        final long endNs = SAFETY_NS + LIVENESS_NS;
        long nextLookNs = world.timeline.nowNs();
        while (world.timeline.step(endNs))
        {
            if (world.timeline.nowNs() >= nextLookNs)
            {
                nextLookNs = world.timeline.nowNs() + LOOK_NS;
                if (cluster.isServing())
                {
                    return false;
                }
            }
        }
        if (cluster.mayBeClosed())
        {
            return true;
        }
        throw new Violation("liveness", "no full service " + LIVENESS_NS / 1_000_000 +
            " ms after the last fault: " + cluster.states());
    }
}
