package io.antumbra.runtime;

import net.openhft.affinity.Affinity;

/**
 * Ties the calling thread to one processor. The library is optional: this class is loaded only when it is asked for.
 */
final class Pinning
{
    private static final String LIBRARY_CLASS = "net.openhft.affinity.Affinity";

    private Pinning()
    {
    }

    static void pin(final int cpu)
    {
        Affinity.setAffinity(cpu);
    }

    /** Whether the library is on the class path. */
    static boolean isAvailable()
    {
        try
        {
            Class.forName(LIBRARY_CLASS, false, Pinning.class.getClassLoader());
            return true;
        }
        catch (final ClassNotFoundException ex)
        {
            return false;
        }
    }
}
