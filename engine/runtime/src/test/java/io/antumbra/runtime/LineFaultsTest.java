package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.transport.LinkSettings;
import io.antumbra.transport.Transport;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayContext;
import io.antumbra.transport.relay.RelayCounter;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of the lines between real sockets: whatever they do, every entry is acknowledged, and delivered once and in
 * order ({@link RecordingHandler} fails otherwise). {@code -Dantumbra.test.seed=S} takes a printed seed back.
 *
 * <pre>
 *   primary ── flow A: line A, back its status messages ──► standby
 *           ── flow B: line B, on an endpoint of its own ──►
 *           ◄── flow ACK: acknowledgements ──
 * </pre>
 */
class LineFaultsTest
{
    private static final int FLOW_A = 0;
    private static final int FLOW_B = 1;
    private static final int FLOW_ACK = 2;
    private static final int STREAMS = 3;
    private static final long SHORT_NS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The driver looks at its clock once a second, the client twice. */
    private static final long DRIVER_LOOKS_NS = TimeUnit.MILLISECONDS.toNanos(1500);

    private final AtomicLong[] steppedMs = { new AtomicLong(), new AtomicLong() };
    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
    private final RelayContext lines = new RelayContext().seed(seed);
    @TempDir
    private Path folder;
    private TestShard shard;
    private Relay relay;

    @BeforeEach
    void putARelayBetween()
    {
        System.out.println("antumbra.test.seed=" + seed);
        shard = new TestShard(folder, 1, "orders", "fills", "quotes");
        shard.reachedAt[1] = TestShard.freeEndpoint();
        shard.lineBEndpoints[1] = TestShard.freeEndpoint();
        shard.lineBReachedAt[1] = TestShard.freeEndpoint();
        shard.reachedAt[0] = TestShard.freeEndpoint();
        lines.flow(shard.reachedAt[1], shard.endpoints[1])
            .flow(shard.lineBReachedAt[1], shard.lineBEndpoints[1])
            .flow(shard.reachedAt[0], shard.endpoints[0]);
    }

    @AfterEach
    void close()
    {
        shard.close();
        if (relay != null)
        {
            relay.close();
        }
    }

    @Test
    void shouldGoOnAfterTheRelayWasRestartedInTheMiddle()
    {
        launch();
        offer(500);
        shard.awaitAcknowledged();
        for (int round = 0; round < 3; round++)
        {
            offer(200);
            relay.close();
            offer(100);
            relay = Relay.launch(lines);
            offer(200);
            shard.awaitAcknowledged();
        }
        assertEverythingIsDelivered(2000);
    }

    @Test
    void shouldGoOnWithLineBDead()
    {
        launch();
        offer(200);
        cut(FLOW_B, true);
        impair(FLOW_A, (settings) -> settings.lossRatio = 0.05);
        offer(300);
        shard.awaitAcknowledged();
        cut(FLOW_B, false);
        offer(200);
        assertTrue(counted(FLOW_A, RelayCounter.LOST_ALONE) > 0);
        assertEverythingIsDelivered(700);
    }

    @Test
    void shouldCarryTheShardOnLineBAloneWhileLineAIsDead()
    {
        launch();
        offer(200);
        shard.awaitAcknowledged();
        for (int round = 1; round <= 2; round++)
        {
            cut(FLOW_A, true);
            final long before = counted(FLOW_A, RelayCounter.FORWARDED);
            offer(500);
            shard.awaitAcknowledged();
            assertEquals(before, counted(FLOW_A, RelayCounter.FORWARDED), "nothing came by line A");
            final long untilNs = System.nanoTime() + 3 * SHORT_NS;
            shard.await("line A's session to end", () -> System.nanoTime() - untilNs > 0);
            assertEquals(State.FOLLOWING, shard.replicas[1].state());
            offer(500);
            shard.awaitAcknowledged();
            assertEquals(before, counted(FLOW_A, RelayCounter.FORWARDED), "nothing came by line A");
            cut(FLOW_A, false);
            offer(500);
            shard.awaitAcknowledged();
        }
        assertEverythingIsDelivered(3200);
        assertEquals(1, shard.primary().counter(EngineCounter.EPOCH));
        assertTrue(shard.primary().counter(EngineCounter.LINE_B_BYTES) > 0);
    }

