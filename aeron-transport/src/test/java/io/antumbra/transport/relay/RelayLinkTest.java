package io.antumbra.transport.relay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.impair.RecordedTrace;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Everything in injected time. {@code -Dantumbra.test.seed=S} takes a printed seed back. */
class RelayLinkTest
{
    private static final int DATAGRAMS = 100_000;
    private static final int LENGTH = 40;
    private static final int MAX_LENGTH = 64;
    private static final int SLOTS = 256;
    private static final long STEP_NS = 1_000;

    private static final Set<RelayCounter> NOT_HERE = EnumSet.of(RelayCounter.IN_FLIGHT, RelayCounter.LOST_IN_TRACE,
        RelayCounter.UNREACHABLE, RelayCounter.LATE, RelayCounter.MAX_LATENESS_NS);

    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
    private final ImpairmentSettings settings = new ImpairmentSettings();
    private final List<Sent> sent = new ArrayList<>();
    private long nowNs = -5_000_000;
    private boolean isRefusing;

    @Test
    void shouldPassBytesOnAtOnceByDefault()
    {
        final RelayLink link = link();
        receive(link, 7, LENGTH);
        receive(link, 8, 0);
        assertEquals(nowNs, link.firstDueNs());
        drain(link);
        assertArrayEquals(content(7, LENGTH), sent.get(0).content);
        assertEquals(0, sent.get(1).content.length, "an empty datagram is one, too");
        assertEquals(LENGTH, link.counts().get(RelayCounter.FORWARDED_BYTES));
        assertEquals(LENGTH, link.counts().get(RelayCounter.RECEIVED_BYTES));
        assertEquals(Long.MAX_VALUE, link.firstDueNs());
    }

    @Test
    void shouldLoseDuplicateAndCorruptTheirShares()
    {
        settings.lossRatio = 0.05;
        settings.duplicateRatio = 0.02;
        settings.corruptRatio = 0.03;
        final RelayCounts counts = run(link());
        assertShare(0.05, counts.get(RelayCounter.LOST_ALONE), DATAGRAMS);
        final long arrived = DATAGRAMS - counts.lost();
        assertShare(0.02, counts.get(RelayCounter.DUPLICATED), arrived);
        assertShare(0.03, counts.get(RelayCounter.CORRUPTED), counts.get(RelayCounter.FORWARDED));
        assertEquals(counts.get(RelayCounter.CORRUPTED), sent.stream().filter(Sent::isCorrupt).count());
    }

    @Test
    void shouldFlipExactlyOneBitOfACorruptCopy()
    {
        settings.corruptRatio = 0.5;
        settings.duplicateRatio = 0.5;
        run(link());
        sent.forEach((copy) -> assertTrue(copy.flippedBits() <= 1, "seed " + seed));
    }

    /** Of a Gilbert-Elliott chain p/r the bad state's share is p / (p + r), and bursts end geometrically. */
    @Test
    void shouldLoseInBurstsAsOftenAndAsLongAsTheChainSays()
    {
        settings.burstRatio = 0.005;
        settings.burstEndRatio = 0.25;
        final RelayCounts counts = run(link());
        final double share = 0.005 / 0.255;
        final double autocorrelated = (1 + 0.745) / (1 - 0.745);
        final double sigma = Math.sqrt(share * (1 - share) * autocorrelated / DATAGRAMS);
        assertEquals(share, (double)counts.get(RelayCounter.LOST_IN_BURST) / DATAGRAMS, 5 * sigma, "seed " + seed);
        assertEquals(0, counts.get(RelayCounter.LOST_ALONE));
        int bursts = 0;
        for (int i = 1; i < sent.size(); i++)
        {
            bursts += sent.get(i).number > sent.get(i - 1).number + 1 ? 1 : 0;
        }
        final double meanLength = (double)counts.get(RelayCounter.LOST_IN_BURST) / bursts;
        assertEquals(4, meanLength, 5 * Math.sqrt(12.0 / bursts), "seed " + seed);
    }

