package io.antumbra.node.demo;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The three processes of the demo: how each is started, and how all of them are ended. Used by one thread. */
final class Cluster implements AutoCloseable
{
    /** Replica ids: 0 is the primary. */
    static final int REPLICAS = 3;

    /** The standby behind the link that is lossy for a while; it is never killed. */
    static final int FAR = 1;

    /** Endpoints of the replicas first, then where the relay listens. */
    private static final int TO_STANDBY = REPLICAS;
    private static final int TO_PRIMARY = REPLICAS + 1;
    private static final int ENDPOINTS = REPLICAS + 2;

    private static final long CLOSE_NS = TimeUnit.SECONDS.toNanos(15);
    private static final String HOST = "127.0.0.1";

    private final DemoFolder folder;
    private final List<Replica> replicas = new ArrayList<>();
    private final LatencyWatch latency;
    private final LossyLink link;
    private final long firstLimit;
    private int primaryStarts;
    private volatile boolean isClosed;

    /** The primary holds back beyond {@code firstLimit} entries until it is told otherwise or started again. */
    Cluster(final DemoFolder folder, final DemoPlan plan, final LatencyWatch latency, final long firstLimit,
        final double lossRatio)
    {
        this.firstLimit = firstLimit;
        this.folder = folder;
        this.latency = latency;
        final String[] endpoints = freeEndpoints();
        link = new LossyLink(lossRatio,
            new LossyLink.Hop(endpoints[TO_STANDBY], endpoints[FAR]),
            new LossyLink.Hop(endpoints[TO_PRIMARY], endpoints[0]));
        for (int id = 0; id < REPLICAS; id++)
        {
            final String name = 0 == id ? "primary" : "standby-" + id;
            final List<String> arguments = common(id, endpoints, plan);
            if (0 == id)
            {
                primaryOptions(arguments, endpoints, plan);
            }
            final ChildProcess process = new ChildProcess(name, arguments, folder.log(name));
            replicas.add(new Replica(id, process, folder.replica(id), plan.streams().size()));
        }
        folder.createDriver();
    }

    private List<String> common(final int id, final String[] endpoints, final DemoPlan plan)
    {
        final List<String> options = new ArrayList<>(List.of(0 == id ? "primary" : "standby",
            "--id", Integer.toString(id), "--endpoint", endpoints[id],
            "--dir", folder.replica(id).toString(), "--driver-base", folder.driver().toString(),
            "--key-file", folder.key().toString(), "--shadow-classes", plan.sizeClasses(), "--exit-with-parent",
            "--allow-volatile-journal"));
        if (0 != id)
        {
            options.addAll(List.of("--primary", "0=" + endpoints[FAR == id ? TO_PRIMARY : 0]));
            plan.streams().forEach(stream -> options.addAll(List.of("--stream", stream.name())));
        }
        return options;
    }

    private static void primaryOptions(
        final List<String> options, final String[] endpoints, final DemoPlan plan)
    {
        for (int id = 1; id < REPLICAS; id++)
        {
            options.addAll(List.of("--standby", id + "=" + endpoints[FAR == id ? TO_STANDBY : id]));
        }
        options.addAll(List.of("--drop-after", "500ms"));
        plan.streams().forEach(stream -> stream.addOptions(options));
    }

    private static String[] freeEndpoints()
    {
        final List<DatagramSocket> sockets = new ArrayList<>();
        try
        {
            final String[] endpoints = new String[ENDPOINTS];
            for (int i = 0; i < ENDPOINTS; i++)
            {
                sockets.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
                endpoints[i] = HOST + ":" + sockets.get(i).getLocalPort();
            }
            return endpoints;
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot find free UDP ports on " + HOST, ex);
        }
        finally
        {
            sockets.forEach(DatagramSocket::close);
        }
    }

    LossyLink link()
    {
        return link;
    }

    Replica primary()
    {
        return replicas.get(0);
    }

    Replica replica(final int id)
    {
        return replicas.get(id);
    }

    List<Replica> standbys()
    {
        return replicas.subList(1, REPLICAS);
    }

    /** Starts a replica, or starts it again; each start of the primary writes a histogram log of its own. */
    void start(final Replica replica)
    {
        if (0 == replica.id())
        {
            final Path hlog = folder.hlog(++primaryStarts);
            latency.add(hlog);
            final List<String> options = new ArrayList<>(List.of("--hlog", hlog.toString()));
            if (1 == primaryStarts)
            {
                options.addAll(List.of("--limit", Long.toString(firstLimit)));
            }
            replica.start(options);
        }
        else
        {
            replica.start(List.of());
        }
    }

    /** Looks at every counter file that is there by now, and complains about a replica that ended by itself. */
    void check()
    {
        if (isClosed)
        {
            // The user interrupted the program: the processes were ended on purpose, and this thread ends with it.
            LockSupport.parkNanos(CLOSE_NS);
        }
        link.requireHealthy();
        for (final Replica replica : replicas)
        {
            replica.requireAlive();
            if (replica.process().isAlive())
            {
                replica.hasCounters();
            }
        }
    }

    /**
     * Closes all in order: the primary first, so that the standbys get what it still has to send.
     *
     * @return names of those that had to be killed.
     */
    List<String> closeInOrder()
    {
        final List<String> killed = new ArrayList<>();
        for (final Replica replica : replicas)
        {
            replica.terminate();
            if (replica.process().isAlive() && !replica.process().waitFor(CLOSE_NS))
            {
                killed.add(replica.process().name());
                replica.kill();
            }
        }
        isClosed = true;
        return killed;
    }

    /** The end of each log, for a message about something that does not move. */
    String tails()
    {
        final StringBuilder text = new StringBuilder();
        for (final Replica replica : replicas)
        {
            text.append('\n').append(replica.process().tail());
        }
        return text.toString();
    }

    /** Any thread: true once nothing runs any more. */
    boolean isClosed()
    {
        return isClosed;
    }

    /** Any thread, also while the program is being interrupted: nothing is left running. */
    @Override
    public synchronized void close()
    {
        if (!isClosed)
        {
            isClosed = true;
            replicas.forEach(replica -> replica.kill());
        }
        link.close();
        folder.removeDrivers();
    }
}
