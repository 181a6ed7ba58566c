package io.antumbra.transport;

import io.aeron.CommonContext;
import io.aeron.driver.CongestionControl;
import io.aeron.driver.CongestionControlSupplier;
import io.aeron.driver.DefaultCongestionControlSupplier;
import io.aeron.driver.MediaDriver;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/**
 * When the receiver of a stream tells its sender how far it is: Aeron's static window, with status messages that a
 * burst of losses does not use up.
 * <p>
 * A sender goes no further than a window behind the last status message that it got. Aeron's receiver sends one after
 * each quarter of the window and then nothing but the last one again each 200 ms. Where losses come in bursts, four in
 * a row are lost sooner or later; the sender has then used up its window, and each further loss costs it 200 ms: on a
 * link that lost 2 % in bursts of four, line A, which carries all streams, stood still for 0.1 to 0.9 s about each ten
 * seconds (perf/README.md, "On real sockets"). Here it is
 *
 * <pre>
 *   1/32 of the window consumed, 250 us since the last     a status message
 *   then nothing more for 2, 4, 8, 16, 16, .. ms           again, with what was consumed meanwhile
 *   silence                                                Aeron's timer, 200 ms
 * </pre>
 *
 * so that 32 in a row have to be lost, and a sender that stands still hears of it within milliseconds. 1/32 of 128 KiB
 * is 36 bytes for 4 KiB, repeats come only where the flow stops, an idle line costs nothing, and one that fills the
 * link at most one each 250 us beside Aeron's quarters.
 * <p>
 * Rejected: a shorter {@link MediaDriver.Context#statusMessageTimeoutNs(long)}, which repeats, but says nothing new,
 * and goes on in an idle process: with 10 ms the same link in virtual time had a p99.9 as good at 2,000 entries a
 * second, and one of 74 ms in place of 2 at 10,000. It is what remains for a driver that is not ours. And a larger
 * window, for which stock systems grant no socket buffer.
 * <p>
 * One of each image; called by the driver's conductor only, {@link #onTrackRebuild} in each of its duty cycles.
 */
public final class StatusMessagePace implements CongestionControl
{
    /** Status messages for each window. */
    static final int PARTS = 32;

    /** From one part to the next at least, so that nobody who is fast pays for it. */
    static final long SHORTEST_NS = TimeUnit.MICROSECONDS.toNanos(250);

    /** Without anything consumed from a part to the first repeat; then twice as long, {@link #DOUBLINGS} times. */
    static final long FIRST_REPEAT_NS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Of the distance from one repeat to the next. */
    static final int DOUBLINGS = 3;

    /** Of each part; the last one comes 254 ms after the flow has stopped, and Aeron's timer goes on. */
    static final int REPEATS = 18;

    private static final CongestionControlSupplier DEFAULTS = new DefaultCongestionControlSupplier();

    /** For a driver; a channel that names some kind of congestion control gets that. */
    static final CongestionControlSupplier SUPPLIER = (registrationId, channel, streamId, sessionId, termLength,
        mtuLength, controlAddress, sourceAddress, clock, context, counters) ->
    {
        final CongestionControl ofAeron = DEFAULTS.newInstance(registrationId, channel, streamId, sessionId, termLength,
            mtuLength, controlAddress, sourceAddress, clock, context, counters);
        return channel.channelUri().containsKey(CommonContext.CONGESTION_CONTROL_PARAM_NAME) ? ofAeron :
            new StatusMessagePace(ofAeron.initialWindowLength(), clock.nanoTime());
    };

    private final int windowLength;
    private final long quiet;
    private final long forced;
    private long position;
    private long movedNs;
    private long partPosition;
    private long toldNs;
    private int repeats = REPEATS;

    /**
     * @param windowLength that the receiver grants, in bytes.
     * @param nowNs        time.
     */
    public StatusMessagePace(final int windowLength, final long nowNs)
    {
        this.windowLength = windowLength;
        quiet = CongestionControl.packOutcome(windowLength, false);
        forced = CongestionControl.packOutcome(windowLength, true);
        toldNs = nowNs;
        movedNs = nowNs;
    }

    @Override
    public long onTrackRebuild(
        final long nowNs, final long newConsumptionPosition, final long lastSmPosition, final long hwmPosition,
        final long startingRebuildPosition, final long endingRebuildPosition, final boolean lossOccurred)
    {
        if (newConsumptionPosition != position)
        {
            position = newConsumptionPosition;
            movedNs = nowNs;
        }
        final long sinceToldNs = nowNs - toldNs;
        final long silentNs = Math.min(sinceToldNs, nowNs - movedNs);
        if (position - partPosition > windowLength / PARTS && sinceToldNs >= SHORTEST_NS)
        {
            partPosition = position;
            repeats = 0;
        }
        else if (repeats < REPEATS && silentNs >= FIRST_REPEAT_NS << Math.min(repeats, DOUBLINGS))
        {
            repeats++;
        }
        else
        {
            return quiet;
        }
        toldNs = nowNs;
        return forced;
    }

    @Override
    public boolean shouldMeasureRtt(final long nowNs)
    {
        return false;
    }

    @Override
    public void onRttMeasurementSent(final long nowNs)
    {
        // nothing is measured
    }

    @Override
    public void onRttMeasurement(final long nowNs, final long rttNs, final InetSocketAddress srcAddress)
    {
        // nothing is measured
    }

    @Override
    public int initialWindowLength()
    {
        return windowLength;
    }

    @Override
    public int maxWindowLength()
    {
        return windowLength;
    }

    @Override
    public void close()
    {
        // nothing to close
    }
}
