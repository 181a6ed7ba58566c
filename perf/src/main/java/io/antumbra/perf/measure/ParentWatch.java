package io.antumbra.perf.measure;

import java.io.IOException;
import java.io.OutputStream;

/**
 * In a child JVM: becomes true when the parent closes the child's standard input, or is gone. Any thread may ask.
 */
public final class ParentWatch
{
    private volatile boolean isStopped;

    private ParentWatch()
    {
    }

    /**
     * Start to watch, on a daemon thread.
     *
     * @return the watch.
     */
    public static ParentWatch start()
    {
        final ParentWatch watch = new ParentWatch();
        final Thread thread = new Thread(watch::readToEnd, "parent-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    /**
     * Is it time to end?
     *
     * @return true when it is.
     */
    public boolean isStopped()
    {
        return isStopped;
    }

    /**
     * End a loop of measurement that nobody waits for any more, so that what it opened is closed.
     *
     * @throws IllegalStateException when the parent is gone.
     */
    public void check()
    {
        if (isStopped)
        {
            throw new IllegalStateException("the parent process has closed this one's standard input: ending");
        }
    }

    private void readToEnd()
    {
        try
        {
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        catch (final IOException ex)
        {
            System.err.println("standard input failed, which ends this process: " + ex);
        }
        isStopped = true;
    }
}
