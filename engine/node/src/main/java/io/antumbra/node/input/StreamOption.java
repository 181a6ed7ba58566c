package io.antumbra.node.input;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A value that may name the stream it is for, as in {@code --input feed=messages.gz}. Without a name it is for the only
 * stream. A path with {@code =} in it works when there is such a file, or when what is before has a slash, as in
 * {@code ./2024=1.log}: taken for a path in any case, the name of a stream that is mistyped would be waited for.
 */
public final class StreamOption
{
    private final String stream;
    private final String value;

    private StreamOption(final String stream, final String value)
    {
        this.stream = stream;
        this.value = value;
    }

    /**
     * @param option  for messages: {@code --input}.
     * @param text    as typed.
     * @param streams all names.
     * @return the stream's name and the rest.
     */
    public static StreamOption parse(final String option, final String text, final List<String> streams)
    {
        final int split = text.indexOf('=');
        if (split > 0 && streams.contains(text.substring(0, split)))
        {
            return new StreamOption(text.substring(0, split), text.substring(split + 1));
        }
        final boolean isPath = split <= 0 || text.lastIndexOf('/', split) >= 0 || Files.exists(Path.of(text));
        if (1 == streams.size() && isPath)
        {
            return new StreamOption(streams.get(0), text);
        }
        if (split > 0)
        {
            throw new NodeException(ExitStatus.USAGE, option + " " + text + ": there is no stream '" +
                text.substring(0, split) + "'. The streams are " + streams +
                "; add one with --stream, or begin a path with a slash or ./.");
        }
        throw new NodeException(ExitStatus.USAGE, option + " " + text + ": with several streams " + streams +
            " it must name one, as in " + option + " " + streams.get(0) + "=" + text + ".");
    }

    /** @return name of the stream. */
    public String stream()
    {
        return stream;
    }

    /** @return what is for it. */
    public String value()
    {
        return value;
    }
}
