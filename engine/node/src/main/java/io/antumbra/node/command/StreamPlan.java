package io.antumbra.node.command;

import io.antumbra.node.input.InputFiles;
import io.antumbra.node.input.Pacing;
import io.antumbra.node.input.Rates;
import io.antumbra.node.input.StreamOption;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the options of {@code primary} say about one stream; everything is checked before anything is started. */
final class StreamPlan
{
    private static final String ALL = "*";
    private static final int MAX_PRIORITY = 32767;

    private final String name;
    private Path file;
    private boolean isFollowed;
    private boolean isStandardInput;
    private double ratePerSecond;
    private boolean isPaced;
    private double speed;
    private long lastSequence = Long.MAX_VALUE;
    private int priority;

    private StreamPlan(final String name)
    {
        this.name = name;
    }

    static List<StreamPlan> of(final PrimaryCommand command)
    {
        final List<String> names = command.replica.streams;
        final List<StreamPlan> plans = new ArrayList<>();
        for (final String name : names)
        {
            if (Collections.frequency(names, name) > 1)
            {
                throw usage("--stream " + name + " is there twice. Give each stream a name of its own.");
            }
            plans.add(new StreamPlan(name));
        }
        inputs(command, plans, names);
        for (final String text : command.rates)
        {
            final StreamOption option = StreamOption.parse("--rate", text, names);
            find(plans, option).ratePerSecond = Rates.perSecond("--rate", option.value());
        }
        for (final String text : command.entries)
        {
            final StreamOption option = StreamOption.parse("--entries", text, names);
            find(plans, option).lastSequence = number("--entries", option.value(), 1, Long.MAX_VALUE);
        }
        for (final String text : command.priorities)
        {
            final StreamOption option = StreamOption.parse("--priority", text, names);
            find(plans, option).priority = (int)number("--priority", option.value(), 0, MAX_PRIORITY);
        }
        pacing(command, plans, names);
        plans.forEach(plan -> plan.check(command));
        return plans;
    }

    private static void inputs(final PrimaryCommand command, final List<StreamPlan> plans, final List<String> names)
    {
        for (final String text : command.inputs)
        {
            final StreamOption option = StreamOption.parse("--input", text, names);
            find(plans, option).source("--input", Path.of(option.value()), false);
        }
        for (final String text : command.follows)
        {
            final StreamOption option = StreamOption.parse("--follow", text, names);
            find(plans, option).source("--follow", Path.of(option.value()), true);
        }
        if (null != command.standardInput)
        {
            if (!"-".equals(command.standardInput))
            {
                throw usage(
                    "'" + command.standardInput + "' is not understood. Name a file with --input or --follow; " +
                        "only - for standard input stands alone.");
            }
            if (1 != plans.size() || command.replica.exitWithParent)
            {
                throw usage("standard input (-) can be the input of one stream only, and of nothing else.");
            }
            plans.get(0).source("-", null, false);
        }
    }

    private static void pacing(final PrimaryCommand command, final List<StreamPlan> plans, final List<String> names)
    {
        for (final String text : command.paced)
        {
            if (!ALL.equals(text) && !names.contains(text))
            {
                throw usage("--paced " + text + ": there is no stream '" + text + "'. The streams are " + names + ".");
            }
            plans.stream().filter(plan -> ALL.equals(text) || plan.name.equals(text))
                .forEach(plan -> plan.isPaced = true);
        }
        for (final String text : command.speeds)
        {
            final boolean isForAll = text.matches("[\\d.]+");
            final StreamOption option = isForAll ? null : StreamOption.parse("--speed", text, names);
            final double value = speed(isForAll ? text : option.value());
            plans.stream().filter(plan -> isForAll || plan.name.equals(option.stream()))
                .forEach(plan -> plan.speed = value);
        }
    }

    private void source(final String option, final Path path, final boolean follow)
    {
        if (null != file || isStandardInput)
        {
            throw usage(option + ": stream '" + name + "' has an input already. Give each stream one.");
        }
        file = path;
        isFollowed = follow;
        isStandardInput = null == path;
    }

    private void check(final PrimaryCommand command)
    {
        if (null == file && !isStandardInput)
        {
            throw usage("stream '" + name + "' has no input. Give it one with --input, --follow, or - for standard " +
                "input.");
        }
        if (isPaced && ratePerSecond > 0)
        {
            throw usage("stream '" + name + "' has both --paced and --rate. Leave one out.");
        }
        if (speed > 0 && !isPaced && command.paced.isEmpty())
        {
            throw usage("--speed needs --paced: it is a multiple of the pace that the lines' own times give.");
        }
        if (null != file && (!isFollowed || Files.exists(file)))
        {
            InputFiles.requireReadable(file);
        }
    }

    Pacing pacing()
    {
        if (isPaced)
        {
            return Pacing.recorded(speed > 0 ? speed : 1);
        }
        return ratePerSecond > 0 ? Pacing.rate(ratePerSecond) : Pacing.flatOut();
    }

    String name()
    {
        return name;
    }

    Path file()
    {
        return file;
    }

    boolean isFollowed()
    {
        return isFollowed;
    }

    boolean isStandardInput()
    {
        return isStandardInput;
    }

    long lastSequence()
    {
        return lastSequence;
    }

    int priority()
    {
        return priority;
    }

    private static StreamPlan find(final List<StreamPlan> plans, final StreamOption option)
    {
        return plans.stream().filter(plan -> plan.name.equals(option.stream())).findFirst().orElseThrow();
    }

    private static double speed(final String text)
    {
        try
        {
            final double value = Double.parseDouble(text);
            if (value > 0 && value < 1e9)
            {
                return value;
            }
        }
        catch (final NumberFormatException ex)
        {
            throw usage("--speed " + text + ": expected a number above 0, such as 6 or 0.5.");
        }
        throw usage("--speed " + text + ": expected a number above 0, such as 6 or 0.5.");
    }

    private static long number(final String option, final String text, final long least, final long most)
    {
        if (text.matches("\\d{1,18}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most)
        {
            return Long.parseLong(text);
        }
        throw usage(option + " " + text + ": expected a whole number, at least " + least +
            (Long.MAX_VALUE == most ? "." : " and at most " + most + "."));
    }

    private static NodeException usage(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }
}
