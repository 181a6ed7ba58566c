package io.antumbra.node.term;

/** Exit statuses of the executable jar, the same for every command. */
public final class ExitStatus
{
    /** Done, and everything that was acknowledged is there once. */
    public static final int OK = 0;

    /** An acknowledged entry was lost or duplicated, a shadow is damaged, or that could not be found out. */
    public static final int DAMAGE = 1;

    /** The command line was wrong; nothing was started. */
    public static final int USAGE = 2;

    /** The configuration or the environment does not allow it: a port in use, a full disk, an unreadable file. */
    public static final int ENVIRONMENT = 3;

    /** A peer refused: another version, another key, another shard. */
    public static final int REFUSED = 4;

    private ExitStatus()
    {
    }
}
