package io.antumbra.node.command;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.store.SizeClass;

/** Reads {@code --shadow-classes}: payload bytes x number of slots, comma separated. */
final class SizeClasses
{
    private SizeClasses()
    {
    }

    static SizeClass[] parse(final String text)
    {
        final String[] parts = text.split(",", -1);
        final SizeClass[] classes = new SizeClass[parts.length];
        for (int i = 0; i < parts.length; i++)
        {
            final String[] numbers = parts[i].strip().split("x", -1);
            try
            {
                if (!parts[i].strip().matches("\\d{1,9}x\\d{1,9}"))
                {
                    throw new IllegalArgumentException("'" + parts[i] + "' is not of the shape BYTESxSLOTS");
                }
                classes[i] = new SizeClass(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
            }
            catch (final IllegalArgumentException ex)
            {
                throw new NodeException(ExitStatus.USAGE, "--shadow-classes " + text + ": " + ex.getMessage() +
                    ". Expected payload bytes x slots, such as 256x65536,1024x16384,65536x256.", ex);
            }
        }
        return classes;
    }
}
