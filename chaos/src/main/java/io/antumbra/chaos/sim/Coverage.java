package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.antumbra.core.Problem;

/** How often each transition of the protocol, and each problem that it tells, came up. */
public final class Coverage
{
    /**
     * Nothing here sends frames of another schema, release, key or shard; and nothing in the core tells a silent
     * standby any more but by {@link Transition#STANDBY_LOST}.
     */
    private static final Set<Problem> OUT_OF_REACH = EnumSet
        .of(Problem.FOREIGN_FRAME, Problem.WIRE_VERSION, Problem.UNKNOWN_REPLICA, Problem.STANDBY_SILENT);

    private final Counts<Transition> transitions = new Counts<>(Transition.class);
    private final Counts<Problem> problems = new Counts<>(Problem.class);

    void saw(final Transition transition)
    {
        transitions.increment(transition);
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
    }

    /** @return names that came up, each with its number. */
    public List<String> covered()
    {
        final List<String> lines = new ArrayList<>();
        for (final Transition transition : Transition.values())
        {
            addCount(lines, transition.name(), transitions.of(transition));
        }
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
