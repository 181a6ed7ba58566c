package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;

class EngineClockTest
{
    private static final long MILLI_NS = TimeUnit.MILLISECONDS.toNanos(1);

    @Test
    void shouldFindTheTimeOfDayWithinMicrosecondsFromAClockOfMilliseconds()
    {
        final Random random = Seed.random("EngineClockTest");
        final EngineClock clock = new EngineClock(SystemEpochClock.INSTANCE);
        final long trueOffsetNs = 1_700_000_000_123_456_789L;
        long nowNs = System.nanoTime();
        for (int i = 0; i < 4_000; i++)
        {
            nowNs += MILLI_NS + random.nextInt((int)MILLI_NS);
            clock.sample(nowNs, (nowNs + trueOffsetNs) / MILLI_NS * MILLI_NS);
        }
        final long errorNs = nowNs + trueOffsetNs - clock.epochNs(nowNs);
        assertTrue(errorNs >= 0 && errorNs < TimeUnit.MICROSECONDS.toNanos(50), "error " + errorNs + " ns");
    }

    @Test
    void shouldFollowAJumpOfTheWallClockBothWays()
    {
        final EngineClock clock = new EngineClock(SystemEpochClock.INSTANCE);
        long nowNs = System.nanoTime();
        for (final long offsetNs : new long[]{ 5_000 * MILLI_NS, 1_000 * MILLI_NS })
        {
            for (int i = 0; i < 2_100; i++)
            {
                nowNs += MILLI_NS;
                clock.sample(nowNs, nowNs + offsetNs);
            }
            assertEquals(nowNs + offsetNs, clock.epochNs(nowNs));
        }
    }
}
