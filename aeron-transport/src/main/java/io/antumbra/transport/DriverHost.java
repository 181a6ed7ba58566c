package io.antumbra.transport;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.AgentInvoker;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.NoOpLock;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * One media driver and one client of it, from birth to death; a rebuild makes a new one. In every mode the client runs
 * in the owner's thread, so that Aeron calls back from nowhere else and needs no lock; in mode EMBEDDED_INVOKER the
 * driver does, too.
 * <pre>
 *   owner's thread:   invoke() --> [ sender, receiver, conductor ] --> client conductor --> image handlers
 *                                    EMBEDDED_INVOKER only              each 50 us is enough
 * </pre>
 * A driver that is an invoker is told the time of the duty cycle instead of reading the clock three times in each, and
 * the client, which sees to images and time-outs only, sits most cycles out: together a tenth of an idle cycle, which a
 * frame that has just arrived would wait for.
 */
final class DriverHost
{
    private static final long KEEP_ALIVE_MAX_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CLIENT_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final int GOODBYE_TURNS = 220;
    private static final int TIMEOUT_PARTS = 4;

    private final AeronDirectory directory;
    private final boolean isEmbedded;
    private final MediaDriver driver;
    private final AgentInvoker driverInvoker;
    private final Aeron aeron;
    private final AgentInvoker clientInvoker;
    private final CachedNanoClock clock;
    private long clientNs;

    private DriverHost(
        final AeronDirectory directory, final boolean isEmbedded, final MediaDriver driver, final Aeron aeron,
        final CachedNanoClock clock)
    {
        this.directory = directory;
        this.isEmbedded = isEmbedded;
        this.driver = driver;
        this.driverInvoker = driver == null ? null : driver.sharedAgentInvoker();
        this.aeron = aeron;
        this.clientInvoker = aeron.conductorAgentInvoker();
        this.clock = clock;
        clientNs = clock.nanoTime();
    }

    /**
     * Start the driver (embedded modes) and connect to it. Waits at most for the driver's first heartbeat.
     *
     * @param ctx          concluded.
     * @param errorHandler for driver and client.
     * @return the running pair.
     * @throws RuntimeException when either cannot start; nothing is left behind.
     */
    static DriverHost open(final Transport.Context ctx, final ErrorHandler errorHandler)
    {
        final boolean isEmbedded = ctx.driverMode().isEmbedded();
        final AeronDirectory directory = isEmbedded ? AeronDirectory.take(ctx.aeronDirectory()) :
            AeronDirectory.takeEndpoints(ctx.aeronDirectory(), ctx.receiveEndpoints());

        final CachedNanoClock clock = new CachedNanoClock();
        clock.update(System.nanoTime());
        final EpochClock epochClock = isEmbedded ? steady(ctx.epochClock()) : ctx.epochClock();
        MediaDriver driver = null;
        try
        {
            driver = isEmbedded ?
                MediaDriver.launch(driverContext(ctx, errorHandler, clock).epochClock(epochClock)) : null;
            final Aeron aeron = Aeron.connect(clientContext(ctx, errorHandler, driver).epochClock(epochClock));
            return new DriverHost(directory, isEmbedded, driver, aeron, clock);
        }
        catch (final RuntimeException ex)
        {
            CloseHelper.quietClose(driver);
            directory.close(isEmbedded);
            throw ex;
        }
    }

