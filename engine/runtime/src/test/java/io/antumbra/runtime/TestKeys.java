package io.antumbra.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Key files with a mode and a content of the test's choice. */
final class TestKeys
{
    private TestKeys()
    {
    }

    static Path write(final Path file, final String mode, final String content) throws IOException
    {
        Files.deleteIfExists(file);
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        return file;
    }
}
