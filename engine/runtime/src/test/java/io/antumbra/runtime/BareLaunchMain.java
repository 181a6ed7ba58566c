package io.antumbra.runtime;

/** Launches nothing but the check of the JVM's flags, in a JVM of its own. */
final class BareLaunchMain
{
    private BareLaunchMain()
    {
    }

    public static void main(final String[] args)
    {
        try
        {
            Antumbra.launch(new Antumbra.Context());
        }
        catch (final AntumbraException ex)
        {
            System.out.println(ex.getMessage());
        }
    }
}
