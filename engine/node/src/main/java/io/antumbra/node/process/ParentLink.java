package io.antumbra.node.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Standard input as a line to the process that started this one: its end means that the parent is gone, killed or not,
 * and this process ends too. On the way it takes commands, one a line: a word and a number. A daemon thread reads.
 */
public final class ParentLink
{
    private final InputStream in;
    private final Stopper stopper;
    private final Map<String, LongConsumer> commands;

    private ParentLink(final InputStream in, final Stopper stopper, final Map<String, LongConsumer> commands)
    {
        this.in = in;
        this.stopper = stopper;
        this.commands = Map.copyOf(commands);
    }

    /**
     * Begins to listen.
     *
     * @param in       from the parent.
     * @param stopper  to stop when it ends.
     * @param commands by name; called on the listening thread.
     */
    public static void listen(final InputStream in, final Stopper stopper, final Map<String, LongConsumer> commands)
    {
        final ParentLink link = new ParentLink(in, stopper, commands);
        final Thread thread = new Thread(link::run, "antumbra-parent");
        thread.setDaemon(true);
        thread.start();
    }

    private void run()
    {
        try
        {
            final BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                execute(line);
            }
        }
        catch (final IOException ex)
        {
            System.err.println("antumbra: lost the line to the parent process: " + ex.getMessage());
        }
        stopper.stop();
    }

    private void execute(final String line)
    {
        final String[] words = line.strip().split(" ");
        final LongConsumer command = commands.get(words[0]);
        if (null == command || 2 != words.length || !words[1].matches("\\d{1,19}"))
        {
            System.err.println("antumbra: do not know the command '" + line + "' on standard input");
            return;
        }
        command.accept(Long.parseLong(words[1]));
    }
}
