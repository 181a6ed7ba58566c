package io.antumbra.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * The flags that the JVM has to be started with, as the build wrote them into {@code jvm-flags.properties} from their
 * only source, the root pom.
 * <p>
 * A jar started by {@code java -jar} takes them from its manifest; an application that embeds the engine passes them
 * itself, and a process that starts another JVM takes them from {@link #forChildJvm()}. Stateless; any thread, at
 * launch only.
 */
public final class JvmFlags
{
    private static final String RESOURCE = "jvm-flags.properties";
    private static final int FIRST_VERSION_THAT_WARNS = 24;

    private JvmFlags()
    {
    }

    /**
     * What this JVM was started without.
     *
     * @return the missing flags as they have to be written on the command line; empty when all is well. A flag for a
     *         module that this runtime image lacks is among them: such an image cannot run the engine.
     */
    public static List<String> missing()
    {
        final Properties flags = load();
        final Module user = JvmFlags.class.getModule();
        final List<String> missing = new ArrayList<>();
        for (final String pair : pairs(flags, "addOpens"))
        {
            if (module(pair).filter((module) -> module.isOpen(packageName(pair), user)).isEmpty())
            {
                missing.add(addOpens(pair));
            }
        }
        for (final String pair : pairs(flags, "addExports"))
        {
            if (module(pair).filter((module) -> module.isExported(packageName(pair), user)).isEmpty())
            {
                missing.add(addExports(pair));
            }
        }
        return missing;
    }

    /**
     * Every flag for another JVM of the version that runs this code.
     *
     * @return arguments to put between {@code java} and the class path, one each.
     */
    public static List<String> forChildJvm()
    {
        final Properties flags = load();
        final List<String> arguments = new ArrayList<>();
        pairs(flags, "addOpens").forEach((pair) -> arguments.add(addOpens(pair)));
        pairs(flags, "addExports").forEach((pair) -> arguments.add(addExports(pair)));
        arguments.addAll(pairs(flags, "systemProperties"));
        if (Runtime.version().feature() >= FIRST_VERSION_THAT_WARNS)
        {
            arguments.addAll(pairs(flags, "jdk24Flags"));
        }
        return arguments;
    }

    private static Properties load()
    {
        try (InputStream in = JvmFlags.class.getResourceAsStream(RESOURCE))
        {
            if (null == in)
            {
                throw new IllegalStateException(RESOURCE + " is not beside " + JvmFlags.class.getName() +
                    ": keep the resources of the runtime module when repackaging it");
            }
            final Properties properties = new Properties();
            properties.load(in);
            return properties;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException(ex);
        }
    }

    private static List<String> pairs(final Properties flags, final String key)
    {
        return List.of(flags.getProperty(key).trim().split("\\s+"));
    }

    private static Optional<Module> module(final String pair)
    {
        return ModuleLayer.boot().findModule(pair.substring(0, pair.indexOf('/')));
    }

    private static String packageName(final String pair)
    {
        return pair.substring(pair.indexOf('/') + 1);
    }

    private static String addOpens(final String pair)
    {
        return "--add-opens=" + pair + "=ALL-UNNAMED";
    }

    private static String addExports(final String pair)
    {
        return "--add-exports=" + pair + "=ALL-UNNAMED";
    }
}
