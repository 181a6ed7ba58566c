package io.antumbra.core.resend;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LinkMonitorTest
{
    private static final long INTERVAL_NS = LinkMonitor.INTERVAL_NS;

    private final LinkMonitor monitor = new LinkMonitor();

    LinkMonitorTest()
    {
        monitor.onJoined(0);
    }

    /** One series at a time. */
    private void doWork(final long nowNs)
    {
        for (int i = 0; i < 6; i++)
        {
            monitor.doWork(nowNs);
        }
    }

    @Test
    void shouldMakeOneForecastAtATime()
    {
        monitor.onRoundTrip(400_000);
        monitor.onLineB(90, 10);
        monitor.doWork(INTERVAL_NS);
        assertEquals(0, monitor.roundTripNs(), 0);
        monitor.doWork(INTERVAL_NS + 1);
        assertEquals(400_000, monitor.roundTripNs(), 0);
        assertEquals(0, monitor.lossRatioOfLineB(), 0);
    }

    @Test
    void shouldMeasureJitterAsRfc3550Does()
    {
        double expected = 0;
        long before = 0;
        for (int i = 1; i < 1_000; i++)
        {
            final long rttNs = 500_000L + i * 7919L % 1_000 * 100;
            expected += before == 0 ? 0 : (Math.abs(rttNs - before) - expected) / 16;
            before = rttNs;
            monitor.onRoundTrip(rttNs);
        }
        assertEquals(expected, monitor.jitterNs(), 1e-6);
        monitor.onRoundTrip(-1);
        assertEquals(expected, monitor.jitterNs(), 1e-6, "a clock gone wrong");
    }

    @Test
    void shouldForecastOnceInAnInterval()
    {
        for (int i = 1; i <= 50; i++)
        {
            monitor.onRoundTrip(400_000);
            monitor.onRoundTrip(600_000);
            monitor.onDelivered(1_000_000);
            doWork(i * INTERVAL_NS);
        }
        assertEquals(500_000, monitor.roundTripNs(), 1);
        assertEquals(500_000, monitor.expectedRoundTripNs(), 5_000);
        assertEquals(10_000_000, monitor.deliveryRateBytes(), 1);
        assertEquals(10_000_000, monitor.expectedDeliveryRateBytes(), 100_000);
    }

    @Test
    void shouldTakeTheHighestRateForTheBandwidthUntilItIsLongAgo()
    {
        int interval = 1;
        monitor.onDelivered(5_000_000);
        doWork(interval * INTERVAL_NS);
        for (; interval < 16; interval++)
        {
            monitor.onDelivered(100_000);
            doWork((interval + 1) * INTERVAL_NS);
            assertEquals(50_000_000, monitor.bandwidthBytes(), 1);
        }
        monitor.onDelivered(100_000);
        doWork((interval + 1) * INTERVAL_NS);
        assertEquals(1_000_000, monitor.bandwidthBytes(), 1);
    }

    @Test
    void shouldTellTheLossOfEachLine()
    {
        monitor.onLineB(90, 10);
        monitor.onLineA(0, 0, 0);
        monitor.onLineA(3, 2_000, 100_000);
        doWork(INTERVAL_NS);
        assertEquals(0.1, monitor.lossRatioOfLineB(), 1e-9);
        assertEquals(0.02, monitor.lossRatioOfLineA(), 1e-9);
        assertEquals(3, monitor.naksReceived());
        monitor.onLineB(190, 10);
        doWork(2 * INTERVAL_NS);
        assertEquals(0, monitor.lossRatioOfLineB(), 1e-9);
        assertTrue(monitor.expectedLossRatioOfLineB() >= 0 && monitor.expectedLossRatioOfLineB() < 0.1);
    }

    /** Each report counts for as much as it tells of. */
    @Test
    void shouldTellTheLossOfAWholeInterval()
    {
        monitor.onLineA(0, 0, 0);
        monitor.onLineB(1, 1);
        monitor.onLineA(0, 100, 100);
        monitor.onLineB(99, 1);
        monitor.onLineA(0, 100, 1_000);
        doWork(INTERVAL_NS);
        assertEquals(0.01, monitor.lossRatioOfLineB(), 1e-12);
        assertEquals(0.1, monitor.lossRatioOfLineA(), 1e-12);
    }

    @Test
    void shouldTakeWhatIsNewOfEachReport()
    {
        monitor.onLineB(90, 10);
        monitor.onLineB(90, 10);
        doWork(INTERVAL_NS);
        assertEquals(0.1, monitor.lossRatioOfLineB(), 1e-12);
        monitor.onLineB(180, 20);
        doWork(2 * INTERVAL_NS);
        assertEquals(0.1, monitor.lossRatioOfLineB(), 1e-12);
        monitor.onLineB(180, 25);
        doWork(3 * INTERVAL_NS);
        assertEquals(1, monitor.lossRatioOfLineB(), 1e-12);
        monitor.onLineB(185, 20);
        doWork(4 * INTERVAL_NS);
        assertEquals(0, monitor.lossRatioOfLineB(), 1e-12, "some came late");
    }

    @Test
    void shouldCountFromTheJoin()
    {
        monitor.onLineB(1_000, 500);
        monitor.onRoundTrip(500_000);
        doWork(INTERVAL_NS);
        monitor.onJoined(5 * INTERVAL_NS);
        monitor.onLineB(30, 10);
        monitor.onRoundTrip(100_000);
        monitor.onRoundTrip(0);
        assertEquals(0, monitor.jitterNs(), "from another session to this one is no jitter");
        doWork(6 * INTERVAL_NS - 1);
        assertEquals(500_000, monitor.roundTripNs());
        doWork(6 * INTERVAL_NS);
        assertEquals(0.25, monitor.lossRatioOfLineB(), 1e-12);
        assertEquals(100_000, monitor.roundTripNs());
    }
}
