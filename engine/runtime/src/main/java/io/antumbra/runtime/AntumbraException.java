package io.antumbra.runtime;

/**
 * A configuration or an environment in which the engine cannot run. The message names the setting, its value, what is
 * allowed, and the remedy.
 */
public final class AntumbraException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * @param message naming the setting, its value, what is allowed and the remedy.
     */
    public AntumbraException(final String message)
    {
        super(message);
    }

    /**
     * @param message naming the setting, its value, what is allowed and the remedy.
     * @param cause   of it.
     */
    public AntumbraException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
