package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.SystemNanoClock;
import org.junit.jupiter.api.Test;

class AdaptiveIdleStrategyTest implements AdaptiveIdleStrategy.Rest
{
    private static final long YIELD = 0;

    private final List<Long> rests = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 5_000_000;
    private final AdaptiveIdleStrategy idleStrategy =
        new AdaptiveIdleStrategy(() -> nowNs, this, 10_000_000, 50_000, 1_000_000);

    @Override
    public void yieldNow()
    {
        rests.add(YIELD);
    }

    @Override
    public void parkNanos(final long durationNs)
    {
        rests.add(durationNs);
    }

    @Test
    void shouldYieldWithinTheWindowThenParkLongerAndLonger()
    {
        idleStrategy.idle(1);
        idleStrategy.idle(0);
        nowNs += 9_999_999;
        idleStrategy.idle(0);
        nowNs += 1;
        for (int i = 0; i < 7; i++)
        {
            idleStrategy.idle(0);
        }
        assertEquals(
            List.of(YIELD, YIELD, 50_000L, 100_000L, 200_000L, 400_000L, 800_000L, 1_000_000L, 1_000_000L), rests);
    }

    @Test
    void shouldStartAsIfWorkHadJustBeenSeen()
    {
        idleStrategy.idle();
        assertEquals(List.of(YIELD), rests);
    }

    @Test
    void shouldOpenTheWindowAgainAfterWorkAndAfterReset()
    {
        idleStrategy.idle();
        nowNs += 10_000_000;
        idleStrategy.idle();
        idleStrategy.idle();
        idleStrategy.idle(3);
        idleStrategy.idle();
        nowNs += 10_000_000;
        idleStrategy.idle();
        idleStrategy.reset();
        idleStrategy.idle();
        assertEquals(List.of(YIELD, 50_000L, 100_000L, YIELD, 50_000L, YIELD), rests);
    }

    @Test
    void shouldNameTheTimeThatIsNotAllowed()
    {
        assertEquals("adaptive", new AdaptiveIdleStrategy().alias());
        assertEquals("spinWindowNs=-1: allowed are 0 ns and more", refusal(-1, 1, 1));
        assertEquals("minParkNs=0: allowed are 1 ns and more", refusal(0, 0, 1));
        assertEquals("maxParkNs=49: allowed are 50 ns and more", refusal(0, 50, 49));
    }

    private static String refusal(final long spinWindowNs, final long minParkNs, final long maxParkNs)
    {
        return assertThrows(
            IllegalArgumentException.class,
            () -> new AdaptiveIdleStrategy(SystemNanoClock.INSTANCE, spinWindowNs, minParkNs, maxParkNs)).getMessage();
    }
}
