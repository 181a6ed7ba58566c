package io.antumbra.core.resend;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SentFramesTest
{
    private final SentFrames sent = new SentFrames(4);
    private final long[] held = new long[2];

    @Test
    void shouldLetGoOfTheOldestOnly()
    {
        sent.add(0, 1, 2, 0, 100, 10);
        sent.add(1, 1, 1, 0, 100, 20);
        sent.add(0, 3, 3, 0, 100, 30);
        held[1] = 1;
        sent.release(held);
        assertEquals(0, sent.oldest());
        assertTrue(sent.isHeld(1, held));
        held[0] = 1;
        sent.release(held);
        assertFalse(sent.isHeld(0, held), "half of a frame is not the frame");
        held[0] = 2;
        sent.release(held);
        assertEquals(2, sent.oldest());
        assertEquals(30, sent.sendTimeNs(2));
        held[0] = 3;
        sent.release(held);
        assertTrue(sent.isEmpty());
    }

    @Test
    void shouldMakeRoomByTheOldest()
    {
        for (int i = 1; i <= 6; i++)
        {
            sent.add(0, i, i, 0, 100, i);
            sent.copied(sent.next() - 1, 100 + i);
        }
        assertEquals(2, sent.oldest());
        assertEquals(3, sent.first(2));
        sent.add(0, 7, 7, 0, 100, 7);
        assertEquals(0, sent.copies(6), "counts the copies of the frame whose place it took");
        assertEquals(1, sent.copies(5));
        assertEquals(106, sent.copyTimeNs(5));
    }

    @Test
    void shouldTellWhatWasReleasedAndHowMuchOfItWasCopied()
    {
        sent.add(0, 1, 1, 0, 100, 10);
        sent.add(0, 2, 2, 0, 40, 20);
        sent.add(0, 3, 3, 0, 7, 30);
        sent.copied(1, 50);
        sent.copied(1, 60);
        held[0] = 2;
        assertEquals(1, sent.release(held), "a frame that was copied twice is one");
        assertEquals(140, sent.releasedBytes());
        held[0] = 3;
        assertEquals(0, sent.release(held));
        assertEquals(147, sent.releasedBytes());
    }

    @Test
    void shouldKnowWhichSendHasCertainlyFailed()
    {
        sent.add(0, 1, 1, 0, 100, 10);
        sent.copied(0, 50);
        assertEquals(10, sent.triedTimeNs(0), "the frame itself");
        sent.copied(0, 80);
        assertEquals(50, sent.triedTimeNs(0), "the copy before the last");
        assertEquals(80, sent.copyTimeNs(0));
    }

    @Test
    void shouldForgetAllAndNumberOn()
    {
        sent.add(0, 1, 1, 0, 100, 10);
        sent.add(0, 2, 2, 0, 100, 20);
        sent.clear();
        assertTrue(sent.isEmpty());
        assertEquals(2, sent.oldest());
        assertEquals(0, sent.releasedBytes());
    }

    @Test
    void shouldHaveRoomForAsManyAsItsCapacityWhateverWasReleased()
    {
        for (int i = 1; i <= 7; i++)
        {
            sent.add(0, i, i, 0, 100, i);
            held[0] = i - 3L;
            sent.release(held);
        }
        assertEquals(4, sent.oldest());
        sent.add(1, 1, 2, 0, 30, 8);
        assertEquals(4, sent.oldest());
        assertEquals(1, sent.streamId(7));
        assertEquals(2, sent.last(7));
        assertEquals(30, sent.lengthBytes(7));
        sent.add(1, 3, 3, 0, 30, 9);
        assertEquals(5, sent.oldest());
    }

    @Test
    void shouldStepDownThroughThePrioritiesOfTheFramesThatAreLookedAt()
    {
        sent.add(0, 1, 1, 9, 100, 10);
        sent.add(0, 2, 2, 3, 100, 10);
        sent.add(0, 3, 3, 7, 100, 10);
        sent.add(0, 4, 4, 3, 100, 10);
        held[0] = 1;
        sent.release(held);
        assertEquals(7, sent.highestPriority(sent.next(), Integer.MAX_VALUE), "the frame that is gone counts no more");
        assertEquals(3, sent.highestPriority(sent.next(), 7));
        assertEquals(-1, sent.highestPriority(sent.next(), 3));
        assertEquals(3, sent.highestPriority(sent.oldest() + 1, Integer.MAX_VALUE), "and one behind the end not yet");
    }
}
