package io.antumbra.transport;

import io.aeron.driver.FeedbackDelayGenerator;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.status.SystemCounterDescriptor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.agrona.concurrent.NanoClock;

/**
 * How long NAKs that overlap a retransmit are ignored: the configured time, about a round trip, while retransmits are a
 * small part of what is sent, and Aeron's own 10 ms when they are not.
 * <p>
 * A receiver whose process gets too little of a processor asks again before it has read what was sent again. With a
 * linger of a round trip every NAK brings the whole gap once more, up to the window; these copies fill the receiver's
 * socket, which loses more, and fresh data never gets through: with a window of 2 MiB four bytes in five were
 * retransmits, and peers lost each other for good. A longer linger for everybody would delay the repair of a repair
 * where the network loses and the receiver is quick, which is what the short one is for.
 * <p>
 * Called by the driver's sender only, after the retransmit; {@link #shortestNs(long)} by any thread.
 */
final class RetransmitLinger implements FeedbackDelayGenerator
{
    /** Aeron's default. */
    static final long CALM_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Over which retransmits are compared with what is sent. */
    static final long WINDOW_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Retransmitted in a window without any question: some datagrams of each of many streams. */
    static final long FREE_BYTES = 128 * 1024;

    /** Share of what is sent that may be retransmitted beside. */
    static final long FRESH_PER_RETRANSMITTED = 4;

    private volatile long shortestNs;
    private final NanoClock clock;
    private final LongSupplier sentBytes;
    private final LongSupplier retransmittedBytes;
    private long windowStartNs;
    private long sentBefore;
    private long retransmittedBefore;
    private long lastRetransmitted;

    /**
     * @param shortestNs         when all is well.
     * @param clock              of the sender.
     * @param sentBytes          by the driver, without what is retransmitted.
     * @param retransmittedBytes by the driver.
     */
    RetransmitLinger(
        final long shortestNs, final NanoClock clock, final LongSupplier sentBytes,
        final LongSupplier retransmittedBytes)
    {
        this.shortestNs = shortestNs;
        this.clock = clock;
        this.sentBytes = sentBytes;
        this.retransmittedBytes = retransmittedBytes;
        windowStartNs = clock.nanoTime() - WINDOW_NS;
    }

    /**
     * The generator of a driver, from its counters.
     *
     * @param shortestNs when all is well.
     * @param context    of the driver; concluded by the time of the first call.
     * @return the generator.
     */
    static RetransmitLinger of(final long shortestNs, final MediaDriver.Context context)
    {
        return new RetransmitLinger(shortestNs, System::nanoTime,
            () -> context.systemCounters().get(SystemCounterDescriptor.BYTES_SENT).get(),
            () -> context.systemCounters().get(SystemCounterDescriptor.RETRANSMITTED_BYTES).get());
    }

    /**
     * Follow a round trip that has changed, from the next retransmit on.
     *
     * @param newShortestNs when all is well.
     */
    void shortestNs(final long newShortestNs)
    {
        shortestNs = newShortestNs;
    }

    @Override
    public long generateDelayNs()
    {
        final long whenCalmNs = shortestNs;
        final long nowNs = clock.nanoTime();
        final long sent = sentBytes.getAsLong();
        final long retransmitted = retransmittedBytes.getAsLong();
        if (nowNs - windowStartNs >= WINDOW_NS)
        {
            windowStartNs = nowNs;
            sentBefore = sent;
            retransmittedBefore = lastRetransmitted;
        }
        lastRetransmitted = retransmitted;
        final long allowed = FREE_BYTES + (sent - sentBefore) / FRESH_PER_RETRANSMITTED;
        return retransmitted - retransmittedBefore <= allowed ? whenCalmNs : Math.max(whenCalmNs, CALM_NS);
    }
}
