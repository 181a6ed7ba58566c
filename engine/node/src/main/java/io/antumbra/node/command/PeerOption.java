package io.antumbra.node.command;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another replica as it is written on the command line: {@code 1=127.0.0.1:24101}, or
 * {@code 1=127.0.0.1:24101+127.0.0.1:24111} where it receives line B on an address of its own.
 *
 * @param id            of the replica.
 * @param endpoint      that it receives on.
 * @param lineBEndpoint that it receives line B on, null for the same.
 */
record PeerOption(int id, String endpoint, String lineBEndpoint)
{
    private static final String ADDRESS = "([^\\s+]+:\\d{1,5})";
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,3})=" + ADDRESS + "(?:\\+" + ADDRESS + ")?");

    static PeerOption parse(final String option, final String text)
    {
        final Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches())
        {
            throw new NodeException(ExitStatus.USAGE,
                option + " " + text + ": expected NUMBER=HOST:PORT, such as 1=127.0.0.1:24101, or with " +
                    "an address for line B 1=127.0.0.1:24101+127.0.0.1:24111.");
        }
        return new PeerOption(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3));
    }
}
