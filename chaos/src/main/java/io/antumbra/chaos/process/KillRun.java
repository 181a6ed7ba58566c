package io.antumbra.chaos.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.State;

/**
 * Kills one or two of three replicas in each round, under load, at a drawn time; audits what they left; starts them
 * again; waits for service. At the end the load stops, everything is delivered, and all three are audited.
 */
public final class KillRun
{
    private static final long IN_FLIGHT_WANTED = 100;
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long SERVICE_NS = TimeUnit.SECONDS.toNanos(90);

    private final Random random;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final Audit audit = new Audit();
    private final long[] acknowledged = new long[ReplicaSpec.STREAM_COUNT];

    private KillRun(final long seed, final Path folder, final String plant, final Consumer<String> progress)
    {
        this.folder = folder;
        this.progress = progress;
        random = new Random(seed);
        final int[] ports = freePorts();
        for (int id = 0; id < ReplicaSpec.REPLICA_COUNT; id++)
        {
            final Replica replica = new Replica(id, folder.resolve("replica-" + id), ports);
            replica.plant = id == ReplicaSpec.REPLICA_COUNT - 1 ? plant : "none";
            replicas.add(replica);
        }
    }

    /**
     * @param seed     that draws whom to kill and when.
     * @param rounds   at most.
     * @param limitNs  no round begins after this time.
     * @param folder   for shadows, logs and the result.
     * @param plant    fault to plant into one standby, {@code none} for none.
     * @param progress told a line at a time.
     * @return what it came to; the first finding ends it.
     */
    public static KillReport run(final long seed, final int rounds, final long limitNs, final Path folder,
        final String plant, final Consumer<String> progress)
    {
        final KillRun run = new KillRun(seed, folder, plant, progress);
        try
        {
            run.rounds(rounds, limitNs);
        }
        finally
        {
            run.replicas.forEach(Replica::close);
        }
        long sum = 0;
        for (final long each : run.acknowledged)
        {
            sum += each;
        }
        final KillReport report = new KillReport(seed, folder, run.kills, run.audit, sum);
        report.save();
        return report;
    }

    private void rounds(final int rounds, final long limitNs)
    {
        final long startNs = System.nanoTime();
        replicas.forEach(replica -> replica.start(window(), acknowledged));
        boolean isServing = awaitService();
        for (int round = 1; isServing && round <= rounds && System.nanoTime() - startNs < limitNs; round++)
        {
            isServing = round(round, rounds) && audit.findings().isEmpty();
        }
        if (isServing)
        {
            settle();
        }
    }

