package io.antumbra.store;

/**
 * A folder or file of the store that cannot be used: not writable, full, locked by another process, damaged, or made
 * with another format or configuration. The message names the file, what was found, what was expected and the remedy.
 * Whatever was in the folder is as it was before.
 */
public final class StoreException extends RuntimeException
{
    private static final long serialVersionUID = 1;

    /**
     * @param message with the remedy in it.
     */
    public StoreException(final String message)
    {
        super(message);
    }

    /**
     * @param message with the remedy in it.
     * @param cause   what the operating system or Chronicle Map said.
     */
    public StoreException(final String message, final Throwable cause)
    {
        super(message, cause);
    }
}
