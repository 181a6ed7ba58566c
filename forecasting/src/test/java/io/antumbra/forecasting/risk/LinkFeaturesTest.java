package io.antumbra.forecasting.risk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Each feature by the history that it is to show; delays are logarithms of the share of the deadline. */
class LinkFeaturesTest
{
    private static final long DEADLINE_NS = 1_000_000;
    private static final int SETTLED = 2_000;
    private static final double NO_JITTER = Math.log(0.02) + 2.0;

    private final LinkFeatures features = new LinkFeatures(DEADLINE_NS);
    private final double[] described = new double[LinkFeatures.COUNT + 2];

    @Test
    void shouldDescribeALinkThatNothingIsKnownOf()
    {
        features.onSend();
        features.reset();
        assertArrayEquals(
            new double[]{
                1.0, -8.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, NO_JITTER, NO_JITTER, 0.0, 0.0, 0.0, 0.0,
                0.0, 0.0 },
            describe(0, 0, 0), 1e-12);
    }

    @Test
    void shouldFollowDelaysWithFourGainsAndTheJitterWithTwo()
    {
        final double usual = settle();
        final double late = Math.log(2.0);
        features.onReply(2 * DEADLINE_NS);
        final double jump = late - usual;
        final double[] found = describe(0, 0, 0);
        assertEquals(late, found[1], 1e-9, "the last delay");
        assertEquals(late + 2.0, found[2], 1e-9);
        assertEquals(late + 1.0, found[3], 1e-9);
        assertEquals(late + 0.5, found[4], 1e-9);
        assertEquals(usual + 0.2 * jump, found[8], 1e-9);
        assertEquals(usual + 0.05 * jump, found[9], 1e-9);
        assertEquals(usual + 0.01 * jump, found[10], 1e-9);
        assertEquals(late, found[11], 1e-9, "the peak");
        assertEquals(Math.log(0.2 * jump + 0.02) + 2.0, found[12], 1e-9);
        assertEquals(Math.log(0.02 * jump + 0.02) + 2.0, found[13], 1e-9);

        features.onReply(DEADLINE_NS / 10);
        final double average = usual + 0.8 * 0.2 * jump;
        assertEquals(late + 0.1 * (average - late), describe(0, 0, 0)[11], 1e-9, "a peak fades");
    }

    @Test
    void shouldAverageTheFirstDelays()
    {
        features.onReply(DEADLINE_NS);
        assertEquals(0.0, describe(0, 0, 0)[11]);
        assertEquals(NO_JITTER, describe(0, 0, 0)[12], 1e-12, "the first delay is no jump");
        features.onReply(4 * DEADLINE_NS);
        assertEquals(0.5 * Math.log(4.0), describe(0, 0, 0)[10], 1e-9);
        assertEquals(Math.log(0.5 * Math.log(4.0) + 0.02) + 2.0, describe(0, 0, 0)[13], 1e-9);
    }

    @Test
    void shouldDescribeTheAgeOfTheOldestThatIsNotAnswered()
    {
        final double usual = settle();
        final double age = Math.log(1.5);
        final double[] found = describe(3 * DEADLINE_NS / 2, 0, 0);
        assertEquals(age, found[1], 1e-9, "it is later than the last delay");
        assertEquals(age - usual, found[5], 1e-9);
        assertEquals(age + 1.0, found[6], 1e-9);
        assertEquals(1.0, found[7], "beyond the deadline");
        assertEquals(age, found[8], 1e-9);
        assertEquals(0.0, describe(DEADLINE_NS, 0, 0)[7]);
        assertEquals(usual, describe(DEADLINE_NS / 100, 0, 0)[1], 1e-9, "the last delay says more");
        assertEquals(4.0, describe(Long.MAX_VALUE, 0, 0)[1]);
        assertEquals(-8.0, new LinkFeaturesTest().describe(1, 0, 0)[1]);
        assertEquals(usual, describe(-1, 0, 0)[1], 1e-9);
    }

    @Test
    void shouldFollowTheShareOfLateOnes()
    {
        features.onDecided(true);
        final double[] found = describe(0, 0, 0);
        assertEquals(2.0 * 0.2, found[14], 1e-12);
        assertEquals(2.0 * Math.sqrt(0.05), found[15], 1e-12);
        assertEquals(2.0 * Math.sqrt(0.01), found[16], 1e-12);
        features.onDecided(false);
        assertEquals(2.0 * 0.2 * 0.8, describe(0, 0, 0)[14], 1e-12);
    }

    @Test
    void shouldDescribeWhatIsUnderWayAndHowFastRepliesCome()
    {
        assertEquals(Math.log(8.0), describe(0, 7, 0)[17], 1e-12);
        assertEquals(Math.log(4.0), describe(0, 0, 3)[18], 1e-12);
        features.onSend();
        assertEquals(0.05, describe(0, 0, 0)[19], 1e-12, "no reply since the send before");
        for (int i = 0; i < 9; i++)
        {
            features.onReply(DEADLINE_NS);
        }
        features.onSend();
        assertEquals(0.05 - 0.05 * (4.0 - 0.95), describe(0, 0, 0)[19], 1e-12, "more than four count as four");
        features.onSend();
        assertEquals(1.0 - 0.95 * (0.95 + 0.05 * (4.0 - 0.95)), describe(0, 0, 0)[19], 1e-12, "counted anew");
    }

    /** Replies a tenth of the deadline, until all averages are there. */
    private double settle()
    {
        for (int i = 0; i < SETTLED; i++)
        {
            features.onReply(DEADLINE_NS / 10);
        }
        return Math.log(0.1);
    }

    private double[] describe(final long oldestAgeNs, final int outstanding, final int queueDepth)
    {
        described[0] = Double.NaN;
        described[LinkFeatures.COUNT + 1] = Double.NaN;
        features.describe(oldestAgeNs, outstanding, queueDepth, described, 1);
        assertEquals(Double.NaN, described[0]);
        assertEquals(Double.NaN, described[LinkFeatures.COUNT + 1]);
        return Arrays.copyOfRange(described, 1, LinkFeatures.COUNT + 1);
    }
}
