package io.antumbra.core;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.antumbra.core.resend.ResendAction;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** In which order a primary sends again, with a forecast that stands still. */
class ResendOrderTest extends ResendFixture
{
    @Test
    void shouldCopyTheMostUrgentOfATailFirst()
    {
        startAndLoseEverything();
        cluster.append(0, 0, "last");
        cluster.append(1, 5, "second");
        cluster.append(0, 9, "first");
        cluster.run(1);
        assertEquals(2, decisions().first(0));
        assertEquals(0, decisions().streamId(0));
        assertEquals(1, decisions().streamId(1));
        assertEquals(1, decisions().first(2));
        assertEquals(0, decisions().streamId(2));
    }

    @Test
    void shouldCopyTheMostUrgentOfManyGapsFirst()
    {
        startAndLoseEverything();
        for (int i = 1; i <= 30; i++)
        {
            cluster.append(0, i % 5 == 0 ? 1 : 0, "lost");
        }
        cluster.await("copies", () -> primary().resentGaps + primary().resentTails >= 4);
        final List<Long> copied = new ArrayList<>();
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            if (decisions().action(i) == ResendAction.COPY)
            {
                copied.add(decisions().first(i));
            }
        }
        assertEquals(List.of(5L, 10L, 15L, 20L), copied, "as many as the first window allows");
    }

    @Test
    void shouldSpendNothingOnTheLessUrgentBeforeTheMoreUrgent()
    {
        config.copyBurstBytes = 1_000;
        config.copyShare = 1e-9;
        startAndLoseEverything();
        final String large = "x".repeat(400);
        for (int i = 0; i < 4; i++)
        {
            cluster.append(0, 9, large);
            cluster.append(1, 0, "small");
        }
        cluster.await("the budget to be short", () -> primary().budgetExhausted > 0);
        cluster.run(50);
        assertEquals(1, primary().copiesSent, "one of the large; a small one would find room");
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            assertTrue(decisions().streamId(i) != 1, "what is less urgent has overtaken");
        }
    }

    @Test
    void shouldLookAtTheOldestFramesOnly()
    {
        startAndLoseEverything();
        for (int i = 0; i < 256; i++)
        {
            cluster.append("lost");
        }
        cluster.append(1, 9, "urgent, and too far behind");
        cluster.append(1, 9, "a frame that shows it");
        cluster.await("copies", () -> primary().resentGaps >= 4);
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            assertTrue(decisions().streamId(i) <= 0, "a frame behind those that are looked at was copied");
        }
    }

    /** The shadow has its place only: a copy that came first would take the place with nothing in it. */
    @Test
    void shouldNeverCopyWhatThePolicyLeftOut()
    {
        cluster.policy = ShadowingPolicy.priorityAtLeast(5);
        startAndLoseEverything();
        cluster.append(0, 9, "kept");
        cluster.append(0, 1, "left out");
        cluster.append(1, 9, "kept");
        cluster.append(1, 1, "left out");
        cluster.run(20);
        assertTrue(primary().probesSent > 0, "line A is to repair it");
        final List<String> copied = new ArrayList<>();
        for (long i = decisions().oldest(); i < decisions().next(); i++)
        {
            if (decisions().action(i) != ResendAction.PROBE)
            {
                copied.add(decisions().streamId(i) + ":" + decisions().first(i) + ".." + decisions().last(i));
            }
        }
        assertEquals(Set.of("0:1..1", "1:1..1"), new TreeSet<>(copied));
    }

    @Test
    void shouldSendByLineAAloneWhatThePolicyLeftOutAlsoWhereEverythingGoesTwice()
    {
        cluster.policy = ShadowingPolicy.priorityAtLeast(5);
        config.copyShare = 1;
        config.copyBurstBytes = 1 << 20;
        final List<Long> firsts = new ArrayList<>();
        cluster.lineB = (from, to, frame, length) -> firsts.add(
            frame.getLong(MessageHeaderDecoder.ENCODED_LENGTH + SubsetDecoder.firstSequenceEncodingOffset(),
                ByteOrder.LITTLE_ENDIAN));
        cluster.startAll();
        cluster.run(5);
        cluster.append(0, 9, "kept");
        cluster.append(0, 1, "left out");
        cluster.append(0, 9, "kept");
        cluster.awaitAcknowledged(3);
        cluster.run(1);
        assertEquals(List.of(1L, 3L), firsts);
        assertEquals(List.of("0:1:kept", "0:2:left out", "0:3:kept"), cluster.nodes[1].delivered);
    }
}