    @Test
    void shouldPutRightWhatWasOvertakenByAThousandPackets()
    {
        launch();
        offer(100);
        shard.awaitAcknowledged();
        int sent = 100;
        long reordered = 0;
        for (long overtaking = 0; overtaking < 1000;)
        {
            impair(FLOW_A, (settings) ->
            {
                settings.reorderRatio = 1;
                settings.reorderDelayNs = TimeUnit.SECONDS.toNanos(2);
            });
            sent += offerOneByOne(5);
            shard.await("packets held back", () -> counted(FLOW_A, RelayCounter.IN_FLIGHT) > 0);
            impair(FLOW_A, (settings) -> settings.reorderRatio = 0);
            final long before = counted(FLOW_A, RelayCounter.FORWARDED);
            while (overtaking < 1000 && counted(FLOW_A, RelayCounter.IN_FLIGHT) > 0)
            {
                sent += offerOneByOne(50);
                overtaking = counted(FLOW_A, RelayCounter.FORWARDED) - before;
            }
            shard.await("they arrive", () -> counted(FLOW_A, RelayCounter.IN_FLIGHT) == 0);
            reordered = counted(FLOW_A, RelayCounter.REORDERED);
        }
        assertTrue(reordered > 0);
        assertEverythingIsDelivered(sent);
    }

    @Test
    void shouldDropDuplicatesAndRefuseWhatIsCorrupt()
    {
        launch();
        for (int flow = FLOW_A; flow <= FLOW_ACK; flow++)
        {
            impair(flow, (settings) ->
            {
                settings.duplicateRatio = 0.1;
                settings.corruptRatio = 0.02;
                settings.jitterNs = TimeUnit.MILLISECONDS.toNanos(1);
                settings.lossRatio = 0.02;
            });
        }
        int rounds = 0;
        while (rounds < 20 || !hasMetBoth(FLOW_A) || !hasMetBoth(FLOW_ACK))
        {
            offer(25);
            shard.awaitAcknowledged();
            assertTrue(rounds++ < 1_000, "neither duplicated nor corrupted anything in 1,000 rounds");
        }
        assertEverythingIsDelivered(25 * rounds);
    }

    /** How many packets there are depends on who gets a processor when. */
    private boolean hasMetBoth(final int flow)
    {
        return counted(flow, RelayCounter.DUPLICATED) > 0 && counted(flow, RelayCounter.CORRUPTED) > 0;
    }

    @Test
    void shouldLetTheRetransmitLingerFollowTheRoundTrip()
    {
        launch();
        final long delayNs = TimeUnit.MILLISECONDS.toNanos(3);
        final long unknownNs = TimeUnit.MILLISECONDS.toNanos(10);
        impair(FLOW_A, (settings) -> settings.delayNs = delayNs);
        final int[] sent = new int[1];
        shard.await("a linger of a little more than the round trip", () ->
        {
            sent[0] += offerOneByOne(1);
            final long lingerNs = shard.primary().counter(EngineCounter.RETRANSMIT_LINGER_NS);
            return lingerNs > delayNs && lingerNs < unknownNs;
        });
        assertEverythingIsDelivered(sent[0]);
    }

