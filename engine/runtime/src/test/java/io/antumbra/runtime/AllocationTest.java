package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.transport.DriverMode;
import io.antumbra.transport.Transport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From offer to acknowledgement and delivery, over both replicas and their transports, all in this thread. Counted in
 * windows, because a compilation that comes late moves a few bytes; what each entry allocates shows in every window.
 * The media drivers have threads of their own here: Aeron's poll loops walk lists with iterators, which the last
 * compilation mostly removes, but not at a time that a test can wait for.
 */
class AllocationTest
{
    private static final int WINDOWS = 20;
    private static final int ENTRIES_OF_WINDOW = 2_000;
    private static final int MAX_WARM_UP_WINDOWS = 400;
    private static final int CLEAN_WINDOWS = 3;

    private final UnsafeBuffer entry = new UnsafeBuffer(new byte[256]);

    @TempDir
    private Path folder;

    @Test
    void shouldAllocateNothingFromOfferToAcknowledgementAndDelivery()
    {
        final CountingHandler handler = new CountingHandler();
        try (TestShard shard = new TestShard(folder, 1, "orders"))
        {
            shard.launch(1, driverApart(shard.context(1)).handler(handler));
            shard.launch(0, driverApart(shard.context(0)));
            shard.await("leading", () -> shard.primary().isLeading());
            int clean = 0;
            for (int i = 0; i < MAX_WARM_UP_WINDOWS && clean < CLEAN_WINDOWS; i++)
            {
                clean = bytesOfWindow(shard) == 0 ? clean + 1 : 0;
            }
            final long[] bytes = new long[WINDOWS];
            for (int i = 0; i < WINDOWS; i++)
            {
                bytes[i] = bytesOfWindow(shard);
            }
            assertTrue(Arrays.stream(bytes).filter((count) -> count == 0).count() >= WINDOWS / 2,
                () -> "bytes allocated in windows of " + ENTRIES_OF_WINDOW + " entries: " + Arrays.toString(bytes));
            assertEquals(shard.primary().stream(0).position(), shard.primary().stream(0).acknowledgedPosition());
            assertTrue(handler.count > 0);
        }
    }

    private static Antumbra.Context driverApart(final Antumbra.Context ctx)
    {
        return ctx.transportContext(new Transport.Context().driverMode(DriverMode.EMBEDDED_SHARED));
    }

    private long bytesOfWindow(final TestShard shard)
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();
        final long before = threads.getThreadAllocatedBytes(threadId);
        window(shard);
        return threads.getThreadAllocatedBytes(threadId) - before;
    }

    private void window(final TestShard shard)
    {
        final Stream stream = shard.primary().stream(0);
        int offered = 0;
        final long deadlineNs = System.nanoTime() + TestShard.DEADLINE_NS;
        final long target = stream.position() + ENTRIES_OF_WINDOW;
        while (stream.acknowledgedPosition() < target)
        {
            if (offered < ENTRIES_OF_WINDOW && stream.offer(entry, 0, 256) > 0)
            {
                offered++;
            }
            shard.work();
            if (System.nanoTime() - deadlineNs > 0)
            {
                throw new AssertionError("acknowledged " + stream.acknowledgedPosition() + " of " + target);
            }
        }
    }

    private static final class CountingHandler implements EntryHandler
    {
        private long count;

        @Override
        public long onStart(final int streamId)
        {
            return 0;
        }

        @Override
        public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
        {
            count++;
        }

        @Override
        public void onUnprotectedGap(final int streamId, final long first, final long gapCount)
        {
            throw new AssertionError("no gap was made");
        }
    }
}
