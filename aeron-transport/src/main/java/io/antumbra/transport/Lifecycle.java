package io.antumbra.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.SleepingMillisIdleStrategy;

/**
 * Keeps a {@link DriverHost} alive: opens it, waits for its answers, notices its death, closes it, and opens the next
 * one after a back-off. States as drawn in {@link TransportState}. Owner's thread only, except {@link #state()} and the
 * counters.
 */
final class Lifecycle
{
    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Transport.Context ctx;
    private final Inbound inbound;
    private final Outbound outbound;
    private final MirroredCounters counters;
    private final Failures failures;
    private final AtomicLong resetCount = new AtomicLong();
    private volatile TransportState state = TransportState.BACKING_OFF;
    private long retransmitLingerNs;
    private DriverHost host;
    private boolean isLaunched;
    private long backOffNs = TransportConfiguration.BACK_OFF_MIN_NS;
    private long retryAtNs;
    private long registrationDeadlineNs;
    private long activeSinceNs;
    private long lastCheckNs;

    Lifecycle(
        final Transport.Context ctx,
        final Inbound inbound,
        final Outbound outbound,
        final MirroredCounters counters,
        final Failures failures)
    {
        this.ctx = ctx;
        this.inbound = inbound;
        this.outbound = outbound;
        this.counters = counters;
        this.failures = failures;
        retransmitLingerNs = ctx.link().retransmitLingerNs();
    }

    /**
     * First opening: what would be retried later is an error here, except that an external driver may still come.
     */
    void launch()
    {
        final SleepingMillisIdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
        try
        {
            open(System.nanoTime());
            while (state == TransportState.REGISTERING)
            {
                final long nowNs = System.nanoTime();
                host.invoke(nowNs, 1);
                register(nowNs);
                idleStrategy.idle(state == TransportState.REGISTERING ? 0 : 1);
            }
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }

        isLaunched = true;
    }

    int doWork(final long nowNs, final int maxTurns)
    {
        try
        {
            switch (state)
            {
                case ACTIVE:
                    return duty(nowNs, maxTurns);

                case REGISTERING:
                    host.invoke(nowNs, 1);
                    register(nowNs);
                    return 1;

                case BACKING_OFF:
                case AWAITING_DRIVER:
                    return reopen(nowNs);

                default:
                    return 0;
            }
        }
        catch (final RuntimeException ex)
        {
            fail(nowNs, ex);
            return 1;
        }
    }

    private int duty(final long nowNs, final int maxTurns)
    {
        int work = host.invoke(nowNs, maxTurns);
        if (!host.isAlive())
        {
            throw new TransportException("the media driver or its client ended: both are built anew; the error " +
                "recorded before this one tells why");
        }

        work += outbound.doWork(host.aeron(), nowNs);
        counters.doWork(host.aeron(), nowNs);

        if (nowNs - lastCheckNs >= CHECK_INTERVAL_NS)
        {
            lastCheckNs = nowNs;
            final Endpoint errored = inbound.erroredEndpoint();
            if (errored != null)
            {
                throw new TransportException("endpoint=" + errored + ": the driver reports an error of its " +
                    "socket; driver and client are built anew");
            }
        }

        return work;
    }

    private int reopen(final long nowNs)
    {
        if (nowNs - retryAtNs < 0)
        {
            return 0;
        }

        open(nowNs);
        return 1;
    }

    private void open(final long nowNs)
    {
        if (ctx.driverMode() == DriverMode.EXTERNAL && !AeronDirectory.isDriverAlive(ctx.aeronDirectory(),
            TimeUnit.NANOSECONDS.toMillis(ctx.link().driverTimeoutNs())))
        {
            failures.onOutage(new TransportException("no live media driver in " + ctx.aeronDirectory() +
                ": start it, " +
                "or correct the directory (" + TransportConfiguration.EXTERNAL_AERON_DIR_PROP + "); looked for again " +
                "until it is there"));
            await(nowNs, TransportState.AWAITING_DRIVER);
            return;
        }

        host = DriverHost.open(ctx, failures);
        host.retransmitLingerNs(retransmitLingerNs);
        inbound.register(host.aeron());
        registrationDeadlineNs = nowNs + ctx.registrationTimeoutNs();
        state = TransportState.REGISTERING;
    }

    private void register(final long nowNs)
    {
        if (inbound.isRegistered(host.aeron()))
        {
            state = TransportState.ACTIVE;
            activeSinceNs = nowNs;
            lastCheckNs = nowNs;
            failures.onOutageEnd();
            if (isLaunched)
            {
                resetCount.incrementAndGet();
                inbound.raiseReset();
            }
        }
        else if (nowNs - registrationDeadlineNs >= 0)
        {
            throw new TransportException("endpoint=" + ctx.endpoint() + ": the media driver in " +
                ctx.aeronDirectory() + " did not answer within registrationTimeoutNs=" + ctx.registrationTimeoutNs() +
                "; see whether it is alive and has a core to run on");
        }
    }

    private void fail(final long nowNs, final RuntimeException cause)
    {
        failures.onOutage(cause);
        if (state == TransportState.ACTIVE && nowNs - activeSinceNs >= TransportConfiguration.BACK_OFF_MAX_NS)
        {
            backOffNs = TransportConfiguration.BACK_OFF_MIN_NS;
        }

        tearDown();
        await(nowNs, TransportState.BACKING_OFF);
    }

    private void await(final long nowNs, final TransportState waiting)
    {
        retryAtNs = nowNs + backOffNs;
        backOffNs = Math.min(backOffNs * 2, TransportConfiguration.BACK_OFF_MAX_NS);
        state = waiting;
    }

    private void tearDown()
    {
        inbound.reset();
        outbound.reset();
        counters.reset();

        final DriverHost closing = host;
        host = null;
        if (closing != null)
        {
            closing.close(failures);
        }
    }

    void retransmitLingerNs(final long lingerNs)
    {
        retransmitLingerNs = lingerNs;
        if (host != null)
        {
            host.retransmitLingerNs(lingerNs);
        }
    }

    boolean sample(final PeerLink link, final LinkStatistics into)
    {
        if (state != TransportState.ACTIVE || !host.isAlive() || !link.canBeSampled())
        {
            return false;
        }

        link.sample(host.aeron(), into);
        return true;
    }

    void close()
    {
        if (state != TransportState.CLOSED)
        {
            final boolean isHeard = state == TransportState.ACTIVE && host.isAlive() && outbound.isAnyConnected();
            state = TransportState.CLOSED;
            if (isHeard)
            {
                sayGoodbye();
            }

            tearDown();
        }
    }

    /** Peers see the sessions end at once, instead of after the image liveness time-out. */
    private void sayGoodbye()
    {
        try
        {
            outbound.close();
            host.linger();
        }
        catch (final RuntimeException ex)
        {
            failures.onError(ex);
        }
    }

    boolean isClosed()
    {
        return state == TransportState.CLOSED;
    }

    TransportState state()
    {
        return state;
    }

    long resetCount()
    {
        return resetCount.get();
    }

    DriverHost host()
    {
        return host;
    }
}
