package io.antumbra.node.input;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class PacingTest
{
    private static final long SECOND = 1_000_000_000L;

    @Test
    void shouldSpaceEntriesEvenlyFromTheFirstOne()
    {
        final Pacing pacing = Pacing.rate(4);
        for (int i = 0; i < 9; i++)
        {
            assertEquals(100 + i * SECOND / 4, pacing.dueNs(0, 100 + i), "however late the caller asks");
            pacing.sent();
        }
    }

    @Test
    void shouldNotDriftOverManyEntries()
    {
        final Pacing pacing = Pacing.rate(3);
        pacing.dueNs(0, 0);
        for (int i = 0; i < 3_000_000; i++)
        {
            pacing.sent();
        }
        assertEquals(1_000_000 * SECOND, pacing.dueNs(0, 5));
    }

    @Test
    void shouldFollowTheRecordedTimesFaster()
    {
        final Pacing pacing = Pacing.recorded(10);
        assertEquals(7, pacing.dueNs(1_000 * SECOND, 7));
        pacing.sent();
        assertEquals(7 + SECOND / 2, pacing.dueNs(1_005 * SECOND, 8));
        assertEquals(7, pacing.dueNs(999 * SECOND, 9), "a time that goes back is due at once");
    }

    @Test
    void shouldNotMakeUpForAPause()
    {
        final Pacing pacing = Pacing.recorded(1);
        pacing.dueNs(10 * SECOND, 0);
        pacing.restart();
        assertEquals(100 * SECOND, pacing.dueNs(12 * SECOND, 100 * SECOND));
        assertEquals(101 * SECOND, pacing.dueNs(13 * SECOND, 100 * SECOND));
    }

    @Test
    void shouldBeDueAtOnceWhenFlatOut()
    {
        assertEquals(42, Pacing.flatOut().dueNs(0, 42));
    }

    @Test
    void shouldReadTheReceiveTime()
    {
        final UnsafeBuffer line = new UnsafeBuffer("1723161253937085768 {\"a\":1}".getBytes(US_ASCII));
        final int prefix = TimedLine.prefixLength(line, line.capacity());
        assertEquals(20, prefix);
        assertEquals(1723161253937085768L, TimedLine.receiveNs(line, prefix));
    }

    @Test
    void shouldRefuseALineWithoutReceiveTime()
    {
        for (final String text : new String[]{ "", " x", "12", "12x ", "a 12", "123456789012345678901 x" })
        {
            final UnsafeBuffer line = new UnsafeBuffer(text.getBytes(US_ASCII));
            assertEquals(TimedLine.NOT_TIMED, TimedLine.prefixLength(line, line.capacity()), text);
        }
    }
}
