package io.antumbra.perf.loss;

import io.antumbra.transport.impair.Impairment;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the model must have of Aeron's repair, frame by frame. */
class AeronStreamTest
{
    private static final long DELAY_NS = 250_000;
    private static final long MS = 1_000_000;
    private static final int LENGTH = 256;

    private final EventQueue queue = new EventQueue();
    private final ByteCounts bytes = new ByteCounts();
    private final ImpairmentSettings forwardSettings = settings();
    private final ImpairmentSettings backwardSettings = settings();
    private final Impairment forward = new Impairment(forwardSettings, () -> 0, 0);
    private final Impairment backward = new Impairment(backwardSettings, () -> 0, 0);
    private final List<String> delivered = new ArrayList<>();

    private static ImpairmentSettings settings()
    {
        final ImpairmentSettings settings = new ImpairmentSettings();
        settings.delayNs = DELAY_NS;
        return settings;
    }

    private AeronStream stream(final long lingerNs)
    {
        return new AeronStream(0, queue, new StreamSettings().lingerNs(lingerNs),
            new NetworkPath(queue, forward, bytes),
            new NetworkPath(queue, backward, bytes),
            (streamId, content) -> delivered.add(content + "@" + queue.nowNs() /
                1000));
    }

    private void cut(final Impairment impairment, final boolean isCut)
    {
        final ImpairmentSettings changed = settings();
        changed.isCut = isCut;
        impairment.impair(changed);
    }

    private void offer(final AeronStream stream, final int content)
    {
        stream.offer(LENGTH, content, Traffic.FIRST);
    }

    private void loseOne(final AeronStream stream, final int content)
    {
        cut(forward, true);
        offer(stream, content);
        cut(forward, false);
    }

    @Test
    void shouldDeliverAfterTheDelayOfThePath()
    {
        offer(stream(10 * MS), 1);
        queue.runUntil(MS);

        assertEquals(List.of("1@250"), delivered);
        assertEquals(LENGTH + 32, bytes.bytes(Traffic.FIRST));
    }

    @Test
    void shouldAskForAGapWhenTheNextFrameShowsIt()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        queue.runUntil(100_000);
        offer(stream, 2);
        queue.runUntil(2 * MS);

