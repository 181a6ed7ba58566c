package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TruncationTest
{
    @TempDir
    Path root;

    private final EntryView view = new EntryView();
    private Path folder;

    @BeforeEach
    void setUp()
    {
        folder = root.resolve("shadow");
    }

    @Test
    void shouldKeepOrphansWhereTheyCanBeRead()
    {
        try (ChronicleShadow shadow = filled())
        {
            shadow.promised(0, 10);
            assertEquals(4, shadow.truncate(0, 7, 2));
            assertEquals(6, shadow.end(0));
            assertEquals(6, shadow.held(0));
            assertEquals(6, shadow.promised(0), "what an epoch took back was never committed");
            assertEquals(Outcome.NOT_RETAINED, shadow.read(0, 7, view));
            assertEquals(List.of(7L, 8L, 9L, 10L), orphans(2));
            assertEquals(10, shadow.end(1));

            assertEquals(0, shadow.truncate(0, 7, 3));
            assertEquals(0, shadow.truncate(0, 70, 3));
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 7, 3, 30));
            assertEquals(1, shadow.truncate(0, 7, 4));
            assertEquals(List.of(7L), orphans(4));
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(context()))
        {
            assertEquals(6, shadow.end(0));
            assertTrue(shadow.recovery().mayVouch());
            assertEquals(5, shadow.recovery().takenBack(0));
        }
    }

    @Test
    void shouldTakeBackEverything()
    {
        try (ChronicleShadow shadow = filled())
        {
            assertEquals(10, shadow.truncate(0, 1, 2));
            assertEquals(0, shadow.end(0));
            assertEquals(1, shadow.oldestRetained(0));
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 1, 2, 30));
        }
    }

    @Test
    void shouldNotBringBackOldCopiesWhenCutBelowWhatIsRetained()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context()))
        {
            for (int i = 1; i <= 60; i++)
            {
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, i == 3 ? 200 : 30));
                shadow.reclaimable(0, i);
            }
            assertTrue(shadow.oldestRetained(0) > 10);
            shadow.truncate(0, 3, 2);
            assertEquals(2, shadow.end(0));
            assertEquals(3, shadow.oldestRetained(0));
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(context()))
        {
            assertEquals(2, shadow.end(0), "sequence 3 of epoch 1 is still in its slot, but not part of the stream");
            assertEquals(Outcome.NOT_RETAINED, shadow.read(0, 3, view));
        }
    }

    @Test
    void shouldFinishATruncationThatWasCutShort() throws IOException
    {
        final Path saved = root.resolve("saved");
        try (ChronicleShadow shadow = filled())
        {
            TestRecords.copy(folder, saved);
            shadow.truncate(0, 7, 2);
            Files.copy(OrphanReader.file(folder, 2), OrphanReader.file(saved, 2));
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(context().folder(saved).journalFolder(saved)))
        {
            assertEquals(10, shadow.end(0), "orphans were saved, but none was marked yet");
            assertEquals(4, shadow.truncate(0, 7, 2));
            assertEquals(6, shadow.end(0));
        }
        folder = saved;
        assertEquals(List.of(7L, 8L, 9L, 10L), orphans(2));
    }

    @Test
    void shouldGoOnBehindAnOrphanThatWasCutShort() throws IOException
    {
        try (ChronicleShadow shadow = filled())
        {
            shadow.truncate(0, 9, 2);
            final Path log = OrphanReader.file(folder, 2);
            final long whole = Files.size(log);
            Files.write(log, new byte[]{ 40, 0, 0, 0, 1, 2, 3 }, StandardOpenOption.APPEND);
            assertEquals(List.of(9L, 10L), orphans(2));
            shadow.truncate(0, 7, 2);
            assertEquals(List.of(9L, 10L, 7L, 8L), orphans(2));
            assertTrue(Files.exists(log.resolveSibling(log.getFileName() + ".cut-" + (whole + 7))));
        }
    }

    @Test
    void shouldRefuseALogOfAnotherShard()
    {
        try (ChronicleShadow shadow = filled())
        {
            shadow.truncate(0, 9, 2);
        }
        assertFalse(OrphanReader.list(folder).isEmpty());
        try (OrphanReader reader = new OrphanReader(OrphanReader.file(folder, 2), 256))
        {
            assertEquals(TestRecords.SHARD, reader.shard());
            assertEquals(2, reader.epoch());
        }
        final StoreException ex = assertThrows(StoreException.class, () -> new OrphanLog(folder, 9, 2, 256));
        assertTrue(ex.getMessage().contains("shard found=3, expected=9"), ex.getMessage());
    }

    private ChronicleShadow.Context context()
    {
        return TestRecords.context(folder).sizeClasses(new SizeClass(64, 32), new SizeClass(256, 8));
    }

    private ChronicleShadow filled()
    {
        final ChronicleShadow shadow = ChronicleShadow.launch(context());
        for (int i = 1; i <= 10; i++)
        {
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, 30));
            assertEquals(Outcome.OK, TestRecords.append(shadow, 1, i, 1, 30));
        }
        return shadow;
    }

    private List<Long> orphans(final long epoch)
    {
        final List<Long> sequences = new ArrayList<>();
        try (OrphanReader reader = new OrphanReader(OrphanReader.file(folder, epoch), 256))
        {
            while (reader.next(view))
            {
                TestRecords.assertGenuine(view);
                sequences.add(view.meta().sequence);
            }
        }
        return sequences;
    }
}
