package io.antumbra.node.command;

import io.antumbra.node.input.Rates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code primary}: appends lines to streams and replicates them to its standbys. */
@Command(
    name = "primary",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Appends lines to streams, shadows each one off-heap, and sends it to the standbys. One line is one entry; " +
            "an empty line is passed over.",
        "",
        "Killed and started again with the same options, it goes on after the last line that its shadow holds: " +
            "nothing is appended twice, nothing left out." },
    footerHeading = "%nExamples:%n",
    footer = {
        "  A log file, as it grows, to two standbys:",
        "    antumbra primary --id 0 --endpoint 127.0.0.1:24100 --dir p0 \\",
        "        --standby 1=127.0.0.1:24101 --standby 2=127.0.0.1:24102 \\",
        "        --stream access --follow /var/log/nginx/access.log",
        "  Two files at their own pace, ten times faster:",
        "    antumbra primary ... --stream a --stream b --input a=a.feed.gz \\",
        "        --input b=b.feed --paced --speed 10 --exit-when-done --hlog l.hlog",
        "  Standard input, at most 10,000 lines a second:",
        "    generate | antumbra primary ... --stream s --rate 10k/s -" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:ended in order", "2:the command line was wrong; nothing was started",
        "3:an input, a folder, a port or the disk cannot be used; the message says which and what to do",
        "4:a standby refused: another version, key or shard",
        "130, 143:stopped by SIGINT or SIGTERM, and closed in order" })
public final class PrimaryCommand implements Callable<Integer>
{
    @Mixin
    ReplicaOptions replica;

    @Option(
        names = "--standby", paramLabel = "N=HOST:PORT[+HOST:PORT]",
        description = "A standby, and the address of its line B where it has one; repeat it for several.")
    List<String> standbys = new ArrayList<>();

    @Option(
        names = "--shadow-node", paramLabel = "N=HOST:PORT[+HOST:PORT]",
        description = "A node that only holds entries ('antumbra shadow'): its hold counts before the others are " +
            "sent to.")
    List<String> shadowNodes = new ArrayList<>();

    @Option(
        names = "--input", paramLabel = "[STREAM=]FILE",
        description = "Append the lines of this file, from the first to the last. A .gz file is decompressed.")
    List<String> inputs = new ArrayList<>();

    @Option(
        names = "--follow", paramLabel = "[STREAM=]FILE",
        description = "Append the lines of this file and those that come, through rotation and truncation, as tail -F.")
    List<String> follows = new ArrayList<>();

    @Parameters(
        arity = "0..1", paramLabel = "-",
        description = "Append the lines of standard input (one stream only), and end with it.")
    String standardInput;

    @Option(
        names = "--rate", paramLabel = "[STREAM=]N/s", description = "Entries a second, such as 500, 10k/s, 30/min.")
    List<String> rates = new ArrayList<>();

    @Option(
        names = "--paced", arity = "0..1", fallbackValue = "*", paramLabel = "STREAM",
        description = "Lines begin with a receive time in nanoseconds and a blank; append them at that pace.")
    List<String> paced = new ArrayList<>();

    @Option(
        names = "--speed", paramLabel = "[STREAM=]X", description = "With --paced: X times faster. Default: 1.")
    List<String> speeds = new ArrayList<>();

    @Option(
        names = "--entries", paramLabel = "[STREAM=]N", description = "End when the stream holds N entries.")
    List<String> entries = new ArrayList<>();

    @Option(
        names = "--priority", paramLabel = "[STREAM=]P",
        description = "Priority of the entries, 0 to 32767. Default: 0.")
    List<String> priorities = new ArrayList<>();

    @Option(
        names = "--policy", paramLabel = "RULE", defaultValue = "all",
        description = "Which entries are shadowed: 'all', or conditions such as " +
            "'priority>=5 and size>=1k or size>=16k'. Default: ${DEFAULT-VALUE}.")
    String policy;

    @Option(
        names = "--drop-after", paramLabel = "TIME", defaultValue = "0",
        description = "Drop a standby from the in-sync set after it was silent that long, such as 500ms. 0: never; " +
            "entries then wait for it. Default: ${DEFAULT-VALUE}.")
    String dropAfter;

    @Option(
        names = "--min-in-sync", paramLabel = "N",
        description = "Fewest replicas, this one included, that must hold an entry before it counts as acknowledged. " +
            "Default: 2 where a standby is configured.")
    Integer minInSync;

    @Option(
        names = "--start-timeout", paramLabel = "TIME", defaultValue = "60s",
        description = "Give up when this replica does not lead by then. Default: ${DEFAULT-VALUE}.")
    String startTimeout;

    @Option(
        names = "--hlog", paramLabel = "FILE",
        description = "Write latency from the intended send time to acknowledged as an HdrHistogram log.")
    Path hlog;

    @Option(
        names = "--exit-when-done", description = "End once every line of every input is acknowledged.")
    boolean exitWhenDone;

    @Option(
        names = "--accept-input-gap",
        description = "With --follow, when the file read last is gone: go on with the new one although lines are " +
            "missing.")
    boolean acceptInputGap;

    @Option(
        names = "--skip-too-long",
        description = "Pass over lines longer than an entry may be, and count them. Otherwise such a line is an error.")
    boolean skipTooLong;

    @Option(names = "--limit", hidden = true, description = "Hold back beyond this total of entries.")
    long limit = Long.MAX_VALUE;

    @Override
    public Integer call()
    {
        final List<StreamPlan> plans = StreamPlan.of(this);
        return new PrimaryRun(this, plans).run();
    }

    long dropAfterNs()
    {
        return Rates.durationNs("--drop-after", dropAfter);
    }

    long startTimeoutNs()
    {
        return Rates.durationNs("--start-timeout", startTimeout);
    }
}
