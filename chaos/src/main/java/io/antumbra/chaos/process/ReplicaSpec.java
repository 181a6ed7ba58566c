package io.antumbra.chaos.process;

import java.nio.file.Path;
import java.util.List;

import io.antumbra.store.SizeClass;

/** What a replica's process is told on its command line, and what all of them have in common. */
final class ReplicaSpec
{
    static final int SHARD = 3;
    static final int REPLICA_COUNT = 3;
    static final int PRIMARY_ID = 0;
    static final int STREAM_COUNT = 2;
    static final int MAX_ENTRY_LENGTH = 1024;

    final int replicaId;
    final Path folder;
    final int[] ports;
    final String plant;
    final int window;
    final long[] primaryEnds;

    ReplicaSpec(final int replicaId, final Path folder, final int[] ports, final String plant, final int window,
        final long[] primaryEnds)
    {
        this.window = window;
        this.replicaId = replicaId;
        this.folder = folder;
        this.ports = ports;
        this.plant = plant;
        this.primaryEnds = primaryEnds;
    }

    static ReplicaSpec parse(final String[] args)
    {
        final int[] ports = new int[REPLICA_COUNT];
        for (int i = 0; i < ports.length; i++)
        {
            ports[i] = Integer.parseInt(args[2 + i]);
        }
        final long[] ends = new long[STREAM_COUNT];
        for (int i = 0; i < ends.length; i++)
        {
            ends[i] = Long.parseLong(args[4 + REPLICA_COUNT + i]);
        }
        return new ReplicaSpec(Integer.parseInt(args[0]), Path.of(args[1]), ports, args[2 + REPLICA_COUNT],
            Integer.parseInt(args[3 + REPLICA_COUNT]), ends);
    }

    void appendTo(final List<String> command)
    {
        command.add(Integer.toString(replicaId));
        command.add(folder.toString());
        for (final int port : ports)
        {
            command.add(Integer.toString(port));
        }
        command.add(plant);
        command.add(Integer.toString(window));
        for (final long end : primaryEnds)
        {
            command.add(Long.toString(end));
        }
    }

    String endpoint(final int id)
    {
        return "127.0.0.1:" + ports[id];
    }

    boolean isPrimary()
    {
        return replicaId == PRIMARY_ID;
    }

    Path shadowFolder()
    {
        return folder.resolve("shadow");
    }

    Path positionFile()
    {
        return folder.resolve("handler.position");
    }

    /** Written by the process when its media driver runs: where its CnC file is. */
    Path aeronFile(final long pid)
    {
        return folder.resolve("aeron-" + pid + ".path");
    }

    static SizeClass[] sizeClasses()
    {
        return new SizeClass[]{ new SizeClass(320, 1 << 15), new SizeClass(1088, 1 << 13) };
    }
}
