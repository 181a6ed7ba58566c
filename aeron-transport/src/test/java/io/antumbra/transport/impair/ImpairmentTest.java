package io.antumbra.transport.impair;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code -Dantumbra.test.seed=S} takes a printed seed back. */
class ImpairmentTest
{
    private static final int FRAMES = 100_000;
    private static final int LENGTH = 100;

    private final ImpairmentSettings settings = new ImpairmentSettings();
    private final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());

    @Test
    void shouldPassEveryFrameAtOnceByDefault()
    {
        final Impairment impairment = impairment();
        assertEquals(1, impairment.onFrame(7, LENGTH));
        assertEquals(7, impairment.arrivalNs(0));
        assertEquals(Impairment.INTACT, impairment.corruptBit(0));
    }

    @Test
    void shouldLoseItsShareAlone()
    {
        settings.lossRatio = 0.1;
        assertEquals(0.1, lostShare(impairment()), 0.01, "seed " + seed);
    }

    @Test
    void shouldLoseInBurstsOfTheirMeanLength()
    {
        settings.burstRatio = 0.01;
        settings.burstEndRatio = 0.2;
        final Impairment impairment = impairment();
        int lost = 0;
        int bursts = 0;
        boolean wasLost = false;
        for (int i = 0; i < FRAMES; i++)
        {
            final boolean isLost = impairment.onFrame(i, LENGTH) == 0;
            lost += isLost ? 1 : 0;
            bursts += isLost && !wasLost ? 1 : 0;
            wasLost = isLost;
        }
        assertEquals(1 / settings.burstEndRatio, (double)lost / bursts, 0.7, "seed " + seed);
    }

    @Test
    void shouldLetSomeFramesThroughABurstOfElliott()
    {
        settings.burstRatio = 1;
        settings.burstEndRatio = 1e-9;
        settings.burstLossRatio = 0.3;
        assertEquals(0.3, lostShare(impairment()), 0.02, "seed " + seed);
    }

    @Test
    void shouldKeepTheOrderOrLetFramesOvertake()
    {
        settings.jitterNs = 1_000;
        assertTrue(overtaken() > 0, "seed " + seed);
        settings.keepsOrder = true;
        assertEquals(0, overtaken(), "seed " + seed);
    }

    @Test
    void shouldHoldBackItsShare()
    {
        settings.reorderRatio = 0.2;
        settings.reorderDelayNs = 50;
        final Impairment impairment = impairment();
        int late = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            impairment.onFrame(0, LENGTH);
            late += impairment.arrivalNs(0) == 50 ? 1 : 0;
        }
        assertEquals(0.2, (double)late / FRAMES, 0.02, "seed " + seed);
    }

    @Test
    void shouldDuplicateAndCorruptItsShare()
    {
        settings.duplicateRatio = 0.25;
        settings.corruptRatio = 0.5;
        final Impairment impairment = impairment();
        int copies = 0;
        int corrupt = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            final int arriving = impairment.onFrame(i, LENGTH);
            copies += arriving;
            for (int copy = 0; copy < arriving; copy++)
            {
                final int bit = impairment.corruptBit(copy);
                assertTrue(bit >= Impairment.INTACT && bit < LENGTH * Byte.SIZE, "bit=" + bit + " seed " + seed);
                corrupt += bit == Impairment.INTACT ? 0 : 1;
            }
        }
        assertEquals(1.25, (double)copies / FRAMES, 0.02, "seed " + seed);
        assertEquals(0.5, (double)corrupt / copies, 0.02, "seed " + seed);
    }

    @Test
    void shouldFlapWithItsPeriodFromTheFirstFrameOn()
    {
        settings.flapUpNs = 30;
        settings.flapDownNs = 10;
        final Impairment impairment = impairment();
        for (int nowNs = 1_000; nowNs < 1_400; nowNs++)
        {
            assertEquals((nowNs - 1_000) % 40 < 30 ? 1 : 0, impairment.onFrame(nowNs, LENGTH), "at " + nowNs);
        }
    }

    @Test
    void shouldLetNothingThroughACut()
    {
        settings.isCut = true;
        final Impairment impairment = impairment();
        assertTrue(impairment.isDown(0));
        assertEquals(0, impairment.onFrame(0, LENGTH));
    }

    @Test
    void shouldSpaceFramesByTheBandwidthAndLoseWhatFindsNoRoom()
    {
        settings.bytesPerSecond = TimeUnit.SECONDS.toNanos(1) / 10;
        settings.queueLengthBytes = 3 * LENGTH;
        settings.delayNs = 5;
        final Impairment impairment = impairment();
        for (int i = 1; i <= 3; i++)
        {
            assertEquals(1, impairment.onFrame(0, LENGTH));
            assertEquals(i * LENGTH * 10 + 5, impairment.arrivalNs(0));
        }
        assertEquals(0, impairment.onFrame(0, LENGTH));
        assertEquals(1, impairment.onFrame(LENGTH * 10, LENGTH));
    }

    @Test
    void shouldReplayASeed()
    {
        settings.lossRatio = 0.3;
        settings.jitterNs = 1_000_000;
        settings.duplicateRatio = 0.3;
        settings.corruptRatio = 0.3;
        final Impairment one = impairment();
        final Impairment other = impairment();
        for (int i = 0; i < 1_000; i++)
        {
            final int copies = one.onFrame(i, LENGTH);
            assertEquals(copies, other.onFrame(i, LENGTH));
            for (int copy = 0; copy < copies; copy++)
            {
                assertEquals(one.arrivalNs(copy), other.arrivalNs(copy));
                assertEquals(one.corruptBit(copy), other.corruptBit(copy));
            }
        }
    }

    @Test
    void shouldRefuseWhatMakesNoSenseAndNameIt()
    {
        settings.lossRatio = 1.5;
        assertRefused("lossRatio=1.5");
        settings.lossRatio = 0;
        settings.delayNs = -1;
        assertRefused("delayNs=-1");
        settings.delayNs = 0;
        settings.burstRatio = 0.5;
        settings.burstEndRatio = 0;
        assertRefused("burstEndRatio=0");
        settings.burstEndRatio = 1;
        settings.keepsOrder = true;
        settings.reorderRatio = 0.5;
        assertRefused("reorderRatio=0.5");
    }

    private void assertRefused(final String expected)
    {
        final String message = assertThrows(IllegalArgumentException.class, settings::conclude).getMessage();
        assertTrue(message.startsWith(expected), message);
        assertFalse(message.endsWith(expected), "says nothing of what is allowed: " + message);
    }

    private Impairment impairment()
    {
        return new Impairment(settings, new SplittableRandom(seed)::nextLong);
    }

    private static double lostShare(final Impairment impairment)
    {
        int lost = 0;
        for (int i = 0; i < FRAMES; i++)
        {
            lost += impairment.onFrame(i, LENGTH) == 0 ? 1 : 0;
        }
        return (double)lost / FRAMES;
    }

    private int overtaken()
    {
        final Impairment impairment = impairment();
        int overtaken = 0;
        long lastNs = Long.MIN_VALUE;
        for (int i = 0; i < 1_000; i++)
        {
            impairment.onFrame(i, LENGTH);
            overtaken += impairment.arrivalNs(0) < lastNs ? 1 : 0;
            lastNs = impairment.arrivalNs(0);
        }
        return overtaken;
    }
}
