package io.antumbra.chaos.process;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run is told.
 *
 * @param seed    draws whom to hit and when.
 * @param rounds  at most.
 * @param limitNs no round begins after this time.
 * @param folder  for shadows, logs and the result.
 * @param plant   fault to plant into one standby, {@link #NO_PLANT} for none.
 * @param stopNs  how long a process is stopped (SIGSTOP) and then continued, 0 to kill instead.
 * @param flags   for the JVM of each replica, system properties for example.
 */
public record KillSettings(
    long seed, int rounds, long limitNs, Path folder, String plant, long stopNs, List<String> flags)
{
    /** Nothing is planted. */
    public static final String NO_PLANT = "none";

    boolean isStopping()
    {
        return stopNs > 0;
    }
}