        // sent at 100, shows the gap at 350, NAK after 1 us, back at 601, retransmit arrives at 851
        assertEquals(List.of("1@851", "2@851"), delivered);
        assertEquals(LENGTH + 32, bytes.bytes(Traffic.RETRANSMIT));
    }

    @Test
    void shouldAskAgainEachTenthOfAMillisecond()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        offer(stream, 2);
        queue.runUntil(MS);

        // found at 250, asked at 251, 351, 451, 551, 651; there at 751
        assertEquals(List.of("1@751", "2@751"), delivered);
        assertEquals(5, stream.naks());
    }

    @Test
    void shouldIgnoreNaksWhileARetransmitLingers()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        offer(stream, 2);
        queue.runUntil(260_000);
        cut(forward, true);
        queue.runUntil(510_000);
        cut(forward, false);
        queue.runUntil(20 * MS);

        // the retransmit of 501 is lost; the linger ends after 10.501, the next NAK arrives at 10.601
        assertEquals(List.of("1@10851", "2@10851"), delivered);
        assertEquals(2 * (LENGTH + 32), bytes.bytes(Traffic.RETRANSMIT));
    }

    @Test
    void shouldAnswerTheNextNakAfterAShortLinger()
    {
        final AeronStream stream = stream(150_000);
        loseOne(stream, 1);
        offer(stream, 2);
        queue.runUntil(260_000);
        cut(forward, true);
        queue.runUntil(510_000);
        cut(forward, false);
        queue.runUntil(20 * MS);

        // NAKs arrive at 501 (answered, lost), 601 (ignored), 701 (answered)
        assertEquals(List.of("1@951", "2@951"), delivered);
    }

    @Test
    void shouldShowALostTailByAHeartbeatOnly()
    {
        final AeronStream stream = stream(10 * MS);
        offer(stream, 1);
        queue.runUntil(MS);
        loseOne(stream, 2);
        queue.runUntil(300 * MS);

        // heartbeat 100 ms after the last frame: at 101; shows the gap at 101.250
        assertEquals(List.of("1@250", "2@101751"), delivered);
        assertEquals(32, bytes.bytes(Traffic.HEARTBEAT) / bytes.datagrams(Traffic.HEARTBEAT));
    }

    @Test
    void shouldWaitForAnotherHeartbeatWhenOneIsLost()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        queue.runUntil(99 * MS);
        cut(forward, true);
        queue.runUntil(101 * MS);
        cut(forward, false);
        queue.runUntil(300 * MS);

        assertEquals(List.of("1@200751"), delivered);
    }

    @Test
    void shouldAskAgainWhenANakIsLost()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        cut(backward, true);
        offer(stream, 2);
        queue.runUntil(400_000);
        cut(backward, false);
        queue.runUntil(MS);

        // those of 251 and 351 are lost, that of 451 is not
        assertEquals(List.of("1@951", "2@951"), delivered);
    }

    @Test
    void shouldRepairOneGapAfterTheOther()
    {
        final AeronStream stream = stream(10 * MS);
        loseOne(stream, 1);
        offer(stream, 2);
        loseOne(stream, 3);
        offer(stream, 4);
        queue.runUntil(3 * MS);

        // the second gap is looked for only when the first is closed, at 751
        assertEquals(List.of("1@751", "2@751", "3@1252", "4@1252"), delivered);
    }

    @Test
    void shouldRetransmitSeveralFramesInOneDatagram()
    {
        final AeronStream stream = stream(10 * MS);
        for (int i = 1; i <= 6; i++)
        {
            loseOne(stream, i);
        }
        offer(stream, 7);
        queue.runUntil(3 * MS);

        assertEquals(7, delivered.size());
        assertEquals(2, bytes.datagrams(Traffic.RETRANSMIT));
        assertEquals(6 * (LENGTH + 32), bytes.bytes(Traffic.RETRANSMIT));
    }

    @Test
    void shouldSendNoMoreThanTheWindowBeforeTheReceiverHasTold()
    {
        final AeronStream stream = stream(10 * MS);
        for (int i = 0; i < 1000; i++)
        {
            offer(stream, i);
        }
        queue.runUntil(DELAY_NS);
        assertEquals(StreamSettings.DEFAULT_WINDOW_LENGTH / (LENGTH + 32), delivered.size());

        queue.runUntil(10 * MS);
        assertEquals(1000, delivered.size());
        assertTrue(bytes.datagrams(Traffic.STATUS) > 2);
    }

    @Test
    void shouldStandStillForAeronsTimerWhenTheStatusMessagesOfAWindowAreLost()
    {
        final long stalledNs = stalledNs(stream(10 * MS));

        // the last of them was sent 34 ms before the window was used up
        assertEquals(166, stalledNs / MS);
    }

    @Test
    void shouldGoOnWithinMillisecondsWhenPacedStatusMessagesOfAWindowAreLost()
    {
        final long stalledNs = stalledNs(new AeronStream(0, queue, new StreamSettings().paced(),
            new NetworkPath(queue, forward, bytes), new NetworkPath(queue, backward, bytes),
            (streamId, content) -> delivered.add(content + "@" + queue.nowNs() / 1000)));

        assertTrue(stalledNs < 3 * MS, stalledNs + " ns");
    }

    /** How long nothing is delivered when the way back is open again as soon as the window is used up. */
    private long stalledNs(final AeronStream stream)
    {
        cut(backward, true);
        int sent = 0;
        for (; delivered.size() == sent; sent++)
        {
            offer(stream, sent);
            queue.runUntil(queue.nowNs() + 300_000);
        }
        cut(backward, false);
        final long openNs = queue.nowNs();
        while (delivered.size() < sent)
        {
            queue.runUntil(queue.nowNs() + 100_000);
        }
        return queue.nowNs() - openNs;
    }

    @Test
    void shouldRefuseWhatTheLogHasNoRoomFor()
    {
        final AeronStream stream = new AeronStream(0, queue, new StreamSettings().unsentLength(2 * (LENGTH + 32)),
            new NetworkPath(queue, forward, bytes), new NetworkPath(queue, backward, bytes),
            (streamId, content) -> delivered.add(String.valueOf(content)));
        int taken = 0;
        while (stream.offer(LENGTH, taken, Traffic.FIRST) != AeronStream.BACK_PRESSURED)
        {
            taken++;
        }

        assertEquals(StreamSettings.DEFAULT_WINDOW_LENGTH / (LENGTH + 32) + 2, taken);
    }

    @Test
    void shouldLoseForGoodOnAnUnreliableStream()
    {
        final UnreliableStream stream =
            new UnreliableStream(queue, 64, new NetworkPath(queue, forward, bytes), (streamId,
                content) -> delivered.add(content + "@" + queue.nowNs() / 1000));
        stream.offer(LENGTH, 1, Traffic.COPY);
        cut(forward, true);
        stream.offer(LENGTH, 2, Traffic.COPY);
        cut(forward, false);
        stream.offer(LENGTH, 3, Traffic.COPY);
        queue.runUntil(300 * MS);

        assertEquals(List.of("1@250", "3@250"), delivered);
        assertEquals(0, bytes.bytes(Traffic.NAK));
    }

    @Test
    void shouldDropOnAnUnreliableStreamWhatComesAfterALaterFrame()
    {
        final UnreliableStream stream =
            new UnreliableStream(queue, 64, new NetworkPath(queue, forward, bytes), (streamId,
                content) -> delivered.add(String.valueOf(content)));
        final ImpairmentSettings slow = settings();
        slow.delayNs = 2 * DELAY_NS;
        forward.impair(slow);
        stream.offer(LENGTH, 1, Traffic.COPY);
        forward.impair(settings());
        stream.offer(LENGTH, 2, Traffic.COPY);
        queue.runUntil(MS);

        assertEquals(List.of("2"), delivered);
    }
}
