package io.antumbra.perf.rig;

import io.antumbra.transport.LinkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * What a process of the rig is told by its parent. Written and read by this class alone, so that the two agree.
 */
final class NodeOptions
{
    @Option(names = "--name", required = true, description = "Of the process, unique on this machine.")
    String name;

    @Option(names = "--endpoint", required = true, description = "host:port on which it receives.")
    String endpoint;

    @Option(names = "--peer", required = true, description = "host:port of the other process.")
    String peer;

    @Option(names = "--flood", description = "Throughput is measured: larger windows, sockets, datagrams and terms.")
    boolean isFlood;

    @Option(names = "--folder", description = "Of the shadow.")
    Path folder;

    @Option(names = "--journal", description = "Folder of the journal.")
    Path journalFolder;

    /** The lengths, windows and time-outs that raw Aeron and Antumbra share. */
    LinkSettings link()
    {
        return isFlood ? LinkSettings.throughputProfile() : LinkSettings.defaultProfile();
    }

    List<String> toArguments()
    {
        final List<String> arguments = new ArrayList<>(List.of(
            "--name", name, "--endpoint", endpoint, "--peer", peer));
        if (isFlood)
        {
            arguments.add("--flood");
        }
        if (folder != null)
        {
            arguments.addAll(List.of("--folder", folder.toString(), "--journal", journalFolder.toString()));
        }
        return arguments;
    }
}