    @Test
    void shouldHoldEachBackForDelayAndJitterAndCountWhoWasOvertaken()
    {
        settings.delayNs = 250_000;
        settings.jitterNs = 5_000;
        final RelayCounts counts = run(link());
        long earliestNs = Long.MAX_VALUE;
        long latestNs = 0;
        long reordered = 0;
        long highest = -1;
        for (final Sent copy : sent)
        {
            final long delayNs = copy.dueNs - (firstNs() + copy.number * STEP_NS);
            earliestNs = Math.min(earliestNs, delayNs);
            latestNs = Math.max(latestNs, delayNs);
            reordered += copy.number < highest ? 1 : 0;
            highest = Math.max(highest, copy.number);
        }
        assertTrue(earliestNs >= 250_000 && earliestNs < 250_100, earliestNs + " seed " + seed);
        assertTrue(latestNs <= 255_000 && latestNs > 254_900, latestNs + " seed " + seed);
        assertTrue(reordered > DATAGRAMS / 10, "jitter of five steps reorders: " + reordered + " seed " + seed);
        assertEquals(reordered, counts.get(RelayCounter.REORDERED));
        assertEquals(DATAGRAMS, counts.get(RelayCounter.FORWARDED));
    }

    @Test
    void shouldReorderItsShare()
    {
        settings.reorderRatio = 0.01;
        settings.reorderDelayNs = 3 * STEP_NS / 2;
        assertShare(0.01, run(link()).get(RelayCounter.REORDERED), DATAGRAMS);
    }

    @Test
    void shouldKeepTheOrderOfATraceHoweverItsDelayFalls()
    {
        settings.trace = new RecordedTrace(new long[]{ 0, 90 * STEP_NS, 100 * STEP_NS },
            new long[]{ 20 * STEP_NS, 200 * STEP_NS, 0 }, new boolean[]{ false, true, false, false }, 150 * STEP_NS);
        final RelayCounts counts = run(link());
        assertEquals(DATAGRAMS / 4, counts.get(RelayCounter.LOST_IN_TRACE));
        assertEquals(0, counts.get(RelayCounter.REORDERED));
        for (int i = 1; i < sent.size(); i++)
        {
            assertTrue(sent.get(i).number > sent.get(i - 1).number);
            assertTrue(sent.get(i).dueNs >= sent.get(i - 1).dueNs);
        }
        assertTrue(sent.stream().anyMatch((copy) -> copy.dueNs - firstNs() - copy.number * STEP_NS > 90 * STEP_NS));
    }

    @Test
    void shouldSendNoFasterThanTheBandwidthAndDropWhatFindsNoRoom()
    {
        settings.bytesPerSecond = LENGTH * 1_000_000L / 2;
        settings.queueLengthBytes = 10 * LENGTH;
        final RelayCounts counts = run(link());
        assertTrue(counts.get(RelayCounter.QUEUED) > 0);
        assertEquals(counts.get(RelayCounter.DROPPED_BY_QUEUE), counts.lost());
        final long lastDueNs = sent.get(sent.size() - 1).dueNs;
        assertEquals(firstNs() + 2 * STEP_NS * sent.size(), lastDueNs, "always busy: twice a datagram's own step each");
        assertEquals(DATAGRAMS / 2.0, (double)counts.get(RelayCounter.FORWARDED), 20);
    }

    @Test
    void shouldHoldNoMoreThanItsSlotsAndCountTheRest()
    {
        settings.delayNs = 1_000_000_000;
        settings.duplicateRatio = 1;
        final RelayLink link = link();
        for (int i = 0; i < SLOTS; i++)
        {
            receive(link, i, LENGTH);
        }
        assertEquals(SLOTS, link.counts().get(RelayCounter.IN_FLIGHT));
        assertEquals(SLOTS, link.counts().get(RelayCounter.DROPPED_BY_SLOTS));
        assertEquals(0, link.counts().lost(), "that is not the impairment's doing");
        drain(link);
        assertEquals(SLOTS, sent.size());
        sent.forEach((copy) -> assertFalse(copy.isCorrupt(), "a slot was used twice"));
        receive(link, 5, LENGTH);
        assertEquals(2, link.counts().get(RelayCounter.IN_FLIGHT));
    }

