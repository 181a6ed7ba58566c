package io.antumbra.perf.measure;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.io.File;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * A media driver and a client of it, both as invokers, with their files on the RAM disk where there is one. One thread.
 */
public final class InvokedAeron implements AutoCloseable
{
    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;

    /**
     * Launch both.
     *
     * @param name    unique on this machine: a directory of the same name is removed.
     * @param context of the driver, but for its directory and its threads.
     */
    public InvokedAeron(final String name, final MediaDriver.Context context)
    {
        driver = MediaDriver.launch(context
            .aeronDirectoryName(new File(ScratchFolder.ramDisk().toFile(), "antumbra-perf-" + name).getPath())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .driverAgentInvoker(driverInvoker));
        clientInvoker = aeron.conductorAgentInvoker();
    }

    /**
     * The client.
     *
     * @return it, closed with this.
     */
    public Aeron aeron()
    {
        return aeron;
    }

    /**
     * One duty cycle of driver and client.
     *
     * @return 0 when there was nothing to do.
     */
    public int doWork()
    {
        return driverInvoker.invoke() + clientInvoker.invoke();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver);
    }
}
