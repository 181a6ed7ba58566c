package io.antumbra.transport.relay;

import io.antumbra.transport.TransportException;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.agrona.concurrent.ManyToOneConcurrentArrayQueue;

/**
 * A UDP relay that impairs what passes through it: the package's documentation tells how, and what it cannot do.
 *
 * <pre>
 *   final RelayContext context = new RelayContext().flow("127.0.0.1:24201", "127.0.0.1:24101");
 *   context.settings(0, Direction.FORWARD).lossRatio = 0.01;
 *   try (Relay relay = Relay.launch(context))
 *   {
 *       ...                                                  // Aeron publishes to 24201, subscribes at 24101
 *       relay.impair(0, Direction.FORWARD, worse);           // from any thread
 *       relay.counts(0, Direction.FORWARD).get(RelayCounter.FORWARDED);
 *   }
 * </pre>
 *
 * One thread of its own does all the work, so that the delay of one flow never waits for another thread's lock. The
 * public methods may be called from any thread.
 */
public final class Relay implements AutoCloseable
{
    private static final int MAX_CHANGES = 1024;
    private static final long LONGEST_SLEEP_MS = 100;
    private static final long WAKE_UP_EARLY_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final RelayFlow[] flows;
    private final List<Map<Direction, ImpairmentSettings>> settings;
    private final ManyToOneConcurrentArrayQueue<Change> changes = new ManyToOneConcurrentArrayQueue<>(MAX_CHANGES);
    private final Selector selector;
    private final Consumer<SelectionKey> nothing = Relay::beAwake;
    private final long spinNs;
    private final long seed;
    private final Thread thread;
    private volatile boolean isRunning = true;
    private volatile Throwable failure;

    private Relay(final RelayContext context)
    {
        spinNs = context.spinNs();
        seed = context.seed();
        settings = context.copyOfSettings();
        flows = open(context);
        try
        {
            selector = Selector.open();
            for (final RelayFlow flow : flows)
            {
                flow.register(selector);
            }
        }
        catch (final IOException ex)
        {
            closeFlows(List.of(flows));
            throw new TransportException("cannot wait for several UDP sockets at once: " + ex.getMessage(), ex);
        }
        thread = new Thread(this::run, "antumbra-relay");
        thread.setDaemon(true);
    }

    /**
     * Binds every socket and starts.
     *
     * @param context concluded here.
     * @return a running relay.
     * @throws TransportException when a value is not allowed or a port cannot be bound.
     */
    public static Relay launch(final RelayContext context)
    {
        context.conclude();
        final Relay relay = new Relay(context);
        relay.thread.start();
        return relay;
    }

    private static RelayFlow[] open(final RelayContext context)
    {
        final long originNs = System.nanoTime();
        final SplittableRandom seeds = new SplittableRandom(context.seed());
        final List<RelayFlow> flows = new ArrayList<>();
        try
        {
            for (int i = 0; i < context.flowCount(); i++)
            {
                flows.add(new RelayFlow(context.listen(i), context.target(i),
                    link(context, i, Direction.FORWARD, seeds.split()::nextLong, originNs),
                    link(context, i, Direction.BACK, seeds.split()::nextLong, originNs)));
            }
        }
        catch (final TransportException | OutOfMemoryError ex)
        {
            closeFlows(flows);
            throw ex;
        }
        return flows.toArray(new RelayFlow[0]);
    }

    private static RelayLink link(
        final RelayContext context,
        final int flow,
        final Direction direction,
        final LongSupplier random,
        final long originNs)
    {
        final ImpairmentSettings copy = context.settings(flow, direction).copy();
        copy.flapSeed = context.seed();
        return new RelayLink(copy, random, originNs, context.slots(),
            context.maxDatagramLength());
    }

    /**
     * Changes one direction of a flow; what is in flight keeps its time.
     *
     * @param flow        from 0, in the order of the context.
     * @param direction   of it.
     * @param newSettings checked and copied here.
     * @throws IllegalArgumentException when a value is not allowed; nothing changes then.
     * @throws IllegalStateException    when the relay has ended, or takes no more changes for the moment.
     */
    public void impair(final int flow, final Direction direction, final ImpairmentSettings newSettings)
    {
        final ImpairmentSettings copy = newSettings.copy().conclude();
        copy.flapSeed = seed;
        synchronized (settings)
        {
            if (!isRunning || !changes.offer(new Change(flows[flow].link(direction), copy)))
            {
                throw new IllegalStateException(isRunning ? MAX_CHANGES + " changes wait to be made: try again" :
                    "the relay has ended");
            }
            settings.get(flow).put(direction, copy);
        }
        selector.wakeup();
    }

