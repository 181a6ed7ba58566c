package io.antumbra.node.position;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlerPositionsTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldHoldPositionAndEffectAcrossARestart()
    {
        final int once = chainOf("a", "b", "c");
        try (HandlerPositions positions = open())
        {
            assertTrue(apply(positions, 1, "a"));
            assertTrue(apply(positions, 2, "b"));
        }
        try (HandlerPositions positions = open())
        {
            assertEquals(2, positions.position(0));
            assertFalse(apply(positions, 2, "b"), "delivered again after a kill");
            assertTrue(apply(positions, 3, "c"));
            assertEquals(1, positions.duplicates(0));
            assertEquals(0, positions.gaps(0));
            assertEquals(3, positions.entries(0));
            assertEquals(once, positions.chain(0));
        }
    }

    @Test
    void shouldCountWhatIsLeftOut()
    {
        try (HandlerPositions positions = open())
        {
            apply(positions, 1, "a");
            apply(positions, 4, "d");
            assertEquals(2, positions.gaps(0));
            positions.skipUnprotected(0, 5, 3);
            assertEquals(7, positions.position(0));
            assertEquals(3, positions.unprotected(0));
            assertEquals(2, positions.gaps(0));
            positions.skipUnprotected(0, 6, 2);
            assertEquals(3, positions.unprotected(0), "covered already");
        }
    }

    @Test
    void shouldTellOrderLossAndChangeApart()
    {
        final int chain = chainOf("a", "b", "c");
        assertNotEquals(chain, chainOf("b", "a", "c"));
        assertNotEquals(chain, chainOf("a", "c"));
        assertNotEquals(chain, chainOf("a", "b", "b", "c"));
        assertNotEquals(chain, chainOf("a", "b", "d"));
        assertNotEquals(chain, chainOf("ab", "", "c"));
    }

    static int chainOf(final String... entries)
    {
        final CrcChain chain = new CrcChain();
        int link = 0;
        for (int i = 0; i < entries.length; i++)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(entries[i].getBytes(US_ASCII));
            link = chain.next(link, i + 1, buffer, 0, buffer.capacity());
        }
        return link;
    }

    private HandlerPositions open()
    {
        return HandlerPositions.open(folder.resolve("h"), 1);
    }

    private static boolean apply(final HandlerPositions positions, final long sequence, final String entry)
    {
        final UnsafeBuffer buffer = new UnsafeBuffer(entry.getBytes(US_ASCII));
        return positions.apply(0, sequence, buffer, 0, buffer.capacity(), 0);
    }
}
