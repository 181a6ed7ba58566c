package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.aeron.driver.CongestionControl;
import io.aeron.driver.ext.CubicCongestionControl;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.media.UdpChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.CachedNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.junit.jupiter.api.Test;

/** Duty cycles of 10 us, as times in microseconds; the nano clock passes its largest value in the middle. */
class StatusMessagePaceTest
{
    private static final int WINDOW = 128 * 1024;
    private static final int PART = WINDOW / StatusMessagePace.PARTS;
    private static final long CYCLE_NS = 10_000;
    private static final long START_NS = Long.MAX_VALUE - 100 * CYCLE_NS;

    private final StatusMessagePace pace = new StatusMessagePace(WINDOW, START_NS);
    private final List<Long> toldUs = new ArrayList<>();
    private long nowNs = START_NS;
    private long consumed;
    private long told;

    /** So many duty cycles, in each of which so much is consumed. */
    private void run(final long cycles, final int consumedInEach)
    {
        for (long i = 0; i < cycles; i++)
        {
            nowNs += CYCLE_NS;
            consumed += consumedInEach;
            final long outcome = pace.onTrackRebuild(nowNs, consumed, told, consumed, consumed, consumed, false);
            assertEquals(WINDOW, CongestionControl.receiverWindowLength(outcome));
            if (CongestionControl.shouldForceStatusMessage(outcome))
            {
                told = consumed;
                toldUs.add((nowNs - START_NS) / 1000);
            }
        }
    }

    @Test
    void shouldTellOfEachPartOfTheWindow()
    {
        run(640, PART / 64 + 1);

        assertEquals(List.of(640L, 1280L, 1920L), toldUs.subList(0, 3));
        assertEquals(10, toldUs.size());
    }

    @Test
    void shouldTellAtMostEachQuarterOfAMillisecondOfAFloodThatFillsWindows()
    {
        run(101, WINDOW);

        assertEquals(List.of(250L, 500L, 750L, 1000L), toldUs);
    }

    @Test
    void shouldRepeatItselfEverLaterWhenNothingFollows()
    {
        run(1, 0);
        consumed = PART + 1;
        run(1_000_000, 0);

        assertEquals(List.of(250L, 2250L, 6250L, 14_250L, 30_250L, 46_250L, 62_250L), toldUs.subList(0, 7));
        assertEquals(1 + StatusMessagePace.REPEATS, toldUs.size());
        assertEquals(254_250, toldUs.get(toldUs.size() - 1));
    }

    @Test
    void shouldRepeatWhatWasConsumedMeanwhileOnceTheFlowStops()
    {
        consumed = PART + 1;
        run(25, 0);
        run(600, 1);
        assertEquals(List.of(250L), toldUs);

        run(1_000_000, 0);
        assertEquals(List.of(250L, 8250L, 12_250L, 20_250L, 36_250L, 52_250L), toldUs.subList(0, 6));
        assertEquals(1 + StatusMessagePace.REPEATS, toldUs.size());
        assertEquals(consumed, told);
    }

    @Test
    void shouldNotBeginAnewWhenLittleTricklesIn()
    {
        consumed = PART + 1;
        run(25, 0);
        for (int i = 0; i < 1000; i++)
        {
            run(1, 1);
            run(999, 0);
        }

        assertEquals(List.of(250L, 2260L, 6260L, 18_260L), toldUs);
    }

    @Test
    void shouldSayNothingOfAnIdleLine()
    {
        run(100_000, 0);
        assertEquals(List.of(), toldUs);

        consumed = PART;
        run(100_000, 0);
        assertEquals(List.of(), toldUs);
    }

    @Test
    void shouldReachTheDriverWithTheWindowOfTheChannel()
    {
        final CongestionControl ofChannel = image("aeron:udp?endpoint=127.0.0.1:24101|rcv-wnd=64k", 1 << 20);
        assertInstanceOf(StatusMessagePace.class, ofChannel);
        assertEquals(64 * 1024, ofChannel.initialWindowLength());
        assertEquals(64 * 1024, ofChannel.maxWindowLength());
        assertEquals(WINDOW, image("aeron:udp?endpoint=127.0.0.1:24101", 1 << 20).maxWindowLength());
        assertEquals(32 * 1024, image("aeron:udp?endpoint=127.0.0.1:24101", 1 << 16).maxWindowLength());
    }

    @Test
    void shouldLeaveAChannelTheCongestionControlThatItNames()
    {
        assertInstanceOf(CubicCongestionControl.class, image("aeron:udp?endpoint=127.0.0.1:24101|cc=cubic", 1 << 20));
    }

    private static CongestionControl image(final String channel, final int termLength)
    {
        final MediaDriver.Context context = LinkSettings.defaultProfile().applyTo(new MediaDriver.Context());
        final CountersManager counters =
            new CountersManager(memory(1 << 16), memory(1 << 14));
        context.tempBuffer(new ExpandableArrayBuffer());
        return context.congestionControlSupplier().newInstance(1, UdpChannel.parse(channel), 1001, 7, termLength, 1408,
            null, null, new CachedNanoClock(), context, counters);
    }

    private static UnsafeBuffer memory(final int length)
    {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(length));
    }
}