    /**
     * @param flow      from 0.
     * @param direction of it.
     * @return a copy of the settings given last.
     */
    public ImpairmentSettings settings(final int flow, final Direction direction)
    {
        synchronized (settings)
        {
            return settings.get(flow).get(direction).copy();
        }
    }

    /** @return number of flows. */
    public int flowCount()
    {
        return flows.length;
    }

    /**
     * @param flow      from 0.
     * @param direction of it.
     * @return its counters; live, and still there after the end.
     */
    public RelayCounts counts(final int flow, final Direction direction)
    {
        return flows[flow].link(direction).counts();
    }

    /**
     * @param flow from 0.
     * @return port from which its target sees it send; the same after a restart unless another process took it.
     */
    public int sourcePort(final int flow)
    {
        return flows[flow].sourcePort();
    }

    /** @return the last error of a socket that cost a datagram, null for none; the relay goes on after one. */
    public IOException lastError()
    {
        IOException last = null;
        for (final RelayFlow flow : flows)
        {
            last = null == flow.lastError() ? last : flow.lastError();
        }
        return last;
    }

    /** @return what ended the relay, null while it runs or was closed. */
    public Throwable failure()
    {
        return failure;
    }

    /** Ends it; what is in flight is lost. */
    @Override
    public void close()
    {
        isRunning = false;
        selector.wakeup();
        try
        {
            thread.join();
        }
        catch (final InterruptedException ex)
        {
            Thread.currentThread().interrupt();
        }
    }

    private void run()
    {
        try
        {
            long lastWorkNs = System.nanoTime();
            while (isRunning)
            {
                if (doWork() > 0)
                {
                    lastWorkNs = System.nanoTime();
                }
                else
                {
                    idle(lastWorkNs);
                }
            }
        }
        catch (final IOException | RuntimeException | Error ex)
        {
            failure = ex;
            isRunning = false;
        }
        finally
        {
            closeFlows(List.of(flows));
            closeSelector();
        }
    }

    private int doWork() throws IOException
    {
        int workCount = 0;
        for (Change change = changes.poll(); null != change; change = changes.poll())
        {
            change.link.impair(change.settings);
            workCount++;
        }
        for (final RelayFlow flow : flows)
        {
            workCount += flow.doWork();
        }
        return workCount;
    }

    /**
     * Sleeps in the selector, which a datagram ends at once, where nothing is due for so long that its milliseconds are
     * fine enough; else the caller turns again.
     */
    private void idle(final long lastWorkNs) throws IOException
    {
        final long nowNs = System.nanoTime();
        long dueNs = Long.MAX_VALUE;
        for (final RelayFlow flow : flows)
        {
            dueNs = Math.min(dueNs, flow.firstDueNs());
        }
        final long sleepMs = Long.MAX_VALUE == dueNs ? LONGEST_SLEEP_MS :
            Math.min(LONGEST_SLEEP_MS, TimeUnit.NANOSECONDS.toMillis(dueNs - nowNs - WAKE_UP_EARLY_NS));
        if (sleepMs > 0 && nowNs - lastWorkNs >= spinNs)
        {
            selector.select(nothing, sleepMs);
        }
        else
        {
            Thread.onSpinWait();
        }
    }

    /** Being awake is all that is wanted: every socket is read in its turn. */
    private static void beAwake(final SelectionKey key)
    {
        assert key.isValid() : "sockets are closed by the relay's own thread only, when it has ended";
    }

    private static void closeFlows(final List<RelayFlow> flows)
    {
        flows.forEach(RelayFlow::close);
    }

    private void closeSelector()
    {
        try
        {
            selector.close();
        }
        catch (final IOException ignore)
        {
            // its sockets are closed already
        }
    }

    /** Settings on their way to the relay's thread. */
    private record Change(RelayLink link, ImpairmentSettings settings)
    {
    }
}
