package io.antumbra.node.command;

import io.antumbra.node.standby.EntryOutput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code standby}: holds what a primary sends and applies it, in order, each entry once. */
@Command(
    name = "standby",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Follows a primary: shadows and acknowledges every entry, and applies it once the whole in-sync set holds it.",
        "",
        "How far it has applied each stream is saved together with what it applied, so that a killed standby goes on " +
            "with the next entry: none twice, none left out. It catches up from the primary's shadow by itself." },
    footerHeading = "%nExample:%n",
    footer = {
        "  antumbra standby --id 1 --endpoint 127.0.0.1:24101 --primary 0=127.0.0.1:24100 \\",
        "      --dir s1 --stream access --output access.copy.log" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:ended in order", "2:the command line was wrong; nothing was started",
        "3:a folder, a port or the disk cannot be used; the message says which and what to do",
        "4:the primary refused: another version, key or shard",
        "130, 143:stopped by SIGINT or SIGTERM, and closed in order" })
public final class StandbyCommand implements Callable<Integer>
{
    @Mixin
    private ReplicaOptions replica;

    @Option(
        names = "--primary", required = true, paramLabel = "N=HOST:PORT[+HOST:PORT]",
        description = "The primary of the shard, and the address that it receives on; a second one for its line B.")
    private String primary;

    @Option(
        names = "--output", paramLabel = "FILE",
        description = "Write the entries as lines into this file, or to standard output for '-'.")
    private String output;

    @Override
    public Integer call()
    {
        final boolean isOutputTaken = EntryOutput.STANDARD_OUTPUT.equals(output);
        return new FollowerRun(replica, List.of(primary), isOutputTaken ? System.err : System.out).standby(output);
    }
}
