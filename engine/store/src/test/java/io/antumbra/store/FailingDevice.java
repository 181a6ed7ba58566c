package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system on a block device whose writes can be made to fail, which is what fsync then reports: ext4 on a loop
 * device over a file in a tmpfs, that file's blocks taken away and the tmpfs full. Only root may mount one.
 */
final class FailingDevice implements AutoCloseable
{
    private final Tmpfs below;
    private final Path image;
    private final Path folder;

    private FailingDevice(final Tmpfs below, final Path image, final Path folder)
    {
        this.below = below;
        this.image = image;
        this.folder = folder;
    }

    static FailingDevice mount(final Path root) throws IOException
    {
        final Tmpfs below = Tmpfs.mount(root.resolve("below"), "16m");
        final Path image = below.folder().resolve("image");
        final Path folder = Files.createDirectories(root.resolve("device"));
        final boolean isMounted = run("truncate", "-s", "16m", image.toString()) &&
            run("mkfs.ext4", "-q", "-O", "^has_journal", image.toString()) &&
            run("mount", "-o", "loop", image.toString(), folder.toString());
        if (!isMounted)
        {
            below.close();
        }
        assumeTrue(isMounted, "needs loop devices and the right to mount them, as root has it");
        return new FailingDevice(below, image, folder);
    }

    private static boolean run(final String... command) throws IOException
    {
        return new ProcessBuilder(command).inheritIO().start().onExit().join().exitValue() == 0;
    }

    Path folder()
    {
        return folder;
    }

    /** From now on what is written back to the device is lost. What is read comes from the page cache. */
    void fail() throws IOException
    {
        assertEquals(true, run("truncate", "-s", "0", image.toString()));
        below.fill();
    }

    @Override
    public void close() throws IOException
    {
        assertEquals(true, run("umount", folder.toString()));
        below.close();
    }
}