    /**
     * Driver and client tell each other the time of day as their heartbeat: where that stepped ahead, each took the
     * other for dead. An external driver has a clock of its own, which its client has to share.
     */
    private static EpochClock steady(final EpochClock epochClock)
    {
        final long offsetMs = epochClock.time() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
        return () -> offsetMs + TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private static MediaDriver.Context driverContext(
        final Transport.Context ctx, final ErrorHandler errorHandler, final CachedNanoClock clock)
    {
        final MediaDriver.Context context = ctx.link().applyTo(new MediaDriver.Context())
            .aeronDirectoryName(ctx.aeronDirectory().getPath())
            .dirDeleteOnStart(true)
            .dirDeleteOnShutdown(true)
            .warnIfDirectoryExists(false)
            .errorHandler(errorHandler)
            .streamSessionLimit(ctx.maxSessions());

        switch (ctx.driverMode())
        {
            case EMBEDDED_SHARED:
                return context.threadingMode(ThreadingMode.SHARED).sharedIdleStrategy(idleStrategy());

            case EMBEDDED_DEDICATED:
                return context.threadingMode(ThreadingMode.DEDICATED)
                    .conductorIdleStrategy(idleStrategy())
                    .senderIdleStrategy(idleStrategy())
                    .receiverIdleStrategy(idleStrategy());

            default:
                return context.threadingMode(ThreadingMode.INVOKER).nanoClock(clock);
        }
    }

    private static IdleStrategy idleStrategy()
    {
        return new BackoffIdleStrategy();
    }

    private static Aeron.Context clientContext(
        final Transport.Context ctx, final ErrorHandler errorHandler, final MediaDriver driver)
    {
        final LinkSettings link = ctx.link();
        final Aeron.Context context = new Aeron.Context()
            .aeronDirectoryName(ctx.aeronDirectory().getPath())
            .clientName(ctx.clientName())
            .useConductorAgentInvoker(true)
            .clientLock(NoOpLock.INSTANCE)
            .keepAliveIntervalNs(Math.min(KEEP_ALIVE_MAX_NS, link.clientLivenessTimeoutNs() / TIMEOUT_PARTS))
            .errorHandler(errorHandler)
            .subscriberErrorHandler(errorHandler);
        context.driverTimeoutMs(TimeUnit.NANOSECONDS.toMillis(link.driverTimeoutNs()));

        return driver != null && driver.sharedAgentInvoker() != null ?
            context.driverAgentInvoker(driver.sharedAgentInvoker()) : context;
    }

    /**
     * Let driver (EMBEDDED_INVOKER) and client have their turn.
     *
     * @param nowNs    current time.
     * @param maxTurns of the driver, which sends and receives one datagram in each; it stops when nothing is left.
     * @return 0 when there was nothing to do.
     */
    int invoke(final long nowNs, final int maxTurns)
    {
        final AgentInvoker invoker = driverInvoker;
        int work = 0;
        clock.update(nowNs);
        for (int turn = 0, done = 1; invoker != null && turn < maxTurns && done > 0; turn++)
        {
            done = invoker.invoke();
            work += done;
        }
        if (nowNs - clientNs >= CLIENT_INTERVAL_NS)
        {
            clientNs = nowNs;
            work += clientInvoker.invoke();
        }
        return work;
    }

    /**
     * Do driver and client still work, as far as the client knows?
     *
     * @return false when either has ended: time for a new pair.
     */
    boolean isAlive()
    {
        return clientInvoker.isRunning() && (driverInvoker == null || driverInvoker.isRunning());
    }

    Aeron aeron()
    {
        return aeron;
    }

    /**
     * Set how long an embedded driver ignores NAKs that overlap a retransmit, from the next one on.
     *
     * @param lingerNs in nanoseconds; without effect on a driver that is not ours.
     */
    void retransmitLingerNs(final long lingerNs)
    {
        if (driver != null &&
            driver.context().retransmitUnicastLingerGenerator() instanceof RetransmitLinger)
        {
            ((RetransmitLinger)driver.context().retransmitUnicastLingerGenerator()).shortestNs(lingerNs);
        }
    }

    MediaDriver driver()
    {
        return driver;
    }

    /**
     * Let an embedded driver work for a little longer, so that peers hear of publications just closed: the end of a
     * stream travels with the next heartbeats, which Aeron sends each 100 ms. Turns are counted, not time, so that a
     * process that gets no core does not leave before it had its say.
     */
    void linger()
    {
        final SleepingMillisIdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        for (int i = 0; isEmbedded && i < GOODBYE_TURNS; i++)
        {
            invoke(System.nanoTime(), 1);
            idleStrategy.idle();
        }
    }

    /**
     * Close the client, then the driver, then remove the embedded directory. Errors go to the handler.
     *
     * @param errorHandler to report to.
     */
    void close(final ErrorHandler errorHandler)
    {
        CloseHelper.close(errorHandler, aeron);
        CloseHelper.close(errorHandler, driver);
        try
        {
            directory.close(isEmbedded);
        }
        catch (final RuntimeException ex)
        {
            errorHandler.onError(ex);
        }
    }
}
