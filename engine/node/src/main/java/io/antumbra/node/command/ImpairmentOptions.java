package io.antumbra.node.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The impairments of {@code relay} as options. Their values stay text here: what understands a line of standard input
 * understands them, too.
 */
final class ImpairmentOptions
{
    @Option(names = "--loss", paramLabel = "PERCENT", description = "Lose so many, each by itself.")
    private String loss;

    @Option(
        names = "--burst", paramLabel = "BEGIN/END",
        description = "Lose in bursts (Gilbert-Elliott): chance that one begins, and that it ends, with a datagram, " +
            "from 0 to 1; a third number is the share lost within, else all. 0.005/0.25 loses 2 %% in bursts of 4.")
    private String burst;

    @Option(names = "--delay-us", paramLabel = "US", description = "Hold each back for so long.")
    private String delay;

    @Option(
        names = "--jitter-us", paramLabel = "US",
        description = "And for up to so much longer, evenly distributed; overtakes within it unless --keep-order yes.")
    private String jitter;

    @Option(names = "--keep-order", paramLabel = "yes|no", description = "Nothing overtakes. Default: no.")
    private String keepOrder;

    @Option(names = "--reorder", paramLabel = "PERCENT", description = "Hold so many back, so that others overtake.")
    private String reorder;

    @Option(
        names = "--reorder-delay-us", paramLabel = "US",
        description = "By how much longer those are held back. Default: 500.")
    private String reorderDelay;

    @Option(names = "--duplicate", paramLabel = "PERCENT", description = "Send so many twice.")
    private String duplicate;

    @Option(names = "--corrupt", paramLabel = "PERCENT", description = "Flip one bit in so many copies.")
    private String corrupt;

    @Option(
        names = "--bandwidth", paramLabel = "BITS",
        description = "Let no more payload bits a second through, such as 512k or 50m; what comes faster waits.")
    private String bandwidth;

    @Option(
        names = "--queue", paramLabel = "BYTES",
        description = "Bytes that may wait before the bandwidth; what finds no room is dropped. Default: 256k.")
    private String queue;

    @Option(
        names = "--flap-ms", paramLabel = "UP/DOWN[/random]",
        description = "Be up, then down, for so long each, all flows together: 147/3 is a blackout of 3 ms each 150, " +
            "147/3/random has it somewhere in each 150.")
    private String flap;

    @Option(
        names = "--trace", paramLabel = "FILE.csv",
        description = "Replay a recorded link, in order: columns t_send_ms or _us, rtt_ms or _us, and lost where " +
            "known (else high round trips are late, not lost); .gz is decompressed. It begins anew at its end.")
    private String trace;

    @Option(
        names = "--trace-share", paramLabel = "PERCENT",
        description = "Part of the recorded round trip that each way takes. Default: 50.")
    private String traceShare;

    /** Those that were given, as the words of a line of control. */
    List<String> words()
    {
        final List<String> words = new ArrayList<>();
        add(words, "loss", loss);
        add(words, "burst", burst);
        add(words, "delay-us", delay);
        add(words, "jitter-us", jitter);
        add(words, "keep-order", keepOrder);
        add(words, "reorder", reorder);
        add(words, "reorder-delay-us", reorderDelay);
        add(words, "duplicate", duplicate);
        add(words, "corrupt", corrupt);
        add(words, "bandwidth", bandwidth);
        add(words, "queue", queue);
        add(words, "flap-ms", flap);
        add(words, "trace", trace);
        add(words, "trace-share", traceShare);
        return words;
    }

    private static void add(final List<String> words, final String name, final String value)
    {
        if (null != value)
        {
            words.add(name + "=" + value);
        }
    }
}