    private boolean round(final int round, final int rounds)
    {
        final List<Replica> victims = victims();
        await(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(400)), () -> false);
        await(TimeUnit.SECONDS.toNanos(5), () -> inFlight() >= IN_FLIGHT_WANTED);
        final List<Kill> now = new ArrayList<>();
        for (final Replica victim : victims)
        {
            victim.kill();
            now.add(measure(victim));
        }
        record();
        final long[] offered = ends(EngineCounter.ACCEPTED);
        for (final Replica victim : victims)
        {
            audit.shadow(victim, acknowledged);
            audit.handler(victim, offered);
        }
        kills.addAll(now);
        final long killedNs = System.nanoTime();
        final long[] primaryEnds = ends(EngineCounter.SHADOWED);
        victims.forEach(victim -> victim.start(window(), primaryEnds));
        final boolean isServing = audit.findings().isEmpty() && awaitService();
        for (final Kill kill : now)
        {
            kill.recoveryNs = isServing ? System.nanoTime() - killedNs : 0;
            progress.accept(String.format(Locale.ROOT,
                "round %d of %d: %s %d killed with %d in flight (%s), back after %d ms, acknowledged %d", round,
                rounds, kill.role(), kill.replicaId, kill.inFlight(),
                kill.stage().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                TimeUnit.NANOSECONDS.toMillis(kill.recoveryNs), kill.acknowledged));
        }
        return isServing;
    }

    /** Any one of the three, and in one round of four two of them; the one with a planted fault where there is one. */
    private List<Replica> victims()
    {
        final List<Replica> victims = new ArrayList<>();
        for (final Replica replica : replicas)
        {
            if (replica.isPlanted())
            {
                return List.of(replica);
            }
        }
        final int first = random.nextInt(replicas.size());
        victims.add(replicas.get(first));
        if (random.nextInt(4) == 0)
        {
            victims.add(replicas.get((first + 1 + random.nextInt(replicas.size() - 1)) % replicas.size()));
        }
        return victims;
    }

    /** Entries of a stream that the producer leaves unacknowledged: flat out more often than not. */
    private int window()
    {
        return random.nextBoolean() ? Integer.MAX_VALUE : 100 << random.nextInt(6);
    }

    private Replica primary()
    {
        return replicas.get(ReplicaSpec.PRIMARY_ID);
    }

    private long[] ends(final EngineCounter counter)
    {
        final long[] ends = new long[ReplicaSpec.STREAM_COUNT];
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            ends[streamId] = primary().counter(counter, streamId);
        }
        return ends;
    }

    /** Notes what the primary's application was told, here, where nobody is killed. */
    private void record()
    {
        if (primary().counters() != null)
        {
            for (int streamId = 0; streamId < acknowledged.length; streamId++)
            {
                acknowledged[streamId] = Math.max(acknowledged[streamId],
                    primary().counter(EngineCounter.ACKNOWLEDGED, streamId));
            }
        }
    }

    private long inFlight()
    {
        record();
        return sum(primary(), EngineCounter.ACCEPTED) - sum(primary(), EngineCounter.ACKNOWLEDGED);
    }

    private static long sum(final Replica replica, final EngineCounter counter)
    {
        long sum = 0;
        for (int streamId = 0; streamId < ReplicaSpec.STREAM_COUNT; streamId++)
        {
            sum += replica.counter(counter, streamId);
        }
        return sum;
    }

    private Kill measure(final Replica victim)
    {
        long received = 0;
        long delivered = Long.MAX_VALUE;
        for (final Replica replica : replicas)
        {
            if (!replica.isPrimary() && replica.counters() != null)
            {
                received = Math.max(received, sum(replica, EngineCounter.SHADOWED));
                delivered = Math.min(delivered, sum(replica, EngineCounter.DELIVERED));
            }
        }
        return new Kill(victim.replicaId, sum(primary(), EngineCounter.ACCEPTED),
            sum(primary(), EngineCounter.SHADOWED), received, sum(primary(), EngineCounter.ACKNOWLEDGED), delivered);
    }

    private boolean awaitService()
    {
        record();
        final long[] before = acknowledged.clone();
        final boolean isServing = await(SERVICE_NS, () -> isServing(before));
        if (!isServing)
        {
            final StringBuilder alive = new StringBuilder();
            replicas.forEach(replica -> alive.append(' ').append(replica.isAlive()));
            audit.find("no service within %d s; processes alive:%s; see the logs in %s",
                TimeUnit.NANOSECONDS.toSeconds(SERVICE_NS), alive, folder);
        }
        return isServing;
    }

    private boolean isServing(final long[] before)
    {
        record();
        final Counters counters = primary().counters();
        if (counters == null || counters.value(EngineCounter.STATE) != State.LEADING.code() ||
            counters.value(EngineCounter.IN_SYNC) != ReplicaSpec.REPLICA_COUNT)
        {
            return false;
        }
        for (int streamId = 0; streamId < acknowledged.length; streamId++)
        {
            if (acknowledged[streamId] < before[streamId] + IN_FLIGHT_WANTED)
            {
                return false;
            }
        }
        return true;
    }

    /** The load stops; everything offered is acknowledged and delivered; all end in order and are audited. */
    private void settle()
    {
        primary().tell();
        final boolean isSettled = await(SERVICE_NS, () -> inFlight() == 0 && isDelivered());
        if (!isSettled)
        {
            audit.find("entries still in flight %d s after the load stopped: %d",
                TimeUnit.NANOSECONDS.toSeconds(SERVICE_NS), inFlight());
        }
        record();
        final long[] offered = ends(EngineCounter.ACCEPTED);
        for (final Replica replica : replicas)
        {
            if (!replica.end())
            {
                audit.find("replica %d does not end in order", replica.replicaId);
                replica.kill();
            }
        }
        for (final Replica replica : replicas)
        {
            audit.shadow(replica, acknowledged);
            audit.handler(replica, offered);
        }
    }

    private boolean isDelivered()
    {
        for (final Replica replica : replicas)
        {
            if (!replica.isPrimary() && !replica.isPlanted() &&
                sum(replica, EngineCounter.DELIVERED) < sum(primary(), EngineCounter.ACCEPTED))
            {
                return false;
            }
        }
        return true;
    }

    private static boolean await(final long limitNs, final BooleanSupplier condition)
    {
        final long startNs = System.nanoTime();
        while (!condition.getAsBoolean())
        {
            if (System.nanoTime() - startNs >= limitNs)
            {
                return false;
            }
            LockSupport.parkNanos(PAUSE_NS);
        }
        return true;
    }

    private static int[] freePorts()
    {
        final List<DatagramSocket> sockets = new ArrayList<>();
        final int[] ports = new int[ReplicaSpec.REPLICA_COUNT];
        try
        {
            for (int i = 0; i < ports.length; i++)
            {
                final DatagramSocket socket = new DatagramSocket(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
            return ports;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
        finally
        {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
