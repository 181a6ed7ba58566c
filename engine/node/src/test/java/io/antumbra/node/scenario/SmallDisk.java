package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file system that fails when the test wants it to: one that is full, or one whose device takes no more writes, so
 * that they are lost and fsync says so. Only root may mount one; the test is skipped for others.
 *
 * <pre>
 *   tmpfs at below/: image, ballast         ext4 on a loop device over image, at folder()
 * </pre>
 */
final class SmallDisk implements AutoCloseable
{
    private final Path below;
    private final Path folder;
    private final boolean isDevice;

    private SmallDisk(final Path below, final Path folder, final boolean isDevice)
    {
        this.below = below;
        this.folder = folder;
        this.isDevice = isDevice;
    }

    /** In memory; {@link #fill} takes what is left of it. */
    static SmallDisk inMemory(final Path root, final String size) throws IOException
    {
        final Path below = Files.createDirectories(root.resolve("small"));
        assumeRoot("mount -t tmpfs -o size=" + size + " tmpfs " + below);
        return new SmallDisk(below, below, false);
    }

    /** On a block device; {@link #breakDevice} makes all further writes to it fail. */
    static SmallDisk onDevice(final Path root, final String size) throws IOException
    {
        final Path below = Files.createDirectories(root.resolve("below"));
        final Path folder = Files.createDirectories(root.resolve("device"));
        assumeRoot("mount -t tmpfs -o size=" + size + " tmpfs " + below);
        final SmallDisk disk = new SmallDisk(below, folder, true);
        try
        {
            assumeRoot("truncate -s " + size + " " + disk.image() + " && mkfs.ext4 -q -O ^has_journal " +
                disk.image() + " && mount -o loop " + disk.image() + " " + folder);
            return disk;
        }
        catch (final RuntimeException ex)
        {
            assertEquals(0, run("umount " + below));
            throw ex;
        }
    }

    private static void assumeRoot(final String command) throws IOException
    {
        assumeTrue(run(command) == 0, () -> "needs root and loop devices: " + command);
    }

    private static int run(final String command) throws IOException
    {
        final Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true).start();
        final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int status = process.onExit().join().exitValue();
        if (status != 0)
        {
            System.out.println(command + ": " + said);
        }
        return status;
    }

    private Path image()
    {
        return below.resolve("image");
    }

    Path folder()
    {
        return folder;
    }

    void fill() throws IOException
    {
        run("cat /dev/zero > " + below.resolve("ballast") + " 2> /dev/null || true");
    }

    void makeRoom() throws IOException
    {
        Files.delete(below.resolve("ballast"));
    }

    /** The blocks below the image are taken away, and there are no others. */
    void breakDevice() throws IOException
    {
        assertEquals(0, run("truncate -s 0 " + image()));
        fill();
    }

    @Override
    public void close() throws IOException
    {
        if (isDevice)
        {
            assertEquals(0, run("umount " + folder));
        }
        assertEquals(0, run("umount " + below));
    }
}
