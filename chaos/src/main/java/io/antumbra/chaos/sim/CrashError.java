package io.antumbra.chaos.sim;

/** The process is gone at this instruction. An error, so that no code on the way tries to handle it. */
final class CrashError extends Error
{
    private static final long serialVersionUID = 1L;

    CrashError()
    {
        super("killed", null, false, false);
    }
}
