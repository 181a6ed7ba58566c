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
 * again; waits for service. Or stops one for a while, audits it as it stands, and continues it. At the end the load
 * stops, everything is delivered, and all three are audited.
 */
public final class KillRun
{
    private static final long IN_FLIGHT_WANTED = 100;
    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(200);
    private static final long REBUILD_NS = TimeUnit.SECONDS.toNanos(5);
    private static final long SERVICE_NS = TimeUnit.SECONDS.toNanos(90);

    private final KillSettings settings;
    private final Random random;
    private final Path folder;
    private final Consumer<String> progress;
    private final List<Replica> replicas = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final Audit audit = new Audit();
    private final long[] acknowledged = new long[ReplicaSpec.STREAM_COUNT];

    private KillRun(final KillSettings settings, final Consumer<String> progress)
    {
        this.settings = settings;
        this.progress = progress;
        folder = settings.folder();
        random = new Random(settings.seed());
        final int[] ports = freePorts();
        for (int id = 0; id < ReplicaSpec.REPLICA_COUNT; id++)
        {
            final Replica replica = new Replica(id, folder.resolve("replica-" + id), ports, settings.flags());
            replica.plant = id == ReplicaSpec.REPLICA_COUNT - 1 ? settings.plant() : KillSettings.NO_PLANT;
            replicas.add(replica);
        }
    }

    /**
     * @param settings of the run.
     * @param progress told a line at a time.
     * @return what it came to; the first finding ends it.
     */
    public static KillReport run(final KillSettings settings, final Consumer<String> progress)
    {
        final long startNs = System.nanoTime();
        final KillRun run = new KillRun(settings, progress);
        try
        {
            run.rounds(settings.rounds(), settings.limitNs());
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
        final KillReport report = new KillReport(settings, run.kills, run.audit, sum);
        report.save(startNs);
        return report;
    }

    private void rounds(final int rounds, final long limitNs)
    {
        final long startNs = System.nanoTime();
        replicas.forEach(replica -> replica.start(window(), acknowledged));
        boolean isServing = awaitService();
        for (int round = 1; isServing && round <= rounds && System.nanoTime() - startNs < limitNs; round++)
        {
            isServing = (settings.isStopping() ? stopRound(round, rounds) : round(round, rounds)) &&
                audit.findings().isEmpty();
        }
        if (isServing)
        {
            settle();
        }
    }

    private void awaitMoment()
    {
        await(TimeUnit.MILLISECONDS.toNanos(20 + random.nextInt(400)), () -> false);
        await(TimeUnit.SECONDS.toNanos(5), () -> inFlight() >= IN_FLIGHT_WANTED);
    }

    /** A standby, then the primary, and so on: each is audited while it stands still, and must be in sync again. */
    private boolean stopRound(final int round, final int rounds)
    {
        final Replica victim = replicas.get((round & 1) == 0 ? ReplicaSpec.PRIMARY_ID :
            1 + random.nextInt(ReplicaSpec.REPLICA_COUNT - 1));
        awaitMoment();
        final long rebuilds = victim.rebuilds();
        victim.stop();
        final Kill stop = measure(victim);
        kills.add(stop);
        await(settings.stopNs(), () -> false);
        record();
        audit.shadow(victim, acknowledged);
        audit.handler(victim, ends(EngineCounter.ACCEPTED));
        victim.goOn();
        final long continuedNs = System.nanoTime();
        stop.isRebuilt = await(REBUILD_NS, () -> victim.rebuilds() > rebuilds);
        victim.forgetCounters();
        final boolean isServing = audit.findings().isEmpty() && awaitService();
        stop.recoveryNs = isServing ? System.nanoTime() - continuedNs : 0;
        progress.accept(String.format(Locale.ROOT,
            "round %d of %d: %s %d stood still for %d ms with %d in flight (%s), media driver %s, in sync after %d ms",
            round, rounds, stop.role(), stop.replicaId, TimeUnit.NANOSECONDS.toMillis(settings.stopNs()),
            stop.inFlight(), stop.stage(), stop.isRebuilt ? "built anew" : "kept",
            TimeUnit.NANOSECONDS.toMillis(stop.recoveryNs)));
        return isServing;
    }

    private boolean round(final int round, final int rounds)
    {
        final List<Replica> victims = victims();
        awaitMoment();
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
                rounds, kill.role(), kill.replicaId, kill.inFlight(), kill.stage(),
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
        final boolean isSettled = await(SERVICE_NS, primary()::hasStoppedProducing) &&
            await(SERVICE_NS, () -> inFlight() == 0 && isDelivered());
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
