package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;

import com.sun.management.ThreadMXBean;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordStatus;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest
{
    private static final int OPERATIONS = 50_000;

    @TempDir
    Path folder;

    private final EntryMeta meta = new EntryMeta();
    private final EntryView view = new EntryView();
    private final UnsafeBuffer payload = new UnsafeBuffer(new byte[4096]);

    @Test
    void shouldNotAllocateOnTheHotPath()
    {
        final ThreadMXBean threads = (ThreadMXBean)ManagementFactory.getThreadMXBean();
        final long threadId = Thread.currentThread().getId();
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            work(shadow, OPERATIONS);
            // The compiler may still be at work in the first rounds; one round without a byte is the proof.
            long least = Long.MAX_VALUE;
            for (int round = 0; round < 10 && least > 0; round++)
            {
                final long before = threads.getThreadAllocatedBytes(threadId);
                work(shadow, OPERATIONS);
                least = Math.min(least, threads.getThreadAllocatedBytes(threadId) - before);
            }
            assertEquals(0, least, "bytes in " + OPERATIONS + " operations of every kind");
        }
    }

    private void work(final ChronicleShadow shadow, final int operations)
    {
        for (int i = 0; i < operations; i++)
        {
            final int streamId = i & 1;
            final long sequence = shadow.end(streamId) + 1;
            TestRecords.fill(meta, streamId, sequence, 1, (i * 37) % 257);
            if (shadow.append(meta, payload, 0) != Outcome.OK || shadow.read(streamId, sequence, view) != Outcome.OK)
            {
                throw new IllegalStateException("refused at " + sequence);
            }
            shadow.status(streamId, sequence, sequence, RecordStatus.IN_FLIGHT);
            shadow.retransmitted(streamId, sequence);
            shadow.promised(streamId, sequence);
            shadow.reclaimable(streamId, sequence);
        }
    }
}
