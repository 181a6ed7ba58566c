package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ShadowInspectorTest
{
    @TempDir
    Path root;

    private final EntryView view = new EntryView();

    @Test
    void shouldSeeALivingShadowWithoutDisturbingIt() throws IOException
    {
        final Path folder = root.resolve("shadow");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            for (int i = 1; i <= 30; i++)
            {
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, i % 6 == 0 ? 200 : 40));
                shadow.reclaimable(0, i);
            }
            try (ShadowInspector inspector = ShadowInspector.open(folder))
            {
                final RecoveryReport report = inspector.inspect();
                assertFalse(inspector.isClosedInOrder());
                assertEquals(ProcessHandle.current().pid(), inspector.lastOwnerPid());
                assertEquals(TestRecords.SHARD, inspector.shard());
                assertEquals(30, report.stream(0).end());
                assertEquals(shadow.oldestRetained(0), report.stream(0).oldestRetained());
                assertEquals(shadow.oldestRetained(0), readAll(inspector, 0, 30));
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 31, 1, 40));
                inspector.inspect();
                assertEquals(shadow.oldestRetained(0), readAll(inspector, 0, 31));
            }
            assertThrows(StoreException.class, () -> ChronicleShadow.launch(TestRecords.context(folder)),
                "the look from outside must not let go of the owner's lock");
        }
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            assertTrue(inspector.isClosedInOrder());
            assertTrue(inspector.inspect().wasClosedInOrder());
        }
    }

    @Test
    void shouldCountAndNameDamage() throws IOException
    {
        final Path folder = root.resolve("shadow");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            for (int i = 1; i <= 9; i++)
            {
                TestRecords.append(shadow, 1, i, 1, 40);
            }
        }
        Bytes.flip(folder.resolve("slots-64.map"), SlotOffsets.read(folder.resolve("slots-64.offsets"))[4] + 100, 1);
        final byte[] before = Files.readAllBytes(folder.resolve("slots-64.map"));
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            final RecoveryReport report = inspector.inspect();
            assertEquals(1, report.rejected(0));
            assertEquals(8, report.verified(0));
            assertEquals(7, report.empty(0));
            assertEquals(4, report.stream(1).end());
            assertEquals(4, report.stream(1).beyondHole());
            assertEquals("slots-64.map, slot 4: its bytes contradict their checksum", report.damage().get(0));
            assertEquals(1, readAll(inspector, 1, 4));
        }
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(folder.resolve("slots-64.map"))));
    }

    @Test
    void shouldRefuseAFolderWithoutAShadow()
    {
        final StoreException ex = assertThrows(StoreException.class, () -> ShadowInspector.open(root));
        assertTrue(ex.getMessage().contains("holds no shadow"), ex.getMessage());
    }

    @Test
    @Timeout(120)
    void shouldNeverServeATornRecordOfAWriterAtFullSpeed() throws Exception
    {
        final Path folder = root.resolve("shadow");
        final Path positionsFile = Files.write(root.resolve("positions"), new byte[16]);
        ChronicleShadow.launch(TestRecords.context(folder)).close();
        final Process child = ChildJvm.start(AppenderMain.class, root.resolve("output").toFile(), folder.toString(),
            positionsFile.toString(), "7");
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            long sequence = 0;
            while (sequence < 20_000 && child.isAlive())
            {
                sequence = new UnsafeBuffer(Files.readAllBytes(positionsFile)).getLong(0);
                final RecoveryReport report = inspector.inspect();
                assertEquals(0, report.rejected(), report::toString);
                for (int streamId = 0; streamId < 2; streamId++)
                {
                    final ShadowInspector.Cursor cursor = inspector.records(streamId);
                    while (cursor.next(view))
                    {
                        TestRecords.assertGenuine(view);
                    }
                }
            }
            assertTrue(child.isAlive(), () -> "the appending process ended by itself");
        }
        finally
        {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private long readAll(final ShadowInspector inspector, final int streamId, final long end)
    {
        final ShadowInspector.Cursor cursor = inspector.records(streamId);
        long first = 0;
        long last = 0;
        while (cursor.next(view))
        {
            TestRecords.assertGenuine(view);
            assertTrue(last == 0 || view.meta().sequence == last + 1);
            first = first == 0 ? view.meta().sequence : first;
            last = view.meta().sequence;
        }
        assertEquals(end, last);
        assertEquals(0, cursor.overtaken());
        return first;
    }
}
