package io.antumbra.node.command;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code shadow}: a shadow node, which holds what a primary sends and applies nothing. */
@Command(
    name = "shadow",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Follows a primary and only holds its entries, on this host's disk or RAM disk. The primary names it with " +
            "--shadow-node and sends an entry to its standbys only once every shadow node holds it." },
    footerHeading = "%nExample:%n",
    footer = {
        "  antumbra shadow --id 3 --endpoint 127.0.0.1:24103 --primary 0=127.0.0.1:24100 \\",
        "      --dir /dev/shm/n3 --journal-dir n3 --stream access" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:ended in order", "2:the command line was wrong; nothing was started",
        "3:a folder, a port or the disk cannot be used; the message says which and what to do",
        "4:the primary refused: another version, key or shard",
        "130, 143:stopped by SIGINT or SIGTERM, and closed in order" })
public final class ShadowCommand implements Callable<Integer>
{
    @Mixin
    private ReplicaOptions replica;

    @Option(
        names = "--primary", required = true, paramLabel = "N=HOST:PORT[+HOST:PORT]",
        description = "The primary of the shard, and the address that it receives on; a second one for its line B.")
    private String primary;

    @Override
    public Integer call()
    {
        return new FollowerRun(replica, List.of(primary), System.out).shadow();
    }
}
