package io.antumbra.node.demo;

import io.antumbra.node.input.FileBytes;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.input.TimedLine;
import io.antumbra.node.term.NodeException;
import java.nio.file.Path;

/**
 * What an input is made of, found by reading it once: how many entries, how long they are, how much time their receive
 * times span. It decides how large the shadows must be to keep all of it for the comparison at the end.
 */
final class InputSurvey
{
    /** Payload capacities of the shadow's size classes, bytes. */
    static final int[] CAPACITIES = { 256, 1024, 4096, 16384, 65536 };

    private static final int MAX_LINE_LENGTH = 1 << 22;

    private final long[] countByClass = new long[CAPACITIES.length];
    private long entries;
    private int shortest = Integer.MAX_VALUE;
    private int longest;
    private long firstReceiveNs;
    private long lastReceiveNs;

    private InputSurvey()
    {
    }

    /**
     * @param file    to read.
     * @param isTimed true when each line begins with a receive time.
     * @param most    entries to look at.
     */
    static InputSurvey of(final Path file, final boolean isTimed, final long most)
    {
        final InputSurvey survey = new InputSurvey();
        try (LineScanner lines = new LineScanner(new FileBytes(file, 0), MAX_LINE_LENGTH, 0))
        {
            while (survey.entries < most && LineScanner.LINE == lines.next(0))
            {
                survey.add(lines, isTimed);
            }
        }
        if (0 == survey.entries)
        {
            throw NodeException.environment(
                "the input " + file + " has no entries: every line of it is empty. Give a file with lines in it.");
        }
        return survey;
    }

    private void add(final LineScanner lines, final boolean isTimed)
    {
        final int length = (int)lines.length();
        if (isTimed && length > 0)
        {
            final int prefix = TimedLine.prefixLength(lines.buffer(), (int)lines.length());
            if (TimedLine.NOT_TIMED == prefix)
            {
                throw NodeException.environment("line " + lines.lineNumber() + " of " + lines.name() + " does not " +
                    "begin with a receive time in nanoseconds and a blank, which --speed goes by. " +
                    "Give --rate instead of --speed.");
            }
            lastReceiveNs = TimedLine.receiveNs(lines.buffer(), prefix);
            firstReceiveNs = 0 == entries ? lastReceiveNs : firstReceiveNs;
        }
        if (length > CAPACITIES[CAPACITIES.length - 1])
        {
            throw NodeException.environment("line " + lines.lineNumber() + " of " + lines.name() + " has " + length +
                " bytes, the demo takes entries of up to " + CAPACITIES[CAPACITIES.length - 1] +
                ". Shorten the line; 'primary' takes longer ones with --max-entry-length.");
        }
        if (length > 0)
        {
            entries++;
            shortest = Math.min(shortest, length);
            longest = Math.max(longest, length);
            int index = 0;
            while (length > CAPACITIES[index])
            {
                index++;
            }
            countByClass[index]++;
        }
    }

    long entries()
    {
        return entries;
    }

    int shortest()
    {
        return shortest;
    }

    int longest()
    {
        return longest;
    }

    long countByClass(final int index)
    {
        return countByClass[index];
    }

    /** Nanoseconds between the first and the last receive time. */
    long spanNs()
    {
        return lastReceiveNs - firstReceiveNs;
    }
}