    @Test
    void shouldDropWhatIsTooLongAndWhatIsRefused()
    {
        final RelayLink link = link();
        receive(link, 1, MAX_LENGTH + 1);
        assertEquals(1, link.counts().get(RelayCounter.DROPPED_AS_TOO_LONG));
        receive(link, 2, MAX_LENGTH);
        isRefusing = true;
        drain(link);
        assertEquals(1, link.counts().get(RelayCounter.NOT_SENT));
        assertEquals(0, link.counts().get(RelayCounter.FORWARDED));
    }

    @Test
    void shouldTellHowLateItWas()
    {
        settings.delayNs = 100;
        final RelayLink link = link();
        receive(link, 1, LENGTH);
        link.send(nowNs + 100 + RelayLink.LATE_NS, this::send);
        assertEquals(0, link.counts().get(RelayCounter.LATE));
        receive(link, 2, LENGTH);
        link.send(nowNs + 100 + RelayLink.LATE_NS + 1, this::send);
        assertEquals(1, link.counts().get(RelayCounter.LATE));
        assertEquals(RelayLink.LATE_NS + 1, link.counts().get(RelayCounter.MAX_LATENESS_NS));
    }

    @Test
    void shouldGiveTheSameFateToTheSameSeed()
    {
        everything();
        run(link());
        final List<Sent> first = new ArrayList<>(sent);
        sent.clear();
        nowNs = firstNs();
        run(link());
        assertEquals(first.size(), sent.size());
        for (int i = 0; i < first.size(); i++)
        {
            assertEquals(first.get(i).dueNs, sent.get(i).dueNs);
            assertArrayEquals(first.get(i).content, sent.get(i).content);
        }
    }

    @Test
    void shouldLoseTrackOfNothingWhateverChangesOnTheWay()
    {
        final SplittableRandom random = new SplittableRandom(seed);
        final RelayLink link = link();
        for (int i = 0; i < DATAGRAMS; i++)
        {
            if (random.nextInt(1_000) == 0)
            {
                everything();
                settings.lossRatio = random.nextDouble() / 4;
                settings.delayNs = random.nextInt(400) * STEP_NS;
                settings.isCut = random.nextInt(10) == 0;
                settings.bytesPerSecond = random.nextInt(3) * 700_000L * LENGTH;
                isRefusing = random.nextInt(10) == 0;
                link.impair(settings.copy());
            }
            receive(link, i, random.nextInt(MAX_LENGTH + 2));
            nowNs += STEP_NS;
            sendDue(link);
            assertConserved(link.counts());
        }
        drain(link);
        assertConserved(link.counts());
        for (final RelayCounter counter : RelayCounter.values())
        {
            assertTrue(link.counts().get(counter) > 0 || NOT_HERE.contains(counter),
                counter + " never happened, seed " + seed);
        }
        assertEquals(0, link.counts().get(RelayCounter.IN_FLIGHT));
    }

    @Test
    void shouldAllocateNothing()
    {
        everything();
        final RelayLink link = link();
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long id = Thread.currentThread().getId();
        final RelayLink.Sink nowhere = (datagram) -> true;
        long leastBytes = Long.MAX_VALUE;
        for (int round = 0; round < 6; round++)
        {
            final long before = threads.getThreadAllocatedBytes(id);
            for (int i = 0; i < DATAGRAMS; i++)
            {
                link.receiveBuffer().position(LENGTH);
                link.onReceived(nowNs);
                nowNs += STEP_NS;
                while (link.firstDueNs() <= nowNs)
                {
                    link.send(nowNs, nowhere);
                }
            }
            leastBytes = Math.min(leastBytes, threads.getThreadAllocatedBytes(id) - before);
        }
        final long allocated = leastBytes;
        assertTrue(allocated < DATAGRAMS / 100, () -> allocated + " bytes for " + DATAGRAMS + " datagrams");
    }

