package io.antumbra.perf.rig;

import java.nio.file.Path;

/**
 * One of those that are compared: raw Aeron, or Antumbra with its shadows in some folder. Immutable.
 */
final class Contender
{
    private final String name;
    private final Path shadowFolder;

    private Contender(final String name, final Path shadowFolder)
    {
        this.name = name;
        this.shadowFolder = shadowFolder;
    }

    static Contender raw()
    {
        return new Contender("raw Aeron", null);
    }

    static Contender antumbra(final Path shadowFolder)
    {
        return new Contender("Antumbra, shadow in " + shadowFolder, shadowFolder);
    }

    boolean isRaw()
    {
        return shadowFolder == null;
    }

    /** Where shadows go, null for raw Aeron. */
    Path shadowFolder()
    {
        return shadowFolder;
    }

    String name()
    {
        return name;
    }

    /** Is the shadow in memory, where the tighter limits hold? */
    boolean isInMemory()
    {
        return shadowFolder != null && shadowFolder.toAbsolutePath().startsWith("/dev/shm");
    }

    /** The name as part of a file's. */
    String fileName()
    {
        return isRaw() ? "raw" :
            "antumbra-" + shadowFolder.toString().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-", "");
    }
}
