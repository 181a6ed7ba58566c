package io.antumbra.core.standby;

import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class LineReceiptsTest
{
    private final LineReceipts receipts = new LineReceipts();

    private void assertCounts(final long received, final long missed)
    {
        assertEquals(received, receipts.received(), "received");
        assertEquals(missed, receipts.missed(), "missed");
    }

    @Test
    void shouldCountWhatCameAndWhatDidNot()
    {
        receipts.onFrame(1);
        receipts.onFrame(2);
        receipts.onFrame(5);
        assertCounts(3, 2);
        receipts.onFrame(3);
        assertCounts(4, 1);
    }

    @Test
    void shouldCountADuplicateOnce()
    {
        receipts.onFrame(1);
        receipts.onFrame(3);
        receipts.onFrame(3);
        receipts.onFrame(1);
        receipts.onFrame(2);
        receipts.onFrame(2);
        assertCounts(3, 0);
    }

    @Test
    void shouldBeginAnywhere()
    {
        receipts.onFrame(1_000);
        receipts.onFrame(1_002);
        assertCounts(2, 1);
        receipts.onFrame(999);
        assertCounts(2, 1);
        receipts.reset();
        receipts.onFrame(5);
        assertCounts(1, 0);
    }

    @Test
    void shouldJumpFar()
    {
        receipts.onFrame(1);
        receipts.onFrame(1_000_000_000_000L);
        assertCounts(2, 999_999_999_998L);
        receipts.onFrame(999_999_999_999L);
        assertCounts(3, 999_999_999_997L);
    }

    @Test
    void shouldRememberSixtyFourNumbers()
    {
        receipts.onFrame(1);
        receipts.onFrame(2);
        receipts.onFrame(66);
        receipts.onFrame(65);
        assertCounts(4, 62);
        receipts.onFrame(3);
        receipts.onFrame(3);
        assertCounts(5, 61);
        receipts.onFrame(2);
        assertCounts(6, 60);
    }

    @Test
    void shouldCountUsefulEntriesUntilAnotherPrimaryComes()
    {
        receipts.onUseful(3);
        receipts.onUseful(0);
        receipts.onUseful(2);
        assertEquals(5, receipts.useful());
        receipts.reset();
        assertEquals(0, receipts.useful());
    }

    /** Against a set of all numbers, with reordering that stays within the window. */
    @Test
    void shouldCountAsASetDoes()
    {
        final long seed = Long.getLong("antumbra.seed", System.nanoTime());
        final Random random = new Random(seed);
        final boolean[] came = new boolean[10_000];
        long highest = 0;
        long received = 0;
        for (int i = 0; i < 50_000; i++)
        {
            final long number = i == 0 ? 1 : Math.min(came.length - 1L, Math.max(1,
                highest + 4 - random.nextInt(60)));
            receipts.onFrame(number);
            received += came[(int)number] ? 0 : 1;
            came[(int)number] = true;
            highest = Math.max(highest, number);
            assertEquals(received, receipts.received(), "received, seed " + seed);
            assertEquals(highest - received, receipts.missed(), "missed, seed " + seed);
        }
    }
}