    private void everything()
    {
        settings.delayNs = 20 * STEP_NS;
        settings.jitterNs = 10 * STEP_NS;
        settings.lossRatio = 0.1;
        settings.burstRatio = 0.01;
        settings.duplicateRatio = 0.1;
        settings.corruptRatio = 0.1;
        settings.reorderRatio = 0.1;
        settings.reorderDelayNs = 5 * STEP_NS;
        settings.bytesPerSecond = 2 * LENGTH * 1_000_000L;
        settings.queueLengthBytes = 20 * LENGTH;
    }

    private RelayLink link()
    {
        return new RelayLink(settings.copy(), new SplittableRandom(seed)::nextLong, nowNs, SLOTS, MAX_LENGTH);
    }

    private static long firstNs()
    {
        return -5_000_000;
    }

    /** One datagram a step, everything sent at the very time at which it is due. */
    private RelayCounts run(final RelayLink link)
    {
        for (int i = 0; i < DATAGRAMS; i++)
        {
            receive(link, i, LENGTH);
            nowNs += STEP_NS;
            sendDue(link);
        }
        drain(link);
        assertConserved(link.counts());
        return link.counts();
    }

    private void sendDue(final RelayLink link)
    {
        while (link.firstDueNs() < nowNs)
        {
            send(link);
        }
    }

    private void drain(final RelayLink link)
    {
        while (link.firstDueNs() != Long.MAX_VALUE)
        {
            send(link);
        }
    }

    private void send(final RelayLink link)
    {
        final long dueNs = link.firstDueNs();
        final int before = sent.size();
        link.send(dueNs, this::send);
        if (sent.size() > before)
        {
            sent.get(before).dueNs = dueNs;
        }
    }

    private boolean send(final ByteBuffer datagram)
    {
        if (isRefusing)
        {
            return false;
        }
        final byte[] content = new byte[datagram.remaining()];
        datagram.get(content);
        sent.add(new Sent(content));
        return true;
    }

    private void receive(final RelayLink link, final long number, final int length)
    {
        link.receiveBuffer().put(content(number, length));
        link.onReceived(nowNs);
    }

    private static byte[] content(final long number, final int length)
    {
        final byte[] content = new byte[length];
        for (int i = 0; i < length; i++)
        {
            content[i] = (byte)(number >> (Byte.SIZE * (i % 4)));
        }
        return content;
    }

    private void assertShare(final double expected, final long count, final long of)
    {
        final double sigma = Math.sqrt(expected * (1 - expected) / of);
        assertEquals(expected, (double)count / of, 5 * sigma, "seed " + seed);
    }

    private void assertConserved(final RelayCounts counts)
    {
        assertEquals(counts.get(RelayCounter.RECEIVED) + counts.get(RelayCounter.DUPLICATED),
            counts.get(RelayCounter.FORWARDED) + counts.get(RelayCounter.NOT_SENT) +
                counts.get(RelayCounter.IN_FLIGHT) + counts.lost() + counts.get(RelayCounter.DROPPED_BY_SLOTS) +
                counts.get(RelayCounter.DROPPED_AS_TOO_LONG),
            "seed " + seed);
    }

    /** What the sink was given: a number four bytes long, over and over, in which a flipped bit is outvoted. */
    private static final class Sent
    {
        private final byte[] content;
        private final long number;
        private long dueNs;

        Sent(final byte[] content)
        {
            this.content = content;
            number = content.length < LENGTH ? -1 : vote();
        }

        private long vote()
        {
            long voted = 0;
            for (int bit = 0; bit < Integer.SIZE; bit++)
            {
                int ones = 0;
                for (int i = bit / Byte.SIZE; i < LENGTH; i += 4)
                {
                    ones += (content[i] >> (bit % Byte.SIZE)) & 1;
                }
                voted |= ones > LENGTH / 8 ? 1L << bit : 0;
            }
            return voted;
        }

        int flippedBits()
        {
            final byte[] intact = RelayLinkTest.content(number, content.length);
            int flipped = 0;
            for (int i = 0; i < content.length; i++)
            {
                flipped += Integer.bitCount((content[i] ^ intact[i]) & 0xFF);
            }
            return flipped;
        }

        boolean isCorrupt()
        {
            return flippedBits() > 0;
        }
    }
}
