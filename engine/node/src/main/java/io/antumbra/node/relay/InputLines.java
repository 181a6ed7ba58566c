package io.antumbra.node.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Lines of standard input, read by a daemon thread and taken by the command's own, which alone prints. The end of the
 * input ends nothing: a relay may run without one. The reader waits while {@value #MAX_WAITING} lines do.
 */
final class InputLines
{
    private static final int MAX_WAITING = 64;

    private final ArrayBlockingQueue<String> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private volatile boolean isEnded;

    static InputLines of(final InputStream in)
    {
        final InputLines lines = new InputLines();
        final Thread thread = new Thread(() -> lines.read(in), "antumbra-control");
        thread.setDaemon(true);
        thread.start();
        return lines;
    }

    /** The next one, null for none so far. */
    String poll()
    {
        return waiting.poll();
    }

    /** Whether no more will come, and all have been taken. */
    boolean isEnded()
    {
        return isEnded && waiting.isEmpty();
    }

    private void read(final InputStream in)
    {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)))
        {
            for (String line = reader.readLine(); null != line; line = reader.readLine())
            {
                waiting.put(line);
            }
        }
        catch (final IOException ex)
        {
            System.err.println("antumbra relay: standard input cannot be read any more: " + ex.getMessage());
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
        isEnded = true;
    }
}
