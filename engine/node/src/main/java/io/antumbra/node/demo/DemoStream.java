package io.antumbra.node.demo;

import io.antumbra.node.term.Numbers;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** One stream of the demo: what it is made of and at which pace. */
final class DemoStream
{
    private final String name;
    private final Path input;
    private final InputSurvey survey;
    private final double speed;
    private final double ratePerSecond;

    /**
     * @param name          of the stream.
     * @param input         file with its lines.
     * @param survey        of as many lines as are to be appended.
     * @param speed         above 0: times faster than its receive times.
     * @param ratePerSecond above 0: entries a second.
     */
    DemoStream(
        final String name, final Path input, final InputSurvey survey, final double speed, final double ratePerSecond)
    {
        this.name = name;
        this.input = input;
        this.survey = survey;
        this.speed = speed;
        this.ratePerSecond = ratePerSecond;
    }

    String name()
    {
        return name;
    }

    Path input()
    {
        return input;
    }

    InputSurvey survey()
    {
        return survey;
    }

    long entries()
    {
        return survey.entries();
    }

    /** Options of the primary for this stream. */
    void addOptions(final List<String> options)
    {
        options.addAll(List.of("--stream", name, "--input", name + "=" + input, "--entries", name + "=" + entries()));
        if (speed > 0)
        {
            options.addAll(List.of("--paced", name, "--speed", name + "=" + decimal(speed)));
        }
        else if (ratePerSecond > 0)
        {
            options.addAll(List.of("--rate", name + "=" + decimal(ratePerSecond) + "/s"));
        }
    }

    /** One line for people. */
    String describe()
    {
        final String pace = speed > 0 ? "at " + decimal(speed) + " times its own pace" :
            ratePerSecond > 0 ? Numbers.count(Math.round(ratePerSecond)) + " a second" : "as fast as it goes";
        return String.format(Locale.ROOT, "%-8s %s of %s to %s bytes, %s", name,
            Numbers.count(entries(), "entry", "entries"), Numbers.count(survey.shortest()),
            Numbers.count(survey.longest()), pace);
    }

    private static String decimal(final double value)
    {
        final String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }
}
