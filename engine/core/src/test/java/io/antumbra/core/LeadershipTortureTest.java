package io.antumbra.core;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

import io.antumbra.core.replica.Suspicion;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Everything at once: processes die, also in the middle of a save, stop and wake up, links are cut one way or both,
 * drop and repeat frames, the arbiter is away, its frames come late or again, operators hand over, forecasts are
 * random. Then all faults end, and the shard must serve again. The cluster itself judges: no acknowledged entry is
 * missing on whoever leads, no epoch is led twice, no handler sees anything else. A read with a lease must see all that
 * was acknowledged.
 *
 * <p>{@code -Dantumbra.torture.seed=N} repeats one run, {@code -Dantumbra.torture.runs=N} makes more of them.
 */
class LeadershipTortureTest
{
    private static final int RUNS = Integer.getInteger("antumbra.torture.runs", 25);
    private static final int FAULT_MS = 12_000;

    /** Nobody is ever so far behind that it cannot be caught up from a shadow. */
    private static final int CAPACITY = 1 << 16;

    @Test
    void shouldKeepEveryPromise()
    {
        final long first = Long.getLong("antumbra.torture.seed", System.nanoTime() & 0xFFFFFF);
        final int runs = Long.getLong("antumbra.torture.seed") == null ? RUNS : 1;
        long leaderships = 0;
        long acknowledged = 0;
        long reads = 0;
        for (long seed = first; seed < first + runs; seed++)
        {
            final Run run = new Run(seed);
            try
            {
                run.run();
            }
            catch (final AssertionError | RuntimeException ex)
            {
                throw new AssertionError("seed " + seed + " at " + (run.cluster.nowNs - ReplicaCluster.START_NS) /
                    1_000_000 + " ms: " + ex.getMessage() + "\n" + run.cluster + "\n" + String.join("\n", run.faults),
                    ex);
            }
            leaderships += run.cluster.leaderships();
            acknowledged += run.cluster.acknowledged.size();
            reads += run.reads;
        }
        System.out.println("torture: seeds " + first + " to " + (first + runs - 1) + ", leaderships " + leaderships +
            ", acknowledged " + acknowledged + ", reads " + reads);
        assertTrue(runs == 1 || leaderships > 2L * runs, "the lead hardly ever changed: " + leaderships);
        assertTrue(runs == 1 || reads > runs, "nothing was ever read: " + reads);
    }

    private static final class Run
    {
        final ReplicaCluster cluster;
        final List<String> faults = new ArrayList<>();
        long reads;
        private final SplittableRandom random;
        private final List<Runnable> repairs = new ArrayList<>();
        private final List<Long> repairNs = new ArrayList<>();
        private final List<byte[]> late = new ArrayList<>();
        private final List<Integer> lateFrom = new ArrayList<>();
        private boolean isReplayed;
        private final boolean[][] isCut;
        private double lossRatio;
        private long texts;

        Run(final long seed)
        {
            random = new SplittableRandom(seed);
            cluster = new ReplicaCluster(2 + random.nextInt(3), CAPACITY);
            isCut = new boolean[cluster.nodes.length + 1][cluster.nodes.length + 1];
            for (final ReplicaNode node : cluster.nodes)
            {
                node.clockOffsetNs = random.nextLong();
                node.clockDrift = (random.nextDouble() - 0.5) * 1e-3;
                node.config.minInSync = random.nextInt(4) == 0 ? 1 : 0;
                if (random.nextInt(3) == 0)
                {
                    node.suspicion = new WildSuspicion(random.split());
                }
            }
            for (final ReplicaNode node : cluster.nodes)
            {
                node.config.minInSync = cluster.nodes[0].config.minInSync;
            }
            cluster.link = (from, to, frame, length) -> passes(from, to, frame, length);
        }

