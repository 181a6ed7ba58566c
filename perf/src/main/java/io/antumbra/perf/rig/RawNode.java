package io.antumbra.perf.rig;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.antumbra.transport.LinkSettings;
import java.io.File;
import org.agrona.CloseHelper;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.NoOpLock;

/**
 * Aeron by itself: a media driver and a client, both as invokers, set up with the very lengths, windows, sockets and
 * time-outs that the engine's transport takes from {@link LinkSettings}. One thread.
 */
final class RawNode implements AutoCloseable
{
    /** Stream from the load to the echo. */
    static final int FORTH = 1001;

    /** Stream from the echo to the load. */
    static final int BACK = 1002;

    private final MediaDriver driver;
    private final Aeron aeron;
    private final AgentInvoker driverInvoker;
    private final AgentInvoker clientInvoker;
    private final Subscription subscription;
    private final ExclusivePublication publication;

    RawNode(final NodeOptions options, final int publishTo, final int subscribeTo)
    {
        final LinkSettings link = options.link();
        driver = MediaDriver.launch(driverContext(options, link));
        driverInvoker = driver.sharedAgentInvoker();
        aeron = Aeron.connect(new Aeron.Context()
            .aeronDirectoryName(driver.aeronDirectoryName())
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .driverAgentInvoker(driverInvoker));
        clientInvoker = aeron.conductorAgentInvoker();
        subscription = aeron.addSubscription("aeron:udp?endpoint=" + options.endpoint, subscribeTo);
        publication = aeron.addExclusivePublication("aeron:udp?endpoint=" + options.peer, publishTo);
    }

    private static MediaDriver.Context driverContext(final NodeOptions options, final LinkSettings link)
    {
        return link.applyTo(new MediaDriver.Context())
            .aeronDirectoryName(new File(ramDisk(), "antumbra-perf-" + options.name).getPath())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .threadingMode(ThreadingMode.INVOKER);
    }

    private static File ramDisk()
    {
        final File sharedMemory = new File("/dev/shm");
        return sharedMemory.canWrite() ? sharedMemory : new File(System.getProperty("java.io.tmpdir"));
    }

    int doWork()
    {
        return driverInvoker.invoke() + clientInvoker.invoke();
    }

    boolean isConnected()
    {
        return publication.isConnected() && subscription.isConnected();
    }

    Subscription subscription()
    {
        return subscription;
    }

    ExclusivePublication publication()
    {
        return publication;
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(aeron, driver);
    }
}
