package io.antumbra.transport.impair;

import java.lang.reflect.Field;
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
    void shouldKeepTheBandwidthToTheLastByteWhereItDoesNotDivide()
    {
        settings.bytesPerSecond = 7_000_003;
        settings.queueLengthBytes = Long.MAX_VALUE;
        final Impairment impairment = impairment();
        for (int i = 0; i < FRAMES; i++)
        {
            assertEquals(1, impairment.onFrame(0, LENGTH));
            assertEquals(i == 0, impairment.queuedNs() == 0);
        }
        final long exactNs = (long)FRAMES * LENGTH * TimeUnit.SECONDS.toNanos(1) / settings.bytesPerSecond;
        assertEquals(exactNs, impairment.arrivalNs(0));
    }

    @Test
    void shouldLetNothingWaitAnyMoreOnceTheBandwidthIsGone()
    {
        settings.bytesPerSecond = 1;
        final Impairment impairment = impairment();
        impairment.onFrame(0, LENGTH);
        impairment.onFrame(0, LENGTH);
        assertEquals(2 * LENGTH * TimeUnit.SECONDS.toNanos(1), impairment.arrivalNs(0));
        impairment.impair(new ImpairmentSettings());
        impairment.onFrame(1, LENGTH);
        assertEquals(1, impairment.arrivalNs(0));
        assertEquals(0, impairment.queuedNs());
    }

    @Test
    void shouldTellWhatBecameOfAFrame()
    {
        assertFate(Fate.ARRIVES);
        settings.lossRatio = 1;
        assertFate(Fate.LOST_ALONE);
        settings.burstRatio = 1;
        assertFate(Fate.LOST_IN_BURST);
        settings.lossRatio = 0;
        settings.burstRatio = 0;
        settings.isCut = true;
        assertFate(Fate.LOST_WHILE_DOWN);
        settings.isCut = false;
        settings.bytesPerSecond = 1;
        settings.queueLengthBytes = LENGTH - 1;
        assertFate(Fate.LOST_BY_FULL_QUEUE);
        settings.trace = new RecordedTrace(new long[1], new long[1], new boolean[]{ true }, 1);
        assertFate(Fate.LOST_IN_TRACE);
    }

    private void assertFate(final Fate expected)
    {
        final Impairment impairment = impairment();
        assertEquals(expected == Fate.ARRIVES ? 1 : 0, impairment.onFrame(0, LENGTH));
        assertEquals(expected, impairment.fate());
    }

    @Test
    void shouldFlapTogetherWithAllOfTheSameOrigin()
    {
        settings.flapUpNs = 30;
        settings.flapDownNs = 10;
        final Impairment early = new Impairment(settings, new SplittableRandom(seed)::nextLong, -7);
        final Impairment late = new Impairment(settings, new SplittableRandom(seed + 1)::nextLong, -7);
        for (int nowNs = 0; nowNs < 400; nowNs++)
        {
            assertEquals((nowNs + 7) % 40 >= 30, early.isDown(nowNs), "at " + nowNs);
            assertEquals(nowNs < 17 || !early.isDown(nowNs), nowNs < 17 || late.onFrame(nowNs, LENGTH) == 1);
        }
    }

    @Test
    void shouldGoDownOnceInEachPeriodWhereverTheSeedSays()
    {
        settings.flapUpNs = 40;
        settings.flapDownNs = 10;
        settings.flapsAtRandom = true;
        settings.flapSeed = seed;
        final Impairment one = new Impairment(settings, new SplittableRandom(seed)::nextLong, 0);
        final Impairment other = new Impairment(settings, new SplittableRandom(seed + 1)::nextLong, 0);
        final int[] downAt = new int[50];
        for (int period = 0; period < 10_000; period++)
        {
            int down = 0;
            for (int placeNs = 0; placeNs < 50; placeNs++)
            {
                final boolean isDown = one.isDown(period * 50L + placeNs);
                assertEquals(isDown, other.isDown(period * 50L + placeNs), "both lines at once");
                down += isDown ? 1 : 0;
                downAt[placeNs] += isDown ? 1 : 0;
            }
            assertEquals(10, down, "in period " + period + " seed " + seed);
        }
        assertEquals(10_000 * 10 / 41.0, (double)downAt[25], 250, "as often as anywhere else, seed " + seed);
        assertEquals(10_000 / 41.0, (double)downAt[0], 90, "seed " + seed);
    }

    @Test
    void shouldTakeTheTracesShareAndKeepItsOrder()
    {
        settings.delayNs = 5;
        settings.jitterNs = 100;
        settings.traceShareRatio = 0.25;
        settings.trace = new RecordedTrace(new long[]{ 0, 1_000 }, new long[]{ 8_000, 400 }, new boolean[0], 2_000);
        final Impairment impairment = impairment();
        long lastNs = 0;
        for (int nowNs = 0; nowNs < 10_000; nowNs += 10)
        {
            assertEquals(1, impairment.onFrame(nowNs, LENGTH));
            final int placeNs = nowNs % 2_000;
            final long shareNs = placeNs < 1_000 ? 2_000 - placeNs * 19L / 10 : 100;
            final long ownNs = nowNs + 5 + shareNs;
            assertTrue(impairment.arrivalNs(0) >= Math.max(lastNs, ownNs), "at " + nowNs + " seed " + seed);
            assertTrue(impairment.arrivalNs(0) <= Math.max(lastNs, ownNs + 101), "at " + nowNs + " seed " + seed);
            lastNs = impairment.arrivalNs(0);
        }
    }

    @Test
    void shouldGoOnWithATraceThatWasNotChanged()
    {
        settings.trace = new RecordedTrace(new long[1], new long[1], new boolean[]{ true, false, false }, 1);
        final Impairment impairment = impairment();
        assertEquals(0, impairment.onFrame(0, LENGTH));
        final ImpairmentSettings changed = settings.copy();
        changed.delayNs = 1;
        impairment.impair(changed);
        assertEquals(1, impairment.onFrame(0, LENGTH));
        assertEquals(1, impairment.onFrame(0, LENGTH));
        assertEquals(0, impairment.onFrame(0, LENGTH));
    }

    @Test
    void shouldTakeAnEmptyFrame()
    {
        settings.corruptRatio = 1;
        final Impairment impairment = impairment();
        assertEquals(1, impairment.onFrame(0, 0));
        assertEquals(Impairment.INTACT, impairment.corruptBit(0), "there is no bit to flip");
    }

    @Test
    void shouldCopyEveryField() throws ReflectiveOperationException
    {
        for (final Field field : ImpairmentSettings.class.getFields())
        {
            final Object other = switch (field.getType().getName())
            {
                case "long" -> 77L;
                case "double" -> 0.77;
                case "boolean" -> true;
                default -> new RecordedTrace(new long[1], new long[1], new boolean[0], 1);
            };
            field.set(settings, other);
            assertEquals(other, field.get(settings.copy()), field.getName());
        }
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
        settings.keepsOrder = false;
        settings.trace = new RecordedTrace(new long[1], new long[1], new boolean[0], 1);
        assertRefused("reorderRatio=0.5");
        settings.reorderRatio = 0;
        settings.traceShareRatio = 2;
        assertRefused("traceShareRatio=2.0");
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
