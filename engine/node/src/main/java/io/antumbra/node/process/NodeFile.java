package io.antumbra.node.process;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Properties;

/**
 * {@code node.properties} in the folder of a replica: what the process that used the folder last was, so that
 * {@code stat} finds its counters and {@code inspect} knows the streams by name.
 */
public final class NodeFile
{
    /** Name of the file. */
    public static final String FILE_NAME = "node.properties";

    private final Properties properties;

    private NodeFile(final Properties properties)
    {
        this.properties = properties;
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param folder      of the replica.
     * @param replicaId   of it.
     * @param role        primary, standby or shadow.
     * @param streams     names, by index.
     * @param aeronFolder of its media driver.
     */
    public static void write(
        final Path folder, final int replicaId, final String role, final List<String> streams, final String aeronFolder)
    {
        final Properties properties = new Properties();
        properties.setProperty("replica", Integer.toString(replicaId));
        properties.setProperty("role", role);
        properties.setProperty("streams", String.join(",", streams));
        properties.setProperty("aeronFolder", aeronFolder);
        properties.setProperty("process", Long.toString(ProcessHandle.current().pid()));
        final Path temporary = folder.resolve(FILE_NAME + ".new");
        try
        {
            try (OutputStream out = Files.newOutputStream(temporary))
            {
                properties.store(out, "What the last process of this folder was. Written at each start.");
            }
            Files.move(temporary, folder.resolve(FILE_NAME), StandardCopyOption.ATOMIC_MOVE);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write " + folder.resolve(FILE_NAME), ex);
        }
    }

    /**
     * @param folder of a replica.
     * @return what is in its file; null when there is none.
     */
    public static NodeFile read(final Path folder)
    {
        final Path file = folder.resolve(FILE_NAME);
        if (!Files.exists(file))
        {
            return null;
        }
        final Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(file))
        {
            properties.load(in);
            return new NodeFile(properties);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot read " + file, ex);
        }
    }

    /** @return names of the streams, by index. */
    public List<String> streams()
    {
        return List.of(properties.getProperty("streams", "").split(","));
    }

    /** @return folder of the media driver. */
    public Path aeronFolder()
    {
        return Path.of(properties.getProperty("aeronFolder", ""));
    }

    /** @return primary, standby or shadow. */
    public String role()
    {
        return properties.getProperty("role", "?");
    }

    /** @return id of the replica. */
    public String replica()
    {
        return properties.getProperty("replica", "?");
    }
}