        void run()
        {
            for (int id = 0; id < cluster.nodes.length; id++)
            {
                cluster.start(id);
            }
            final long untilNs = cluster.nowNs + TimeUnit.MILLISECONDS.toNanos(FAULT_MS);
            while (cluster.nowNs - untilNs < 0)
            {
                if (random.nextInt(6_000) == 0)
                {
                    inject();
                }
                repair(false);
                load();
                replay();
                cluster.step();
                read();
            }
            heal();
            serveAgain();
            cluster.judgeDelivery();
        }

        /** An old request reaches the arbiter once more. */
        private void replay()
        {
            if (!late.isEmpty() && random.nextInt(2_000) == 0)
            {
                final int index = random.nextInt(late.size());
                isReplayed = true;
                cluster.again(lateFrom.get(index), late.get(index));
                isReplayed = false;
            }
        }

        private void heal()
        {
            repair(true);
            lossRatio = 0;
            cluster.isArbiterUp = true;
            for (int id = 0; id < cluster.nodes.length; id++)
            {
                cluster.nodes[id].crashAtSave = -1;
                cluster.nodes[id].isPaused = false;
                if (cluster.nodes[id].isDown)
                {
                    cluster.start(id);
                }
            }
        }

        private void serveAgain()
        {
            cluster.await("service", () ->
            {
                load();
                return cluster.leader() != null;
            });
            cluster.awaitInSync();
            final long target = (cluster.acknowledged.isEmpty() ? 0 : cluster.acknowledged.lastKey()) + 20;
            cluster.await("new entries", () ->
            {
                load();
                return !cluster.acknowledged.isEmpty() && cluster.acknowledged.lastKey() >= target;
            });
            cluster.await("delivery", () ->
            {
                boolean isDone = true;
                for (final ReplicaNode node : cluster.nodes)
                {
                    isDone &= node.delivered.size() >= target;
                }
                return isDone;
            });
        }

        private void load()
        {
            for (final ReplicaNode node : cluster.nodes)
            {
                final boolean isUp = node.replica != null && !node.isPaused;
                if (isUp && node.replica.end(0) - node.replica.committed(0) < 50 && random.nextInt(10) == 0)
                {
                    node.guard(() -> cluster.append(node, "text " + ++texts));
                }
            }
        }

        private void read()
        {
            for (final ReplicaNode node : cluster.nodes)
            {
                if (node.replica != null && !node.isPaused && random.nextInt(20) == 0)
                {
                    final long position = node.replica.acknowledgedPosition(0, () -> node.clockNs(cluster.nowNs));
                    if (position >= 0)
                    {
                        reads++;
                        final long last = cluster.acknowledged.isEmpty() ? 0 : cluster.acknowledged.lastKey();
                        assertTrue(position >= last, "replica " + node.replicaId + " reads up to " + position +
                            " while " + last + " is acknowledged");
                    }
                }
            }
        }

        private boolean passes(final int from, final int to, final DirectBuffer frame, final int length)
        {
            if (to == ReplicaCluster.ARBITER && !isReplayed && random.nextInt(20) == 0)
            {
                final byte[] bytes = new byte[length];
                frame.getBytes(0, bytes);
                late.add(bytes);
                lateFrom.add(from);
            }
            final int fromIndex = from == ReplicaCluster.ARBITER ? cluster.nodes.length : from;
            final int toIndex = to == ReplicaCluster.ARBITER ? cluster.nodes.length : to;
            return !isCut[fromIndex][toIndex] && (lossRatio == 0 || random.nextDouble() >= lossRatio);
        }

