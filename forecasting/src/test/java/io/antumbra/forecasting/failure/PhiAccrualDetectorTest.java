package io.antumbra.forecasting.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.forecasting.risk.Allocation;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PhiAccrualDetectorTest
{
    private static final long MS = 1_000_000;

    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void shouldTakeAPauseOfTheObserverForNoSilence(final boolean isTold)
    {
        final HeartbeatStream stream =
            new HeartbeatStream(new Random(PhiAccrualRateTest.seed("observer pauses"))).jitter(0.001);
        final PhiAccrualDetector detector = detector();
        long arrivalNs = stream.nextArrivalNs();
        long nowNs = 0;
        int suspected = 0;
        for (int cycle = 1; cycle <= 1_000_000; cycle++)
        {
            nowNs += 0 == cycle % 10_000 ? 800 * MS : MS;
            suspected += detector.isSuspect(nowNs) ? 1 : 0;
            while (arrivalNs <= nowNs)
            {
                detector.onHeartbeat(nowNs);
                arrivalNs = stream.nextArrivalNs();
            }
            if (isTold)
            {
                detector.onDutyCycle(nowNs);
            }
            suspected += detector.isSuspect(nowNs) ? 1 : 0;
        }
        final long afterNs = detector.suspectAfterNs();
        if (isTold)
        {
            assertEquals(0, suspected);
            assertEquals(100, detector.observerPauseCount());
            assertTrue(afterNs < 50 * MS, () -> "it learned its own pauses: " + afterNs);
        }
        else
        {
            assertTrue(suspected > 0, "without duty cycles the first pause must look like silence");
            assertTrue(afterNs > 800 * MS, () -> "and later ones like those of the peer: " + afterNs);
        }
    }

    /** One that was measured from before the heartbeat on: only what is after it was taken for silence. */
    @Test
    void shouldTakeNoMoreThanTheSilenceForAPause()
    {
        final PhiAccrualDetector detector = detector();
        detector.onHeartbeat(100 * MS);
        detector.onObserverPause(1_000 * MS, 150 * MS);
        assertEquals(0, detector.silenceNs(150 * MS));
        assertEquals(200 * MS, detector.silenceNs(350 * MS));
    }

    @Test
    void shouldFollowANewIntervalSoonThoughTheOldOneWasExact()
    {
        final PhiAccrualDetector detector = detector();
        long nowNs = 0;
        for (int i = 0; i < 3_000; i++)
        {
            nowNs += i < 2_700 ? 10 * MS : 20 * MS;
            detector.onHeartbeat(nowNs);
        }
        assertEquals(20.0 * MS, (double)detector.expectedIntervalNs(), 0.5 * MS);
    }

    @Test
    void shouldFindAStopThoughTheObserverStumblesForEver()
    {
        final PhiAccrualDetector detector = detector();
        long nowNs = regular(detector, 2_000);
        final long afterNs = detector.suspectAfterNs();
        final long stopNs = nowNs;
        detector.onDutyCycle(nowNs);
        while (!detector.isSuspect(nowNs))
        {
            nowNs += 20 * MS;
            detector.onDutyCycle(nowNs);
            assertTrue(nowNs - stopNs < 10 * afterNs, "a quarter of each gap counts");
        }
        assertTrue(nowNs - stopNs > 3 * afterNs, "and no more than that");
        assertTrue(detector.silenceNs(nowNs) >= afterNs);
    }

    @Test
    void shouldTakeAPauseThatSomeoneElseMeasured()
    {
        final PhiAccrualDetector detector = detector();
        final long nowNs = regular(detector, 2_000);
        final long laterNs = nowNs + 500 * MS;
        assertTrue(detector.isSuspect(laterNs));
        detector.onObserverPause(495 * MS, laterNs);
        assertFalse(detector.isSuspect(laterNs));
        assertEquals(5 * MS, detector.silenceNs(laterNs));
        detector.onObserverPause(Long.MAX_VALUE, laterNs);
        assertEquals(0, detector.silenceNs(laterNs));
        detector.onObserverPause(-1, laterNs);
        assertEquals(2, detector.observerPauseCount());
        assertFalse(detector.onHeartbeat(laterNs + MS), "its length is not known");
        assertFalse(detector.onHeartbeat(laterNs + 2 * MS), "its beginning is not known");
        assertTrue(detector.onHeartbeat(laterNs + 12 * MS));
    }

    @Test
    void shouldBeCarefulAsLongAsItKnowsLittle()
    {
        final PhiAccrualDetector detector = detector();
        assertFalse(detector.isSuspect(200 * MS), "nothing was heard yet: 20 intervals are no reason");
        assertTrue(detector.isSuspect(1_000 * MS), "a peer that never speaks is found, too");
        long earlierNs = Long.MAX_VALUE;
        for (final int heartbeats : new int[]{ 10, 100, 1_000, 10_000 })
        {
            detector.reset(0);
            regular(detector, heartbeats);
            final long afterNs = detector.suspectAfterNs();
            assertTrue(afterNs < earlierNs, heartbeats + " heartbeats: " + afterNs);
            earlierNs = afterNs;
        }
    }

    @Test
    void shouldNeverSuspectBeforeTheLeastSilence()
    {
        final PhiAccrualDetector detector = new PhiAccrualDetector(
            new PhiAccrualContext().expectedIntervalNs(10 * MS).minSilenceNs(300 * MS).threshold(1.0), 0);
        final long nowNs = regular(detector, 1_000);
        assertEquals(300 * MS, detector.suspectAfterNs());
        assertTrue(detector.phi(nowNs + 299 * MS) > 1.0);
        assertFalse(detector.isSuspect(nowNs + 299 * MS));
        assertTrue(detector.isSuspect(nowNs + 300 * MS));
    }

    @Test
    void shouldNotLearnAnOutage()
    {
        final PhiAccrualDetector detector = new PhiAccrualDetector(
            new PhiAccrualContext().expectedIntervalNs(10 * MS).maxIntervalNs(1_000 * MS), 0);
        long nowNs = regular(detector, 1_000);
        final long afterNs = detector.suspectAfterNs();
        nowNs += 60_000 * MS;
        assertFalse(detector.onHeartbeat(nowNs));
        assertEquals(1, detector.outageCount());
        assertEquals(afterNs, detector.suspectAfterNs());
        assertTrue(detector.onHeartbeat(nowNs + 10 * MS));
    }

    @Test
    void shouldRefuseEqualTimesAndStepsBackOfTheClock()
    {
        final PhiAccrualDetector detector = detector();
        final long nowNs = regular(detector, 1_000);
        assertFalse(detector.onHeartbeat(nowNs));
        assertEquals(0.0, detector.phi(nowNs));
        assertEquals(0.0, detector.phi(nowNs - 1));
        assertFalse(detector.onHeartbeat(nowNs - 1_000 * MS));
        assertEquals(1, detector.rejectedCount());
        assertTrue(detector.isSuspect(nowNs), "time goes on from the stepped clock");
        assertTrue(detector.onHeartbeat(nowNs - 990 * MS));
    }

    @Test
    void shouldKeepTheSilenceOfAStoppedPeerWhenTheClockStepsBack()
    {
        final PhiAccrualDetector detector = detector();
        long nowNs = regular(detector, 1_000);
        detector.onDutyCycle(nowNs);
        int cycles = 0;
        while (!detector.isSuspect(nowNs))
        {
            nowNs += 0 == cycles % 2 ? 5 * MS : -4 * MS;
            detector.onDutyCycle(nowNs);
            assertTrue(cycles++ < 1_000, "a clock that steps back again and again hides a stop");
        }
        assertTrue(detector.rejectedCount() > 5);
    }

    @Test
    void shouldStayFiniteAndNeverFallWithoutAHeartbeatWhateverComes()
    {
        final Random random = new Random(PhiAccrualRateTest.seed("hostile"));
        final PhiAccrualDetector detector = detector();
        final long[] steps = { 0, 1, -1, 1_000, 10 * MS, -10 * MS, 3_600_000 * MS, Long.MAX_VALUE, Long.MIN_VALUE };
        long nowNs = 0;
        for (int i = 0; i < 200_000; i++)
        {
            nowNs += random.nextInt(4) > 0 ? (long)(20.0 * MS * random.nextDouble()) : steps[random.nextInt(
                steps.length)];
            switch (random.nextInt(4))
            {
                case 0:
                    detector.onDutyCycle(nowNs);
                    break;
                case 1:
                    detector.onObserverPause(random.nextLong(), nowNs);
                    break;
                default:
                    detector.onHeartbeat(nowNs);
            }
            double phi = 0.0;
            long silenceNs = 0;
            for (long stepNs = 1; stepNs < 1L << 60; stepNs *= 8)
            {
                final double next = detector.phi(nowNs + stepNs);
                final long nextSilenceNs = detector.silenceNs(nowNs + stepNs);
                assertTrue(Double.isFinite(next), "phi " + next);
                assertTrue(next >= phi - 1e-12 || nextSilenceNs < silenceNs, "phi falls from " + phi + " to " + next);
                phi = next;
                silenceNs = nextSilenceNs;
            }
            assertTrue(detector.expectedIntervalNs() > 0);
        }
    }

    @Test
    void shouldAllocateNothing()
    {
        final PhiAccrualDetector detector =
            new PhiAccrualDetector(new PhiAccrualContext().expectedIntervalNs(10 * MS).maxDutyCycleNs(100 * MS), 0);
        final HeartbeatStream stream = new HeartbeatStream(new Random(1)).pauses(1e-3, 100 * MS);
        final double[] sink = new double[1];
        assertEquals(0, Allocation.steadyBytes(() -> sink[0] += work(detector, stream, 30_000)));
        assertTrue(sink[0] > 0.0);
    }

    @Test
    void shouldNameTheSettingItsValueAndWhatIsAllowed()
    {
        final PhiAccrualContext context = new PhiAccrualContext();
        new PhiAccrualDetector(context, 0);
        assertThrows(IllegalStateException.class, () -> new PhiAccrualDetector(context, 0));
        assertThrows(IllegalStateException.class, () -> context.threshold(8.0));
        refused("expectedIntervalNs=999: allowed are 1000 to", new PhiAccrualContext().expectedIntervalNs(999));
        refused("threshold=NaN: allowed are 0.5 to 16.0", new PhiAccrualContext().threshold(Double.NaN));
        refused("memory=99: allowed are 100 to", new PhiAccrualContext().memory(99));
        refused("tailIndex=0.5: allowed are 1.0 to 16.0", new PhiAccrualContext().tailIndex(0.5));
        refused("minSilenceNs=-1: allowed are 1 to", new PhiAccrualContext().minSilenceNs(-1));
        refused("maxIntervalNs=5: allowed are 100000000 to", new PhiAccrualContext().maxIntervalNs(5));
        refused("maxDutyCycleNs=-1: allowed are 1 to", new PhiAccrualContext().maxDutyCycleNs(-1));
    }

    private static void refused(final String message, final PhiAccrualContext context)
    {
        final String found = assertThrows(IllegalArgumentException.class, context::conclude).getMessage();
        assertTrue(found.startsWith(message), found);
    }

    private static double work(final PhiAccrualDetector detector, final HeartbeatStream stream, final int heartbeats)
    {
        double sum = 0.0;
        for (int i = 0; i < heartbeats; i++)
        {
            final long nowNs = stream.nextArrivalNs();
            sum += detector.phi(nowNs) + (detector.isSuspect(nowNs) ? 1.0 : 0.0);
            detector.onHeartbeat(nowNs);
            detector.onDutyCycle(nowNs);
        }
        return sum;
    }

    private static PhiAccrualDetector detector()
    {
        return new PhiAccrualDetector(new PhiAccrualContext().expectedIntervalNs(10 * MS), 0);
    }

    private static long regular(final PhiAccrualDetector detector, final int heartbeats)
    {
        final HeartbeatStream stream = new HeartbeatStream(new Random(heartbeats));
        long nowNs = 0;
        for (int i = 0; i < heartbeats; i++)
        {
            nowNs = stream.nextArrivalNs();
            detector.onHeartbeat(nowNs);
        }
        return nowNs;
    }
}
