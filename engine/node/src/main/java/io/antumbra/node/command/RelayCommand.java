package io.antumbra.node.command;

import io.antumbra.node.input.Rates;
import io.antumbra.node.relay.ControlLine;
import io.antumbra.node.relay.RelayRun;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.OutputFile;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.RelayContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code relay}: a UDP relay that impairs what passes through it. */
@Command(
    name = "relay",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Stands between two programs that talk UDP and does on purpose what bad links do by accident: loses, delays, " +
            "reorders, duplicates, corrupts, limits.",
        "",
        "Point the sender at LISTEN instead of TARGET. What the target answers goes back to whoever sent last, so " +
            "each sending process needs a flow of its own. The impairments below are for every flow, both ways " +
            "unless --way says otherwise; --set changes single flows and ways.",
        "",
        "While it runs, each line on standard input changes it: '[flow=N] [way=forward|back] NAME=VALUE...' with the " +
            "names of the options below, or cut, heal and clear; and counts, flows, help, quit." },
    footerHeading = "%nExamples:%n",
    footer = {
        "  antumbra relay --flow 127.0.0.1:24201=127.0.0.1:24101 --loss 1 --delay-us 250",
        "  antumbra relay --flow 127.0.0.1:24201=127.0.0.1:24101 --flow 127.0.0.1:24202=127.0.0.1:24102 \\",
        "      --burst 0.005/0.25 --set 'flow=2 way=back loss=5' --seconds 60 --json relay.json",
        "  antumbra relay --flow 127.0.0.1:24201=127.0.0.1:24101 --trace quic_trace_example.csv --seed 7",
        "  echo 'way=forward loss=10 bandwidth=50m' and later 'heal', typed while it runs",
        "",
        "A copy that leaves more than 20 us after its time counts as late: a run with many of them",
        "measured the machine, not the link. The relay spins while something is due within 2 ms, and",
        "sleeps when it has been idle for --spin-us; under traffic it needs a processor to itself." },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:done", "2:the command line was wrong; nothing was started",
        "3:a port, a trace or an output cannot be used; the message says which and what to do",
        "130, 143:stopped by SIGINT or SIGTERM, after its summary" })
public final class RelayCommand implements Callable<Integer>
{
    private static final Pattern FLOW = Pattern.compile("(\\S+:\\d{1,5})=(\\S+:\\d{1,5})");

    @Option(
        names = "--flow", required = true, paramLabel = "LISTEN=TARGET",
        description = "Receive at HOST:PORT and send on to HOST:PORT; repeat it for several flows.")
    private List<String> flows = new ArrayList<>();

    @Mixin
    private ImpairmentOptions impairment;

    @Option(
        names = "--way", paramLabel = "WAY", defaultValue = "both",
        description = "The impairments above are for the way forward (to the target), back, or both. Default: " +
            "${DEFAULT-VALUE}.")
    private String way;

    @Option(
        names = "--set", paramLabel = "LINE",
        description = "A line as on standard input, before the start, such as 'flow=2 way=back loss=5'; repeat it.")
    private List<String> lines = new ArrayList<>();

    @Option(
        names = "--seed", paramLabel = "S", defaultValue = "0",
        description = "The same seed gives the n-th datagram of a flow and way the same fate. Default: " +
            "${DEFAULT-VALUE}.")
    private long seed;

    @Option(
        names = "--seconds", paramLabel = "N", defaultValue = "0",
        description = "Ends after so long; 0 to run until it is stopped. Default: ${DEFAULT-VALUE}.")
    private long seconds;

    @Option(
        names = "--slots", paramLabel = "N", defaultValue = "2048",
        description = "Datagrams that may be in flight in each direction of a flow: at least rate times delay. " +
            "Default: ${DEFAULT-VALUE}.")
    private int slots;

    @Option(
        names = "--max-datagram", paramLabel = "BYTES", defaultValue = "8k",
        description = "Longest datagram, at least Aeron's MTU; slots times this is taken at start. Default: " +
            "${DEFAULT-VALUE}.")
    private String maxDatagram;

    @Option(
        names = "--spin-us", paramLabel = "US", defaultValue = "1000",
        description = "Spin so long after the last datagram before sleeping; waking up costs time that the next " +
            "delay has on top. Default: ${DEFAULT-VALUE}.")
    private long spinUs;

    @Option(
        names = "--allow-remote",
        description = "Accept addresses other than loopback. The relay forwards whatever anybody sends to it.")
    private boolean allowRemote;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the summary for machines.")
    private Path json;

    @Option(
        names = "--exit-with-parent", hidden = true,
        description = "End when standard input ends; for programs that start this one.")
    private boolean exitWithParent;

    @Override
    public Integer call()
    {
        check();
        final RelayContext context = new RelayContext()
            .allowRemote(allowRemote)
            .seed(seed)
            .slots(slots)
            .maxDatagramLength(Rates.bytes("--max-datagram", maxDatagram))
            .spinNs(TimeUnit.MICROSECONDS.toNanos(spinUs));
        for (final String flow : flows)
        {
            final Matcher matcher = FLOW.matcher(flow);
            if (!matcher.matches())
            {
                throw usage("--flow " + flow + ": expected HOST:PORT=HOST:PORT, such as " +
                    "127.0.0.1:24201=127.0.0.1:24101.");
            }
            context.flow(matcher.group(1), matcher.group(2));
        }
        final Starting starting = new Starting(context);
        final List<String> words = impairment.words();
        words.add("way=" + way);
        ControlLine.apply(words, flows.size(), starting);
        lines.forEach((more) -> ControlLine.apply(more, flows.size(), starting));
        new RelayRun(context, flows, TimeUnit.SECONDS.toNanos(seconds), json, exitWithParent).run();
        return ExitStatus.OK;
    }

    private void check()
    {
        if (seconds < 0)
        {
            throw usage("--seconds " + seconds + ": expected 0 or more.");
        }
        if (spinUs < 0)
        {
            throw usage("--spin-us " + spinUs + ": expected 0 or more.");
        }
        if (null != json)
        {
            OutputFile.requireWritable("--json", json);
        }
    }

    private static NodeException usage(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }

    /** What the relay will begin with. */
    private record Starting(RelayContext context) implements ControlLine.Link
    {
        @Override
        public ImpairmentSettings settings(final int flow, final Direction direction)
        {
            return context.settings(flow, direction);
        }

        @Override
        public void impair(final int flow, final Direction direction, final ImpairmentSettings settings)
        {
            context.impair(flow, direction, settings);
        }
    }
}
