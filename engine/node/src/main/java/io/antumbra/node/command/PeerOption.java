package io.antumbra.node.command;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another replica as it is written on the command line: {@code 1=127.0.0.1:24101}. */
record PeerOption(int id, String endpoint)
{
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,3})=(\\S+:\\d{1,5})");

    static PeerOption parse(final String option, final String text)
    {
        final Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches())
        {
            throw new NodeException(ExitStatus.USAGE,
                option + " " + text + ": expected NUMBER=HOST:PORT, such as 1=127.0.0.1:24101.");
        }
        return new PeerOption(Integer.parseInt(matcher.group(1)), matcher.group(2));
    }
}
