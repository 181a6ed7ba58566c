package io.antumbra.chaos.process;

import java.io.IOException;

/**
 * Listens to the parent on the standard input: a byte asks the producer to stop, the end asks the process to end, also
 * when it is the parent that was killed.
 */
final class ParentLine
{
    private volatile boolean isStopped;
    private volatile boolean isEnded;

    ParentLine()
    {
        final Thread thread = new Thread(this::listen, "parent-line");
        thread.setDaemon(true);
        thread.start();
    }

    private void listen()
    {
        try
        {
            while (System.in.read() >= 0)
            {
                isStopped = true;
            }
        }
        catch (final IOException ex)
        {
            System.out.println("standard input: " + ex);
        }
        isStopped = true;
        isEnded = true;
    }

    boolean isStopped()
    {
        return isStopped;
    }

    boolean isEnded()
    {
        return isEnded;
    }
}
