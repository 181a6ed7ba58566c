package io.antumbra.node.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns SIGTERM and SIGINT into an orderly end: {@link #isStopping} becomes true, and the JVM waits until the command
 * has closed what it opened, at most ten seconds. {@link #stop} may be called from any thread.
 */
public final class Stopper implements AutoCloseable
{
    private static final long CLOSE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean isStopping;

    /** Registers with the JVM. */
    public Stopper()
    {
        Runtime.getRuntime().addShutdownHook(new Thread(this::onShutdown, "antumbra-stop"));
    }

    private void onShutdown()
    {
        isStopping = true;
        try
        {
            if (!closed.await(CLOSE_SECONDS, TimeUnit.SECONDS))
            {
                System.err.println("antumbra: did not close within " + CLOSE_SECONDS +
                    " s; ending anyway. The shadow is checked when it is opened next.");
            }
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the command to end. */
    public void stop()
    {
        isStopping = true;
    }

    /** @return true once the command is to end. */
    public boolean isStopping()
    {
        return isStopping;
    }

    /** The command has closed everything. */
    @Override
    public void close()
    {
        closed.countDown();
    }
}
