package io.antumbra.forecasting.failure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The two figures of a failure detector (Chen, Toueg, Aguilera, On the quality of service of failure detectors, IEEE
 * Trans. Computers 51, 2002): how often it is wrong about a living peer, and how long a stop takes to be found.
 */
class PhiAccrualRateTest
{
    private static final int HEARTBEATS = 600_000;
    private static final int MAX_THRESHOLD = 5;
    private static final long MS = 1_000_000;

    /** What heartbeats go through, and in how many milliseconds a stop is found at threshold 5. */
    enum Conditions
    {
        JITTER(80),
        LOSS(80),
        PAUSES(450),
        RARE_PAUSES(500),
        PAUSES_LOSS_AND_JITTER(600),
        HEAVY_PAUSES(8_000);

        private final long detectionMs;

        Conditions(final long detectionMs)
        {
            this.detectionMs = detectionMs;
        }

        HeartbeatStream stream(final Random random)
        {
            final HeartbeatStream stream = new HeartbeatStream(random);
            switch (this)
            {
                case LOSS:
                    return stream.loss(0.01);
                case PAUSES:
                    return stream.pauses(1e-3, 200 * MS);
                case RARE_PAUSES:
                    return stream.pauses(1e-5, 200 * MS);
                case PAUSES_LOSS_AND_JITTER:
                    return stream.pauses(1e-3, 200 * MS).loss(0.02).jitter(0.3);
                case HEAVY_PAUSES:
                    return stream.heavyPauses(1e-3, 50 * MS, 1.5).loss(0.01).jitter(0.1);
                default:
                    return stream;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Conditions.class)
    void shouldSuspectALivingPeerNoMoreOftenThanStated(final Conditions conditions)
    {
        final HeartbeatStream stream = conditions.stream(new Random(seed("wrong suspicions")));
        final PhiAccrualDetector detector = detector();
        final int[] wrong = new int[MAX_THRESHOLD + 1];
        for (int i = 0; i < HEARTBEATS; i++)
        {
            final long nowNs = stream.nextArrivalNs();
            final double phi = detector.phi(nowNs);
            for (int threshold = 1; threshold <= MAX_THRESHOLD; threshold++)
            {
                wrong[threshold] += phi >= threshold ? 1 : 0;
            }
            detector.onHeartbeat(nowNs);
        }

        System.out.printf("%s: wrong suspicions in %d heartbeats at phi 1 .. 5: %s, stop found after %.0f ms%n",
            conditions, HEARTBEATS, Arrays.toString(wrong), detector.suspectAfterNs() / 1e6);
        for (int threshold = 1; threshold <= MAX_THRESHOLD; threshold++)
        {
            final double stated = HEARTBEATS * Math.pow(10.0, -threshold);
            assertTrue(wrong[threshold] <= stated + 3.0 * Math.sqrt(stated),
                conditions + " at phi " + threshold + ": " + wrong[threshold] + ", stated are " + stated);
        }
        assertTrue(wrong[1] >= 0.3 * HEARTBEATS / 10,
            "phi 1 is no rarer than it says, or detection is late for nothing");
    }

    @ParameterizedTest
    @EnumSource(Conditions.class)
    void shouldFindAStopInTheStatedTime(final Conditions conditions)
    {
        final HeartbeatStream stream = conditions.stream(new Random(seed("detection time")));
        final PhiAccrualDetector detector = detector();
        long nowNs = 0;
        for (int i = 0; i < HEARTBEATS; i++)
        {
            nowNs = stream.nextArrivalNs();
            detector.onHeartbeat(nowNs);
        }

        final long afterNs = detector.suspectAfterNs();
        assertFalse(detector.isSuspect(nowNs + afterNs - 1));
        assertTrue(detector.isSuspect(nowNs + afterNs));
        assertTrue(afterNs <= conditions.detectionMs * MS, () -> conditions + ": " + afterNs / MS + " ms");
    }

    @Test
    void shouldKeepItsWordWhereANormalAndAnExponentialDistributionDoNot()
    {
        final HeartbeatStream stream = Conditions.PAUSES.stream(new Random(seed("rivals")));
        final PhiAccrualDetector detector = detector();
        final NormalPhi rival = new NormalPhi();
        int wrong = 0;
        int wrongNormal = 0;
        int wrongExponential = 0;
        for (int i = 0; i < HEARTBEATS; i++)
        {
            final long nowNs = stream.nextArrivalNs();
            wrong += detector.phi(nowNs) >= 4.0 ? 1 : 0;
            wrongNormal += rival.phi(nowNs) >= 4.0 ? 1 : 0;
            wrongExponential += rival.exponentialPhi(nowNs) >= 4.0 ? 1 : 0;
            detector.onHeartbeat(nowNs);
            rival.onHeartbeat(nowNs);
        }
        System.out.printf("pauses, phi 4: %d wrong, normal distribution %d, exponential %d%n", wrong, wrongNormal,
            wrongExponential);
        assertTrue(wrong <= 60 + 24, "60 are stated; wrong: " + wrong);
        assertTrue(wrongNormal > 3 * 60, "normal: " + wrongNormal);
        assertTrue(wrongExponential > 3 * 60, "exponential: " + wrongExponential);
    }

    /**
     * Pings at 20 Hz from a car in weak 5G signal, as if each were a heartbeat that takes its round-trip time.
     */
    @Test
    void shouldKeepItsWordOnARecordedLink() throws IOException
    {
        final double[] delaysMs = recordedDelaysMs();
        final PhiAccrualDetector detector =
            new PhiAccrualDetector(new PhiAccrualContext().expectedIntervalNs(50 * MS).memory(10_000), 0);
        final int[] wrong = new int[4];
        long newestNs = 0;
        for (int i = 0; i < delaysMs.length; i++)
        {
            newestNs = Math.max(newestNs, (long)((50.0 * i + delaysMs[i]) * MS));
            final double phi = detector.phi(newestNs);
            for (int threshold = 1; threshold < wrong.length; threshold++)
            {
                wrong[threshold] += phi >= threshold ? 1 : 0;
            }
            detector.onHeartbeat(newestNs);
        }
        System.out.printf("5G, weak signal: wrong suspicions in %d heartbeats at phi 1 .. 3: %s%n", delaysMs.length,
            Arrays.toString(wrong));
        for (int threshold = 1; threshold < wrong.length; threshold++)
        {
            final double stated = delaysMs.length * Math.pow(10.0, -threshold);
            assertTrue(wrong[threshold] <= stated + 3.0 * Math.sqrt(stated), "phi " + threshold);
        }
    }

    @Test
    void shouldLearnFromAWrongSuspicion()
    {
        final PhiAccrualDetector detector = detector();
        long nowNs = feed(detector, new HeartbeatStream(new Random(1)), 1_000);
        nowNs += 400 * MS;
        final double before = detector.phi(nowNs);
        assertTrue(detector.isSuspect(nowNs));
        detector.onHeartbeat(nowNs);
        assertFalse(detector.isSuspect(nowNs));
        nowNs += 400 * MS;
        assertTrue(detector.phi(nowNs) < before - 2.0, () -> before + " was phi before the first such silence");
    }

    @Test
    void shouldFollowAPeerThatSlowsDown()
    {
        final PhiAccrualDetector detector = detector();
        final long nowNs = feed(detector, new HeartbeatStream(new Random(2)), 20_000);
        assertEquals(10.0, detector.expectedIntervalNs() / 1e6, 0.5);
        final HeartbeatStream slower = new HeartbeatStream(new Random(3)).interval(100 * MS).startingAt(nowNs);
        int suspected = 0;
        for (int i = 0; i < 200; i++)
        {
            final long arrivalNs = slower.nextArrivalNs();
            suspected += detector.isSuspect(arrivalNs) ? 1 : 0;
            detector.onHeartbeat(arrivalNs);
        }
        assertEquals(100.0, detector.expectedIntervalNs() / 1e6, 5.0);
        final int times = suspected;
        assertTrue(times <= 3, () -> "suspected " + times + " times");
    }

    private static PhiAccrualDetector detector()
    {
        return new PhiAccrualDetector(
            new PhiAccrualContext().expectedIntervalNs(HeartbeatStream.INTERVAL_NS).minSilenceNs(1), 0);
    }

    private static long feed(final PhiAccrualDetector detector, final HeartbeatStream stream, final int heartbeats)
    {
        long nowNs = 0;
        for (int i = 0; i < heartbeats; i++)
        {
            nowNs = stream.nextArrivalNs();
            detector.onHeartbeat(nowNs);
        }
        return nowNs;
    }

    private static double[] recordedDelaysMs() throws IOException
    {
        final String name = "/io/antumbra/forecasting/cicv5g_n8_weaksignal_rtt.csv";
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
            Objects.requireNonNull(PhiAccrualRateTest.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)))
        {
            return reader.lines().skip(1).mapToDouble(Double::parseDouble).toArray();
        }
    }

    /** A fixed one, or that of system property {@code antumbra.test.seed}; printed. */
    static long seed(final String testName)
    {
        final long seed = Long.getLong("antumbra.test.seed", 0x0f0_2eca_57L);
        System.out.println(testName + ": -Dantumbra.test.seed=" + seed);
        return seed;
    }
}
