package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aeron.driver.MediaDriver;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RetransmitLingerTest
{
    private static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(150);
    private static final long GAP = 400 * 1024;

    private long nowNs = Long.MAX_VALUE - RetransmitLinger.WINDOW_NS;
    private long sent = 1L << 40;
    private long retransmitted;
    private final RetransmitLinger linger =
        new RetransmitLinger(SHORTEST_NS, () -> nowNs, () -> sent, () -> retransmitted);

    @Test
    void shouldStayShortForSomeDatagramsOfEachOfManyStreams()
    {
        for (int i = 0; i < 10_000; i++)
        {
            assertEquals(SHORTEST_NS, retransmit(1408, TimeUnit.MICROSECONDS.toNanos(200), 8 * 1408));
        }
    }

    @Test
    void shouldStayShortWhenMuchIsLostOfMuchMore()
    {
        for (int i = 0; i < 10_000; i++)
        {
            assertEquals(SHORTEST_NS, retransmit(64 * 1024, TimeUnit.MICROSECONDS.toNanos(100), 4 * 64 * 1024));
        }
    }

    @Test
    void shouldCalmDownWhenTheSameGapIsSentAgainAndAgain()
    {
        assertEquals(SHORTEST_NS, retransmit(1408, 0, 0));
        for (int i = 0; i < 1_000; i++)
        {
            assertEquals(RetransmitLinger.CALM_NS, retransmit(GAP, SHORTEST_NS, 8192));
        }
    }

    @Test
    void shouldCountTheRetransmitThatOpensAWindow()
    {
        assertEquals(SHORTEST_NS, retransmit(1408, 0, 0));
        assertEquals(RetransmitLinger.CALM_NS, retransmit(GAP, 2 * RetransmitLinger.WINDOW_NS, 100 * GAP));
    }

    @Test
    void shouldBeShortAgainAfterTheStorm()
    {
        assertEquals(RetransmitLinger.CALM_NS, retransmit(GAP, 0, 0));
        assertEquals(RetransmitLinger.CALM_NS, retransmit(1408, RetransmitLinger.WINDOW_NS - 1, 0));
        assertEquals(SHORTEST_NS, retransmit(1408, 1, 0));
    }

    @Test
    void shouldNeverShortenALongerOne()
    {
        final long longNs = 2 * RetransmitLinger.CALM_NS;
        final RetransmitLinger patient = new RetransmitLinger(longNs, () -> nowNs, () -> sent, () -> retransmitted);
        retransmitted += GAP;
        assertEquals(longNs, patient.generateDelayNs());
    }

    @Test
    void shouldFollowTheRoundTrip()
    {
        linger.shortestNs(3 * SHORTEST_NS);
        assertEquals(3 * SHORTEST_NS, retransmit(1408, 0, 0));
        assertEquals(RetransmitLinger.CALM_NS, retransmit(GAP, 0, 0));
    }

    @Test
    void shouldReachTheDriver()
    {
        final MediaDriver.Context context = LinkSettings.defaultProfile().applyTo(new MediaDriver.Context());
        assertEquals(RetransmitLinger.class, context.retransmitUnicastLingerGenerator().getClass());
    }

    private long retransmit(final long bytes, final long afterNs, final long freshBytes)
    {
        nowNs += afterNs;
        sent += freshBytes;
        retransmitted += bytes;
        return linger.generateDelayNs();
    }
}
