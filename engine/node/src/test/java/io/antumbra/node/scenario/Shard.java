package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.agrona.IoUtil;

/** Folders, ports and processes of the replicas of one test. The media drivers get a folder of their own. */
final class Shard implements AutoCloseable
{
    private static final Path RAM_DISK = Path.of("/dev/shm");
    private static final int MAX_REPLICAS = 5;

    private final Path root;
    private final Path drivers;
    private final String[] endpoints = new String[MAX_REPLICAS];
    private final Map<Integer, Path> folders = new TreeMap<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> options = new ArrayList<>();
    private final List<NodeProcess> processes = new ArrayList<>();

    Shard(final Path root) throws IOException
    {
        this.root = root;
        drivers = Files.createTempDirectory(Files.isWritable(RAM_DISK) ? RAM_DISK : root, "antumbra-it-");
        final List<DatagramSocket> sockets = new ArrayList<>();
        for (int id = 0; id < MAX_REPLICAS; id++)
        {
            sockets.add(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            endpoints[id] = "127.0.0.1:" + sockets.get(id).getLocalPort();
            folders.put(id, root.resolve("replica-" + id));
        }
        sockets.forEach(DatagramSocket::close);
    }

    /** For every JVM from now on. */
    Shard flags(final String... more)
    {
        flags.addAll(List.of(more));
        return this;
    }

    /** For every replica from now on. */
    Shard options(final String... more)
    {
        options.addAll(List.of(more));
        return this;
    }

    String endpoint(final int id)
    {
        return endpoints[id];
    }

    /** As it is written for {@code --primary}, {@code --standby} and {@code --shadow-node}. */
    String peer(final int id)
    {
        return id + "=" + endpoints[id];
    }

    Path folder(final int id)
    {
        return folders.get(id);
    }

    /** Where the replica keeps its shadow, instead of a folder of its own. */
    void folder(final int id, final Path folder)
    {
        folders.put(id, folder);
    }

    Path file(final String name)
    {
        return root.resolve(name);
    }

    /** Where the media drivers of the replicas are. */
    Path drivers()
    {
        return drivers;
    }

    NodeProcess primary(final String... more) throws IOException
    {
        return replica("primary", 0, more);
    }

    /** A standby or a shadow node of primary 0. */
    NodeProcess follower(final String command, final int id, final String... more) throws IOException
    {
        final List<String> all = new ArrayList<>(List.of("--primary", peer(0)));
        all.addAll(List.of(more));
        return replica(command, id, all.toArray(new String[0]));
    }

    NodeProcess replica(final String command, final int id, final String... more) throws IOException
    {
        final List<String> arguments = new ArrayList<>(List.of(command, "--id", Integer.toString(id), "--endpoint",
            endpoints[id], "--dir", folder(id).toString(), "--driver-base", drivers.toString(), "--shadow-classes",
            "256x4096,4096x512,65536x64"));
        arguments.addAll(options);
        arguments.addAll(List.of(more));
        return started(new NodeProcess(folder(id), printed(command + "-" + id), flags, arguments));
    }

    /** A command that is no replica. */
    NodeProcess command(final String... arguments) throws IOException
    {
        return started(new NodeProcess(null, printed(arguments[0]), List.of(), List.of(arguments)));
    }

    private Path printed(final String name)
    {
        return root.resolve((processes.size() + 1) + "-" + name + ".log");
    }

    private NodeProcess started(final NodeProcess process)
    {
        processes.add(process);
        return process;
    }

    /** Lines that differ, the first one with number {@code first}; each has this many bytes. */
    static List<String> lines(final String prefix, final int first, final int count, final int length)
    {
        final List<String> lines = new ArrayList<>();
        for (int i = first; i < first + count; i++)
        {
            final String start = prefix + i + " ";
            lines.add(start + "x".repeat(Math.max(0, length - start.length())));
        }
        return lines;
    }

    /** Appends lines to an input that a primary follows. */
    static void append(final Path input, final List<String> lines) throws IOException
    {
        Files.write(input, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Every process has ended by itself or by a kill; its driver must have left nothing, unless it was killed. */
    void assertNothingLeftOfDrivers() throws IOException
    {
        try (Stream<Path> left = Files.list(drivers))
        {
            assertEquals(List.of(), left.toList());
        }
    }

    @Override
    public void close()
    {
        processes.forEach(NodeProcess::close);
        IoUtil.delete(drivers.toFile(), true);
    }
}
