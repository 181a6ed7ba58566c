package io.antumbra.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DirectoryLockTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldHoldOutTheSecond()
    {
        final File file = folder.resolve("x.lock").toFile();
        try (DirectoryLock first = DirectoryLock.tryLock(file))
        {
            assertNotNull(first);
            assertEquals("", first.previousHolder());
            assertNull(DirectoryLock.tryLock(file));
            assertNull(DirectoryLock.tryLock(new File(folder.toFile(), "./x.lock")));
            assertTrue(file.exists());
        }

        assertFalse(file.exists());
        try (DirectoryLock again = DirectoryLock.tryLock(file))
        {
            assertNotNull(again);
        }
    }

    @Test
    void shouldTellWhoHeldItWithoutClosing() throws IOException
    {
        final Path path = folder.resolve("x.lock");
        Files.writeString(path, "4711");
        try (DirectoryLock lock = DirectoryLock.tryLock(path.toFile()))
        {
            assertEquals("4711", lock.previousHolder());
            assertEquals(Long.toString(ProcessHandle.current().pid()), Files.readString(path));
        }
    }

    @Test
    void shouldNameAFolderThatIsMissing()
    {
        final File file = folder.resolve("missing").resolve("x.lock").toFile();
        final TransportException ex = assertThrows(TransportException.class, () -> DirectoryLock.tryLock(file));
        assertTrue(ex.getMessage().contains("cannot lock " + file), ex.getMessage());
    }
}
