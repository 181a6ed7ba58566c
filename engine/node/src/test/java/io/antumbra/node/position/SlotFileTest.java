package io.antumbra.node.position;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotFileTest
{
    private static final int KIND = 9;
    private static final int SLOT_LENGTH = 128;
    private static final int FIRST_SLOT = 64;

    @TempDir
    private Path folder;

    @Test
    void shouldKeepTheLastCommitOfEachStream()
    {
        final Path file = folder.resolve("f");
        try (SlotFile slots = open(file))
        {
            put(slots, 0, 1);
            put(slots, 1, 5);
            put(slots, 1, 6);
            slots.set(0, 0, 99);
        }
        try (SlotFile slots = open(file))
        {
            assertEquals(1, slots.get(0, 0), "a change that was not committed is not there");
            assertEquals(6, slots.get(1, 0));
            assertEquals(60, slots.get(1, 1));
        }
    }

    @Test
    void shouldFallBackToTheUpdateBeforeWhateverAKillLeavesOfTheLast() throws IOException
    {
        final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            final Path file = folder.resolve("round" + round);
            final int updates = 1 + random.nextInt(5);
            byte[] before = null;
            try (SlotFile slots = open(file))
            {
                for (int i = 1; i <= updates; i++)
                {
                    before = Files.readAllBytes(file);
                    put(slots, 0, i);
                }
            }
            final byte[] after = Files.readAllBytes(file);
            tear(file, before, after, random);
            try (SlotFile slots = open(file))
            {
                final long found = slots.get(0, 0);
                assertTrue(found == updates - 1 || found == updates, "antumbra.test.seed=" + seed);
                assertEquals(10 * found, slots.get(0, 1), "words of two updates mixed; antumbra.test.seed=" + seed);
            }
        }
    }

    /** Some of the bytes that the last update changed are old, the rest new; at least one is old. */
    private static void tear(final Path file, final byte[] before, final byte[] after, final Random random)
        throws IOException
    {
        final byte[] torn = after.clone();
        final int keepNewUpTo = FIRST_SLOT + random.nextInt(2 * SLOT_LENGTH);
        for (int i = keepNewUpTo; i < FIRST_SLOT + 2 * SLOT_LENGTH; i++)
        {
            torn[i] = before[i];
        }
        Files.write(file, torn);
    }

    @Test
    void shouldRefuseADamagedFile() throws IOException
    {
        final Path file = folder.resolve("f");
        try (SlotFile slots = open(file))
        {
            put(slots, 0, 1);
            put(slots, 0, 2);
        }
        flip(file, FIRST_SLOT + 8);
        try (SlotFile slots = open(file))
        {
            assertEquals(1, slots.get(0, 0), "one copy is left");
        }
        flip(file, FIRST_SLOT + SLOT_LENGTH + 8);
        assertTrue(assertThrows(NodeException.class, () -> open(file)).getMessage().contains("damaged"));
    }

    @Test
    void shouldRefuseASecondWriterAndAnotherKind()
    {
        final Path file = folder.resolve("f");
        try (SlotFile slots = open(file))
        {
            put(slots, 0, 1);
            assertTrue(assertThrows(NodeException.class, () -> open(file)).getMessage().contains("in use"));
            try (SlotFile look = SlotFile.read(file, KIND, 2, 2))
            {
                assertEquals(1, look.get(0, 0), "a reader is welcome");
            }
        }
        assertThrows(NodeException.class, () -> SlotFile.open(file, KIND + 1, 2, 2));
        assertThrows(NodeException.class, () -> SlotFile.open(file, KIND, 3, 2));
    }

    @Test
    void shouldBeginAnewWhenItsCreationWasCutShort() throws IOException
    {
        final Path file = folder.resolve("f");
        open(file).close();
        Files.write(file, new byte[(int)Files.size(file)]);
        try (SlotFile slots = open(file))
        {
            assertEquals(0, slots.get(0, 0));
        }
    }

    private static SlotFile open(final Path file)
    {
        return SlotFile.open(file, KIND, 2, 2);
    }

    private static void put(final SlotFile slots, final int stream, final long value)
    {
        slots.set(stream, 0, value);
        slots.set(stream, 1, 10 * value);
        slots.commit(stream);
    }

    private static void flip(final Path file, final long offset) throws IOException
    {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte)~one.get(0)).rewind();
            channel.write(one, offset);
        }
    }
}
