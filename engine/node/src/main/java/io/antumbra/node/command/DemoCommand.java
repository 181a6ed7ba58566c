package io.antumbra.node.command;

import io.antumbra.node.demo.DemoOptions;
import io.antumbra.node.demo.DemoRun;
import io.antumbra.node.input.Rates;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Terminal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: shows on real data that nothing acknowledged is lost to a kill -9. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Starts a primary and two standbys as processes of their own, appends real data for about a minute, " +
            "kills -9 a standby and then the primary on the way, lets a link lose datagrams for a while, and " +
            "compares every replica with the input at the end.",
        "",
        "Without --input it appends a web server's access log and a live market-data feed, which are bundled. The " +
            "folder of the run, named in the last line, keeps histogram logs (.hlog), a latency plot (latency.svg), " +
            "the summary, the shadows and what each process printed." },
    footerHeading = "%nExamples:%n",
    footer = {
        "  antumbra demo                      the bundled data, about a minute",
        "  antumbra demo --entries 5000       less of it",
        "  antumbra demo --speed 20           the feed at 20 times its own pace",
        "  antumbra demo --input my.log --rate 2k/s --json summary.json" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:every acknowledged entry is on every replica, once",
        "1:an acknowledged entry was lost or duplicated, or it could not be found out",
        "2:the command line was wrong; nothing was started",
        "3:an input, a folder, a port or the disk cannot be used; the message says which and what to do" })
public final class DemoCommand implements Callable<Integer>
{
    private static final long FEWEST_ENTRIES = 1_000;
    private static final int MOST_LOSS = 50;

    @Option(
        names = "--input", paramLabel = "FILE",
        description = "Append the lines of this file instead of the bundled data; .gz is decompressed.")
    private Path input;

    @Option(
        names = "--rate", paramLabel = "N/s",
        description = "Entries a second over all streams, such as 500 or 10k/s. Default: the feed's own times; your " +
            "own input is spread over a minute.")
    private String rate;

    @Option(
        names = "--speed", paramLabel = "X",
        description = "How many times faster than the receive times in front of the lines; your own lines must have " +
            "them (nanoseconds and a blank). Default for the bundled feed: 6.")
    private Double speed;

    @Option(
        names = "--entries", paramLabel = "N",
        description = "Append the first N entries only, at least " + FEWEST_ENTRIES + ". Default: all.")
    private Long entries;

    @Option(
        names = "--loss", paramLabel = "PERCENT", defaultValue = "1",
        description = "Datagrams that a link loses for a while, each way, 0 to 50. Default: ${DEFAULT-VALUE}.")
    private double lossPercent;

    @Option(
        names = "--output", paramLabel = "DIR",
        description = "Folder of the run. Default: a new one in the folder antumbra-demo.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary here as well, for machines.")
    private Path json;

    @Override
    public Integer call()
    {
        final DemoOptions options = new DemoOptions();
        if (null != rate && null != speed)
        {
            throw usage("give --rate or --speed, not both: they are two ways to set the pace.");
        }
        if (null != speed && !(speed > 0 && speed < 1e9))
        {
            throw usage("--speed " + speed + ": expected a number above 0, such as 6 or 0.5.");
        }
        if (null != entries && entries < FEWEST_ENTRIES)
        {
            throw usage("--entries " + entries + ": expected at least " + FEWEST_ENTRIES +
                ", so that there is something to kill a process in.");
        }
        if (!(lossPercent >= 0 && lossPercent <= MOST_LOSS))
        {
            throw usage("--loss " + lossPercent + ": expected a percentage from 0 to " + MOST_LOSS + ".");
        }
        if (null != json && null != json.toAbsolutePath().getParent() &&
            !Files.isWritable(json.toAbsolutePath().getParent()))
        {
            throw NodeException.environment("cannot write the summary " + json +
                " (--json): its folder is not there or not writable. Create it, or name another file.");
        }
        options.input = input;
        options.ratePerSecond = null == rate ? 0 : Rates.perSecond("--rate", rate);
        options.speed = null == speed ? 0 : speed;
        options.entries = null == entries ? Long.MAX_VALUE : entries;
        options.lossRatio = lossPercent / 100;
        options.output = output;
        options.json = json;
        return new DemoRun(options, Terminal.standardOutput()).run();
    }

    private static NodeException usage(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }
}
