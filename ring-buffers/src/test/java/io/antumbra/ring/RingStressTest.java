package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Producers, stages and a closer, each in a thread of its own, over a ring so small that it is always full or empty.
 * Every entry's bytes follow from its producer and number, so the last stage alone can tell torn, lost, doubled and
 * swapped ones. The time-out is for a hang, not for speed.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RingStressTest
{
    private static final int SLOT_COUNT = 16;
    private static final int MAX_LENGTH = 600;

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final List<Thread> threads = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({ "SINGLE, 1, 1", "SINGLE, 1, 3", "MULTI, 3, 1", "MULTI, 2, 2" })
    void shouldPassEveryEntryOnceWholeAndInOrder(
        final ProducerType type, final int producerCount, final int stageCount) throws InterruptedException
    {
        final long seed = RingSupport.seed("shouldPassEveryEntryOnceWholeAndInOrder");
        final int entriesEach = 60_000 / producerCount;
        final EntryRing ring = RingSupport.ring(type, SLOT_COUNT, stageCount);
        final long[] nextNumber = new long[producerCount];
        for (int i = 0; i < producerCount; i++)
        {
            final int streamId = i;
            start(() -> produce(ring, streamId, entriesEach, new SplittableRandom(seed + streamId)));
        }
        for (int i = 0; i < stageCount; i++)
        {
            final int stageIndex = i;
            start(() -> consume(ring, stageIndex, entriesEach * producerCount, nextNumber));
        }
        joinAll();
        for (final long next : nextNumber)
        {
            assertEquals(entriesEach, next);
        }
    }

    @ParameterizedTest
    @CsvSource({ "1", "20", "400" })
    void shouldHoldExactlyWhatWasAcceptedWhenClosedInTheMiddle(final int entriesBeforeClose) throws InterruptedException
    {
        for (int round = 0; round < 50; round++)
        {
            final EntryRing ring = RingSupport.ring(ProducerType.MULTI, SLOT_COUNT, 1);
            final AtomicLong accepted = new AtomicLong();
            final AtomicLong taken = new AtomicLong();
            start(() -> accepted.addAndGet(offerUntilClosed(ring)));
            start(() -> accepted.addAndGet(offerUntilClosed(ring)));
            start(() ->
            {
                final RingEntry entry = new RingEntry();
                while (!ring.isDrained())
                {
                    if (ring.stage(0).first(entry))
                    {
                        ring.stage(0).releaseThrough(entry);
                        if (taken.incrementAndGet() == entriesBeforeClose)
                        {
                            ring.close();
                        }
                    }
                    else
                    {
                        rest();
                    }
                }
            });
            joinAll();
            assertTrue(taken.get() >= entriesBeforeClose);
            assertEquals(accepted.get(), taken.get());
        }
    }

    private long offerUntilClosed(final EntryRing ring)
    {
        final UnsafeBuffer payload = RingSupport.payload(1, 100);
        long accepted = 0;
        while (true)
        {
            final long result = ring.offer(0, 0, 0, payload, 0, 100);
            if (result >= 0)
            {
                accepted++;
            }
            else if (Code.CLOSED == result)
            {
                return accepted;
            }
            else
            {
                rest();
            }
        }
    }

    private void produce(
        final EntryRing ring, final int streamId, final int count, final SplittableRandom random)
    {
        final RingClaim claim = new RingClaim();
        final UnsafeBuffer source = new UnsafeBuffer(new byte[MAX_LENGTH]);
        long number = 0;
        while (number < count)
        {
            final int length = 1 + random.nextInt(random.nextBoolean() ? 60 : MAX_LENGTH);
            final long content = number * 16 + streamId;
            if (random.nextBoolean())
            {
                RingSupport.fill(source, 0, length, content);
                while (ring.offer(streamId, 0, number, source, 0, length) < 0)
                {
                    rest();
                }
                number++;
            }
            else
            {
                while (ring.tryClaim(streamId, 0, number, length, claim) < 0)
                {
                    rest();
                }
                RingSupport.fill(claim.buffer(), claim.offset(), length, content);
                if (random.nextInt(4) > 0)
                {
                    claim.commit();
                    number++;
                }
                else
                {
                    claim.abort();
                }
            }
        }
    }

    private void consume(
        final EntryRing ring, final int stageIndex, final int count, final long[] nextNumber)
    {
        final RingStage stage = ring.stage(stageIndex);
        final RingEntry entry = new RingEntry();
        final boolean isLast = stageIndex == ring.stageCount() - 1;
        int taken = 0;
        while (taken < count)
        {
            if (!stage.first(entry))
            {
                rest();
                continue;
            }

            int batch = 0;
            do
            {
                judge(entry, stageIndex);
                if (isLast)
                {
                    assertEquals(nextNumber[entry.streamId()]++, entry.originalEpochNs());
                }
                taken++;
            }
            while (++batch < 5 && stage.next(entry));
            stage.releaseThrough(entry);
        }
    }

    private static void judge(final RingEntry entry, final int stageIndex)
    {
        final long content = entry.originalEpochNs() * 16 + entry.streamId();
        assertTrue(RingSupport.isWhole(entry.buffer(), entry.offset(), entry.length(), content));
        assertEquals(stageIndex, entry.flags());
        entry.flags(stageIndex + 1);
        assertEquals(0 == stageIndex ? 0 : content, entry.sequence());
        entry.sequence(content);
    }

    /**
     * Give the processor away, and give up when another thread has failed.
     */
    private void rest()
    {
        if (null != failure.get())
        {
            throw new IllegalStateException("another thread failed");
        }
        Thread.yield();
    }

    private void start(final Runnable task)
    {
        final Thread thread = new Thread(() ->
        {
            try
            {
                task.run();
            }
            catch (final Throwable ex)
            {
                failure.compareAndSet(null, ex);
            }
        });
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void joinAll() throws InterruptedException
    {
        for (final Thread thread : threads)
        {
            while (thread.isAlive() && null == failure.get())
            {
                thread.join(10);
            }
        }
        threads.clear();
        assertNull(failure.get(), () -> "a thread failed: " + failure.get());
    }
}