    /** Heartbeats between media driver and client hold the time of day; an age of ten seconds is death. */
    @Test
    void shouldGoOnWhenTheTimeOfDaySteps()
    {
        launch();
        impair(FLOW_A, (settings) -> settings.lossRatio = 0.05);
        impair(FLOW_ACK, (settings) -> settings.lossRatio = 0.05);
        final int[] sent = new int[1];
        for (final long minutes : new long[]{ 10, -25, 90, -75 })
        {
            sent[0] += offerOneByOne(200);
            for (int i = 0; i < 2; i++)
            {
                steppedMs[i].addAndGet(TimeUnit.MINUTES.toMillis(minutes));
                sent[0] += offerOneByOne(100);
            }
            final long untilNs = System.nanoTime() + DRIVER_LOOKS_NS;
            shard.await("timestamps that follow, and the driver to have looked at its clock", () ->
            {
                sent[0] += offerOneByOne(1);
                return System.nanoTime() - untilNs > 0 && hasFollowed(0);
            });
            shard.awaitAcknowledged();
        }
        assertTrue(counted(FLOW_A, RelayCounter.LOST_ALONE) > 0);
        assertEverythingIsDelivered(sent[0]);
        assertEquals(List.of(), shard.errors, "nothing had to be built anew");
        assertEquals(1, shard.primary().counter(EngineCounter.EPOCH));
    }

    /** Does the last entry delivered say a time that is near that of the clock? */
    private boolean hasFollowed(final int replicaId)
    {
        final long wallNs = TimeUnit.MILLISECONDS.toNanos(clock(replicaId).time());
        return Math.abs(wallNs - shard.handlers[1].lastOriginalEpochNs) < TimeUnit.MINUTES.toNanos(1);
    }

    private EpochClock clock(final int replicaId)
    {
        return () -> System.currentTimeMillis() + steppedMs[replicaId].get();
    }

    private void launch()
    {
        relay = Relay.launch(lines);
        for (int i = 0; i < 2; i++)
        {
            shard.launch(i, shard.context(i).transportContext(new Transport.Context().epochClock(clock(i)).link(
                LinkSettings.defaultProfile().connectionTimeoutNs(SHORT_NS).imageLivenessTimeoutNs(SHORT_NS))));
        }
        shard.await("leading", () -> shard.primary().isLeading());
    }

    private void offer(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            final int streamId = i % STREAMS;
            final long sequence =
                shard.offer(streamId, entry(streamId, shard.primary().stream(streamId).position() + 1),
                    0);
            assertTrue(sequence > 0);
        }
    }

    /** In packets of their own. */
    private int offerOneByOne(final int count)
    {
        for (int i = 0; i < count; i++)
        {
            offer(1);
            shard.work();
            shard.work();
        }
        return count;
    }

    private static byte[] entry(final int streamId, final long sequence)
    {
        final ByteBuffer entry = ByteBuffer.allocate(40 + (int)(sequence * 31 % 200));
        entry.putLong(0, sequence).putInt(8, streamId).putLong(entry.capacity() - 8, sequence * 7919 + streamId);
        return entry.array();
    }

    private void assertEverythingIsDelivered(final int count)
    {
        shard.awaitAcknowledged();
        shard.awaitDelivered(1);
        int delivered = 0;
        for (int streamId = 0; streamId < STREAMS; streamId++)
        {
            final List<byte[]> entries = shard.handlers[1].entries.get(streamId);
            for (int i = 0; i < entries.size(); i++)
            {
                assertArrayEquals(entry(streamId, i + 1), entries.get(i), "stream " + streamId + " entry " + (i + 1));
            }
            delivered += entries.size();
        }
        assertEquals(count, delivered);
    }

    private void cut(final int flow, final boolean isCut)
    {
        for (final Direction direction : Direction.values())
        {
            change(flow, direction, (settings) -> settings.isCut = isCut);
        }
        final long before = counted(flow, RelayCounter.RECEIVED);
        shard.await("the cut to be made", () -> counted(flow, RelayCounter.RECEIVED) > before + 1);
    }

    private void impair(final int flow, final Consumer<ImpairmentSettings> change)
    {
        change(flow, Direction.FORWARD, change);
    }

    private void change(final int flow, final Direction direction, final Consumer<ImpairmentSettings> change)
    {
        final ImpairmentSettings settings = relay.settings(flow, direction);
        change.accept(settings);
        relay.impair(flow, direction, settings);
    }

    private long counted(final int flow, final RelayCounter counter)
    {
        return relay.counts(flow, Direction.FORWARD).get(counter);
    }
}