        private void inject()
        {
            final ReplicaNode node = cluster.nodes[random.nextInt(cluster.nodes.length)];
            final int other = random.nextInt(cluster.nodes.length + 1);
            switch (random.nextInt(10))
            {
                case 0:
                    kill(node);
                    break;
                case 1:
                    fault("crash at a save of " + node.replicaId);
                    node.crashAtSave = random.nextInt(8);
                    repairLater(() -> restart(node));
                    break;
                case 2:
                    fault("pause " + node.replicaId);
                    node.isPaused = node.replica != null;
                    repairLater(() -> node.isPaused = false);
                    break;
                case 3:
                    cut(node.replicaId, other, random.nextBoolean());
                    break;
                case 4:
                    fault("alone " + node.replicaId);
                    for (int id = 0; id <= cluster.nodes.length; id++)
                    {
                        cut(node.replicaId, id, true);
                    }
                    break;
                case 5:
                    fault("arbiter away");
                    cluster.isArbiterUp = false;
                    repairLater(() -> cluster.isArbiterUp = true);
                    break;
                case 6:
                    fault("loss");
                    lossRatio = random.nextDouble() * 0.5;
                    repairLater(() -> lossRatio = 0);
                    break;
                case 7:
                    handover(node, other);
                    break;
                case 8:
                    killLeader();
                    break;
                default:
                    drop(node, other);
                    break;
            }
        }

        private void killLeader()
        {
            final ReplicaNode leader = cluster.leader();
            if (leader != null)
            {
                kill(leader);
            }
        }

        private void handover(final ReplicaNode node, final int to)
        {
            if (node.replica != null && !node.isPaused && to != node.replicaId)
            {
                node.guard(() -> fault("handover " + node.replicaId + " to " + to + ": " + Outcome.name(node.replica
                    .handover(to, node.clockNs(cluster.nowNs)))));
            }
        }

        private void drop(final ReplicaNode node, final int other)
        {
            if (node.replica != null && !node.isPaused)
            {
                node.guard(() -> fault("drop " + other + " at " + node.replicaId + ": " + Outcome.name(node.replica
                    .dropStandby(other, node.clockNs(cluster.nowNs)))));
            }
        }

        private void kill(final ReplicaNode node)
        {
            if (node.replica != null)
            {
                fault("kill " + node.replicaId);
                cluster.kill(node.replicaId);
                repairLater(() -> restart(node));
            }
        }

        private void restart(final ReplicaNode node)
        {
            node.crashAtSave = -1;
            if (node.isDown)
            {
                fault("start " + node.replicaId);
                cluster.start(node.replicaId);
            }
        }

        private void cut(final int from, final int to, final boolean isBothWays)
        {
            fault("cut " + from + " to " + to + (isBothWays ? " both ways" : ""));
            isCut[from][to] = true;
            isCut[to][from] |= isBothWays;
            repairLater(() ->
            {
                isCut[from][to] = false;
                isCut[to][from] = false;
            });
        }

        private void fault(final String what)
        {
            faults.add((cluster.nowNs - ReplicaCluster.START_NS) / 1_000_000 + " " + what);
        }

        private void repairLater(final Runnable repair)
        {
            repairs.add(repair);
            repairNs.add(cluster.nowNs + TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(random.nextBoolean() ? 100 :
                4_000)));
        }

        private void repair(final boolean isAll)
        {
            for (int i = repairs.size() - 1; i >= 0; i--)
            {
                if (isAll || cluster.nowNs - repairNs.get(i) >= 0)
                {
                    repairNs.remove(i);
                    repairs.remove(i).run();
                }
            }
        }
    }

    /** Suspects at random, or never. */
    private static final class WildSuspicion implements Suspicion
    {
        private final SplittableRandom random;
        private final int mode;

        WildSuspicion(final SplittableRandom random)
        {
            this.random = random;
            mode = random.nextInt(3);
        }

        @Override
        public void reset(final long nowNs)
        {
            // It has nothing to forget.
        }

        @Override
        public void onHeartbeat(final long nowNs)
        {
            // It does not listen.
        }

        @Override
        public void onDutyCycle(final long nowNs)
        {
            // It does not look.
        }

        @Override
        public boolean isSuspect(final long nowNs)
        {
            return mode == 0 || (mode == 1 && random.nextBoolean());
        }
    }
}
