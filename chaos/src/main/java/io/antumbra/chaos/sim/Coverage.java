package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.antumbra.core.Problem;
import io.antumbra.core.replica.Role;

/** How often each transition of the protocol, and each problem that it tells, came up. */
public final class Coverage
{
    /**
     * Nothing here sends frames of another schema, release, key or shard. No standby sleeps over 64 changes of the
     * lead, the journal of a primary by hand is never exchanged for an older one, and an arbiter keeps its state
     * whatever happens to its members: unit tests of the core show what is told then.
     */
    private static final Set<Problem> OUT_OF_REACH = EnumSet.of(Problem.FOREIGN_FRAME, Problem.WIRE_VERSION,
        Problem.UNKNOWN_REPLICA, Problem.HISTORY_TOO_OLD, Problem.SUPERSEDED, Problem.ARBITER_FORGOT);

    private static final List<String> ROLE_CHANGES = List.of("START to FOLLOWING", "START to SEALED",
        "FOLLOWING to SEALED", "FOLLOWING to TAKING_OVER", "SEALED to FOLLOWING", "SEALED to TAKING_OVER",
        "TAKING_OVER to LEADING", "TAKING_OVER to FOLLOWING", "LEADING to HANDING_OVER", "LEADING to FOLLOWING",
        "HANDING_OVER to LEADING", "HANDING_OVER to FOLLOWING");

    private final Counts<Transition> transitions = new Counts<>(Transition.class);
    private final Map<String, Long> roles = new TreeMap<>();
    private final Counts<Problem> problems = new Counts<>(Problem.class);

    void saw(final Transition transition)
    {
        transitions.increment(transition);
    }

    void saw(final Role from, final Role to)
    {
        roles.merge((from == null ? "START" : from) + " to " + to, 1L, Long::sum);
    }

    void saw(final Problem problem)
    {
        problems.increment(problem);
    }

    /**
     * @param other run to add.
     */
    public void add(final Coverage other)
    {
        transitions.add(other.transitions);
        problems.add(other.problems);
        other.roles.forEach((change, count) -> roles.merge(change, count, Long::sum));
    }

    /** @return names that came up, each with its number. */
    public List<String> covered()
    {
        final List<String> lines = new ArrayList<>();
        for (final Transition transition : Transition.values())
        {
            addCount(lines, transition.name(), transitions.of(transition));
        }
        roles.forEach((change, count) -> lines.add(change + " " + count));
        for (final Problem problem : Problem.values())
        {
            addCount(lines, "problem " + problem, problems.of(problem));
        }
        return lines;
    }

    private static void addCount(final List<String> lines, final String name, final long count)
    {
        if (count > 0)
        {
            lines.add(name + " " + count);
        }
    }

    /** @return names that should have come up and did not. */
    public List<String> uncovered()
    {
        final List<String> lines = new ArrayList<>();
        for (final Transition transition : Transition.values())
        {
            if (transitions.of(transition) == 0)
            {
                lines.add(transition.name());
            }
        }
        for (final String change : ROLE_CHANGES)
        {
            if (!roles.containsKey(change))
            {
                lines.add(change);
            }
        }
        for (final Problem problem : Problem.values())
        {
            if (problems.of(problem) == 0 && !OUT_OF_REACH.contains(problem))
            {
                lines.add("problem " + problem);
            }
        }
        return lines;
    }
}
