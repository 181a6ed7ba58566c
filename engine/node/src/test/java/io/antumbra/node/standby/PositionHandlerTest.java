package io.antumbra.node.standby;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.EntryMeta;
import io.antumbra.node.position.HandlerPositions;
import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PositionHandlerTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldWriteEachEntryOnceAcrossAKillBetweenOutputAndPosition() throws IOException
    {
        final Path output = folder.resolve("output");
        try (HandlerPositions positions = positions(); EntryOutput lines = EntryOutput.open(output.toString(), 0))
        {
            final PositionHandler handler = new PositionHandler(positions, lines);
            assertEquals(0, handler.onStart(0));
            deliver(handler, 1, "one");
            deliver(handler, 2, "two");
        }
        Files.writeString(output, "three\n", StandardOpenOption.APPEND);
        try (HandlerPositions positions = positions();
            EntryOutput lines = EntryOutput.open(output.toString(), positions.outputLength(0)))
        {
            final PositionHandler handler = new PositionHandler(positions, lines);
            assertEquals(2, handler.onStart(0));
            deliver(handler, 2, "two");
            deliver(handler, 3, "three");
            handler.onUnprotectedGap(0, 4, 2);
            deliver(handler, 6, "x".repeat(10_000));
            assertEquals(1, positions.duplicates(0));
            assertEquals(2, positions.unprotected(0));
        }
        assertEquals("one\ntwo\nthree\n" + "x".repeat(10_000) + "\n", Files.readString(output));
    }

    @Test
    void shouldNotOverwriteAFileThatIsNotItsOwn() throws IOException
    {
        final Path output = Files.writeString(folder.resolve("precious"), "keep me\n");
        final NodeException refused =
            assertThrows(NodeException.class, () -> EntryOutput.open(output.toString(), 0));
        assertTrue(refused.getMessage().contains("Name a new file"), refused.getMessage());
        assertThrows(NodeException.class, () -> EntryOutput.open(output.toString(), 9));
        assertEquals("keep me\n", Files.readString(output));
    }

    private HandlerPositions positions()
    {
        return HandlerPositions.open(folder.resolve("handler"), 1);
    }

    private static void deliver(final PositionHandler handler, final long sequence, final String entry)
    {
        final EntryMeta meta = new EntryMeta();
        meta.sequence = sequence;
        final UnsafeBuffer buffer = new UnsafeBuffer(entry.getBytes(US_ASCII));
        handler.onEntry(meta, buffer, 0, buffer.capacity());
    }
}
