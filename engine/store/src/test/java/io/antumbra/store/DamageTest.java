package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bits flip anywhere in any file of a shadow: it is refused with a clear message, or serves only what is genuine. */
class DamageTest
{
    private static final int ROUNDS = Integer.getInteger("antumbra.test.damage.rounds", 30);
    private static final int RECORDS = 14;

    @TempDir
    Path root;

    private final EntryView view = new EntryView();

    @Test
    void shouldNeverServeADamagedRecord() throws IOException
    {
        final SplittableRandom random = TestRecords.seeded("DamageTest");
        final Path original = root.resolve("original");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(original)))
        {
            for (int i = 1; i <= RECORDS; i++)
            {
                TestRecords.append(shadow, 0, i, 1, i % 4 == 0 ? 250 : i % 7 == 0 ? 3000 : 60);
                shadow.promised(0, i);
            }
        }
        final List<String> files = List.of("slots-64.map", "slots-256.map", "slots-4096.map", "shadow.layout",
            "slots-64.offsets", "slots-4096.offsets");
        for (int round = 0; round < ROUNDS; round++)
        {
            final Path copy = root.resolve("round-" + round);
            TestRecords.copy(original, copy);
            final String name = files.get(random.nextInt(files.size()));
            final long[] slots = SlotOffsets.read(copy.resolve("slots-4096.offsets"));
            for (int i = random.nextInt(3); i >= 0; i--)
            {
                final long length = Files.size(copy.resolve(name));
                final long offset = name.equals("slots-4096.map") && random.nextBoolean() ? slots[0] + random.nextInt(
                    4096 + 96) : random.nextLong(length);
                Bytes.flip(copy.resolve(name), offset, random.nextInt(8));
            }
            judge(copy, name + " in round " + round);
            IoUtil.delete(copy.toFile(), false);
        }
    }

    @Test
    void shouldServeTheRestWhenOneRecordIsDamagedAndSaveWhatLiesBeyond() throws IOException
    {
        final Path folder = root.resolve("shadow");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            for (int i = 1; i <= 10; i++)
            {
                TestRecords.append(shadow, 0, i, 1, 60);
            }
        }
        final long[] slots = SlotOffsets.read(folder.resolve("slots-64.offsets"));
        Bytes.flip(folder.resolve("slots-64.map"), slots[5] + SlotFormat.MARKER_OFFSET, 7);
        Bytes.flip(folder.resolve("slots-64.map"), slots[9] + SlotFormat.CRC_OFFSET, 7);
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            assertEquals(5, shadow.end(0));
            assertEquals(3, shadow.recovery().stream(0).beyondHole());
            assertEquals(2, shadow.recovery().rejected());
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 6, 2, 60));
        }
        final List<Path> logs = OrphanReader.list(folder);
        assertEquals(1, logs.size());
        try (OrphanReader reader = new OrphanReader(logs.get(0), 4096))
        {
            assertEquals(0, reader.epoch());
            for (long sequence = 7; sequence <= 9; sequence++)
            {
                assertTrue(reader.next(view));
                assertEquals(sequence, view.meta().sequence);
                TestRecords.assertGenuine(view);
            }
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            assertEquals(6, shadow.end(0), "what lay beyond the hole must not come back");
            assertEquals(0, shadow.recovery().stream(0).beyondHole());
        }
    }

    private void judge(final Path folder, final String where)
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            assertTrue(shadow.end(0) <= RECORDS, where);
            assertEquals(shadow.end(0) == RECORDS, shadow.recovery().mayVouch(), where);
            for (long sequence = shadow.oldestRetained(0); sequence <= shadow.end(0); sequence++)
            {
                assertEquals(Outcome.OK, shadow.read(0, sequence, view), where);
                TestRecords.assertGenuine(view);
            }
        }
        catch (final StoreException ex)
        {
            assertTrue(ex.getMessage().contains(folder.getFileName().toString()), ex.getMessage());
        }
    }
}
