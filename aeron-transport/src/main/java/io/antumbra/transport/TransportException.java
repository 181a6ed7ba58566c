package io.antumbra.transport;

/**
 * A configuration or an environment in which the transport cannot run. The message names the setting, its value, what
 * is allowed, and the remedy.
 */
public final class TransportException extends RuntimeException
{
    private static final long serialVersionUID = 1L;

    /**
     * Create with the whole story in the message.
     *
     * @param message naming the setting, its value, what is allowed and the remedy.
     */
    public TransportException(final String message)
    {
        super(message);
    }

    /**
     * Create with the whole story in the message and what led to it.
     *
     * @param message naming the setting, its value, what is allowed and the remedy.
     * @param cause   reported by Aeron or the operating system.
     */
    public TransportException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
