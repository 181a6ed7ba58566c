package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that cannot be used: the message names the cause and the remedy, and nothing is damaged or left behind. */
class FolderTroubleTest
{
    @TempDir
    Path root;

    @Test
    void shouldNameTheFieldOfAFolderMadeWithAnotherConfiguration() throws IOException
    {
        final Path folder = root.resolve("shadow");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            TestRecords.append(shadow, 0, 1, 1, 10);
        }
        final byte[] layout = Files.readAllBytes(folder.resolve("shadow.layout"));
        final byte[] slots = Files.readAllBytes(folder.resolve("slots-64.map"));
        assertRefused(folder, context -> context.shard(4), "shard found=3, expected=4");
        assertRefused(folder, context -> context.streamCount(3), "streamCount found=2, expected=3");
        assertRefused(folder, context -> context.maxEntryLength(4000), "maxEntryLength found=4096, expected=4000");
        assertRefused(folder, context -> context.sizeClasses(new SizeClass(64, 32), new SizeClass(4096, 4)),
            "sizeClasses found=[64x16, 256x8, 4096x4], expected=[64x32, 4096x4]");
        assertArrayEquals(layout, Files.readAllBytes(folder.resolve("shadow.layout")));
        assertArrayEquals(slots, Files.readAllBytes(folder.resolve("slots-64.map")));
    }

    @Test
    void shouldNameTheVersionOfAnotherFormat() throws IOException
    {
        final Path folder = root.resolve("shadow");
        ChronicleShadow.launch(TestRecords.context(folder)).close();
        final byte[] layout = Files.readAllBytes(folder.resolve("shadow.layout"));
        layout[8] = 2;
        Files.write(folder.resolve("shadow.layout"), layout);
        assertRefused(folder, UnaryOperator.identity(), "format version found=2, expected=1");
    }

    @Test
    void shouldRefuseRecordsWithoutTheirLayoutAndALayoutWithoutItsRecords() throws IOException
    {
        final Path folder = root.resolve("shadow");
        ChronicleShadow.launch(TestRecords.context(folder)).close();
        final Path layout = folder.resolve("shadow.layout");
        final byte[] bytes = Files.readAllBytes(layout);
        Files.delete(layout);
        assertRefused(folder, UnaryOperator.identity(), "is there without shadow.layout");
        assertFalse(Files.exists(layout));
        Files.write(layout, bytes);
        Files.delete(folder.resolve("slots-256.map"));
        assertRefused(folder, UnaryOperator.identity(), "slots-256.map: length found=0");
        assertFalse(Files.exists(folder.resolve("slots-256.map")));
    }

    @Test
    void shouldStartAnewAfterAKillInTheMiddleOfItsCreation() throws IOException
    {
        final Path folder = Files.createDirectory(root.resolve("shadow"));
        LayoutFile.create(folder.resolve("shadow.layout"), TestRecords.context(folder).conclude().geometry()).close();
        Files.write(folder.resolve("slots-64.map"), new byte[777]);
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 1, 1, 10));
        }
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws IOException
    {
        final Path file = Files.createFile(root.resolve("file"));
        assertRefused(file, UnaryOperator.identity(), "cannot be written");
    }

    @Test
    void shouldRefuseASecondWriterInTheSameProcess()
    {
        final Path folder = root.resolve("shadow");
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            assertRefused(folder, UnaryOperator.identity(), "in use by this process, " + ProcessHandle.current().pid());
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 1, 1, 10));
        }
    }

    @Test
    @Timeout(120)
    void shouldRefuseASecondWriterInAnotherProcessAndNameTheFirst() throws Exception
    {
        final Path folder = root.resolve("shadow");
        final Path positions = Files.write(root.resolve("positions"), new byte[16]);
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            final Path output = root.resolve("output");
            final Process child = ChildJvm.start(AppenderMain.class, output.toFile(), folder.toString(), positions
                .toString(), "1");
            try
            {
                assertEquals(1, child.waitFor());
            }
            finally
            {
                child.destroyForcibly();
            }
            final String message = Files.readString(output);
            assertTrue(message.contains("in use by process " + ProcessHandle.current().pid()), message);
            assertEquals(0, shadow.end(0));
            assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 1, 1, 10));
        }
    }

    @Test
    void shouldRefuseADiskThatIsTooSmallAndLeaveNothing() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "64k"))
        {
            final Path folder = tmpfs.folder().resolve("shadow");
            assertRefused(folder, UnaryOperator.identity(), "are free on");
            assertEmptyButForTheLock(folder);
        }
    }

    @Test
    void shouldFailTheCreationWhenBlocksRunOutHalfWay() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "48k"))
        {
            final Path folder = Files.createDirectory(tmpfs.folder().resolve("shadow"));
            LayoutFile.create(folder.resolve("shadow.layout"), TestRecords.context(folder).conclude().geometry())
                .close();
            assertThrows(StoreException.class, () -> ChronicleShadow.launch(TestRecords.context(folder)),
                "a creation that goes on skips the check of free space");
            assertEmptyButForTheLock(folder);
        }
    }

    @Test
    void shouldAllocateBlocksWithoutChangingBytesOrFail() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "64k"))
        {
            final Path small = Files.write(tmpfs.folder().resolve("small"), new byte[]{ 1, 2, 3 });
            Disk.allocateBlocks(small);
            assertArrayEquals(new byte[]{ 1, 2, 3 }, Files.readAllBytes(small));
            final Path sparse = tmpfs.folder().resolve("sparse");
            try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw"))
            {
                file.setLength(1 << 20);
            }
            final IOException ex = assertThrows(IOException.class, () -> Disk.allocateBlocks(sparse));
            assertTrue(ex.getMessage().contains("No space left"), ex.getMessage());
        }
    }

    @Test
    void shouldGoOnWhenTheDiskFillsUpLater() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "12m"))
        {
            final Path folder = tmpfs.folder().resolve("shadow");
            try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
            {
                TestRecords.append(shadow, 1, 1, 1, 10);
                tmpfs.fill();
                for (int i = 1; i <= 500; i++)
                {
                    assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, (i * 97) % 4096));
                    shadow.promised(0, i);
                    shadow.reclaimable(0, i);
                    shadow.reclaimable(1, 1);
                }
                final StoreException ex = assertThrows(StoreException.class, () -> shadow.truncate(0, 500, 2));
                assertTrue(ex.getMessage().contains("orphans cannot be saved"), ex.getMessage());
                assertEquals(500, shadow.end(0), "nothing was taken back");
                assertEquals(Outcome.OK, shadow.read(0, 500, new EntryView()));
            }
            try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
            {
                assertEquals(500, shadow.end(0));
            }
        }
    }

    @Test
    void shouldRefuseAFolderThatIsReadOnly() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "8m,ro"))
        {
            assertRefused(tmpfs.folder(), UnaryOperator.identity(), "cannot be written");
        }
    }

    @Test
    void shouldRefuseAJournalInARamDiskUnlessAllowed() throws Exception
    {
        try (Tmpfs tmpfs = Tmpfs.mount(root.resolve("small"), "8m"))
        {
            final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> TestRecords.context(
                tmpfs.folder().resolve("not/yet/there")).allowVolatileJournal(false).conclude());
            assertTrue(ex.getMessage().startsWith("journalFolder=" + tmpfs.folder()), ex.getMessage());
            assertTrue(ex.getMessage().contains("allowVolatileJournal"), ex.getMessage());
            TestRecords.context(tmpfs.folder()).conclude();
        }
    }

    private static void assertRefused(final Path folder, final UnaryOperator<ChronicleShadow.Context> change,
        final String message)
    {
        final StoreException ex = assertThrows(StoreException.class, () -> ChronicleShadow.launch(change.apply(
            TestRecords.context(folder))));
        assertTrue(ex.getMessage().contains(message), ex.getMessage());
        assertTrue(ex.getMessage().contains(folder.toString()), ex.getMessage());
    }

    private static void assertEmptyButForTheLock(final Path folder) throws IOException
    {
        if (Files.exists(folder))
        {
            try (Stream<Path> files = Files.list(folder))
            {
                assertEquals(0, files.filter(file -> !file.endsWith("shadow.lock")).count());
            }
        }
    }
}
