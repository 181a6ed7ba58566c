package io.antumbra.node.term;

/**
 * Ends a command with a message for the operator: what happened, to what, and what to do about it. Printed without a
 * stack trace.
 */
public final class NodeException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    private final int exitStatus;

    /**
     * @param exitStatus one of {@link ExitStatus}.
     * @param message    cause, then the remedy.
     */
    public NodeException(final int exitStatus, final String message)
    {
        this(exitStatus, message, null);
    }

    /**
     * @param exitStatus one of {@link ExitStatus}.
     * @param message    cause, then the remedy.
     * @param cause      kept for a debugger; null when there is none.
     */
    public NodeException(final int exitStatus, final String message, final Throwable cause)
    {
        super(message, cause);
        this.exitStatus = exitStatus;
    }

    /**
     * @param message cause, then the remedy.
     * @return an exception with {@link ExitStatus#ENVIRONMENT}.
     */
    public static NodeException environment(final String message)
    {
        return new NodeException(ExitStatus.ENVIRONMENT, message);
    }

    /**
     * @param message cause, then the remedy.
     * @param cause   that was caught.
     * @return an exception with {@link ExitStatus#ENVIRONMENT}.
     */
    public static NodeException environment(final String message, final Throwable cause)
    {
        return new NodeException(ExitStatus.ENVIRONMENT, message + ": " + reason(cause), cause);
    }

    /** @return the status that the process ends with. */
    public int exitStatus()
    {
        return exitStatus;
    }

    /**
     * @param cause of a failure.
     * @return its message, with the kind of failure where the message alone would be a bare file name.
     */
    public static String reason(final Throwable cause)
    {
        if (cause instanceof java.nio.file.NoSuchFileException)
        {
            return "no such file: " + cause.getMessage();
        }
        if (cause instanceof java.nio.file.AccessDeniedException)
        {
            return "permission denied: " + cause.getMessage();
        }
        if (cause instanceof java.nio.file.FileAlreadyExistsException)
        {
            return "it is there already and is no folder: " + cause.getMessage();
        }
        final String message = cause.getMessage();
        if (null == message || message.isBlank())
        {
            return cause.getClass().getSimpleName();
        }
        return message.contains("No space left") ? message + ". Free some space, then start again." : message;
    }
}
