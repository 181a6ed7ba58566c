package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, gone when closed. Only root may mount one. */
final class Tmpfs implements AutoCloseable
{
    private final Path folder;

    private Tmpfs(final Path folder)
    {
        this.folder = folder;
    }

    static Tmpfs mount(final Path folder, final String size) throws IOException
    {
        Files.createDirectories(folder);
        final Process process = new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder
            .toString()).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(),
            StandardCharsets.UTF_8);
        assumeTrue(process.onExit().join().exitValue() == 0,
            "needs the right to mount a tmpfs, as root has it: " + output);
        return new Tmpfs(folder);
    }

    Path folder()
    {
        return folder;
    }

    void fill() throws IOException
    {
        final byte[] chunk = new byte[4096];
        try (var stream = Files.newOutputStream(folder.resolve("ballast")))
        {
            while (true)
            {
                stream.write(chunk);
            }
        }
        catch (final IOException ex)
        {
            assertTrue(String.valueOf(ex.getMessage()).contains("No space left"), ex.toString());
        }
    }

    @Override
    public void close() throws IOException
    {
        assertEquals(0, new ProcessBuilder("umount", folder.toString()).inheritIO().start().onExit().join()
            .exitValue());
    }
}
