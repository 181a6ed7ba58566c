package io.antumbra.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;

/** Which boot of the host this is: pages that were not synced do not outlive it. */
final class BootId
{
    private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

    private BootId()
    {
    }

    /**
     * A number that is the same until the host boots again. Where the operating system does not tell, a fresh one: a
     * replica then never claims, without sync to the device, that it still holds everything.
     */
    static long current()
    {
        try
        {
            final UUID uuid = UUID.fromString(Files.readString(FILE).trim());
            final long hash = uuid.getMostSignificantBits() ^ Long.rotateLeft(uuid.getLeastSignificantBits(), 32);
            return hash == 0 ? 1 : hash;
        }
        catch (final IOException | IllegalArgumentException ex)
        {
            return new SecureRandom().nextLong() | 1;
        }
    }
}
