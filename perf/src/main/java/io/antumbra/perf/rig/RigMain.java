package io.antumbra.perf.rig;

import io.antumbra.perf.measure.ParentWatch;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Entry point of the processes that the rig starts; users run {@code perf.jar roundtrip} and {@code throughput}. A
 * process tells its parent in lines: {@code ready}, {@code measuring}, {@code measured}, {@code result KEY=VALUE ...}.
 * Main thread only.
 */
@Command(name = "rig", description = "The processes of the load rig.")
public final class RigMain
{
    private static final double NS_PER_MS = 1_000_000.0;
    private static final double MS_PER_S = 1000.0;

    private RigMain()
    {
    }

    /**
     * Runs one process of the rig.
     *
     * @param args as {@link NodeOptions} and {@link LoadOptions} wrote them.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new RigMain()).execute(args));
    }

    @Command(name = "raw-echo")
    int rawEcho(@Mixin final NodeOptions node)
    {
        final ParentWatch watch = ParentWatch.start();
        try (RawEcho echo = new RawEcho(node))
        {
            System.out.println("ready");
            echo.run(watch);
        }
        return 0;
    }

    @Command(name = "raw-load")
    int rawLoad(@Mixin final NodeOptions node, @Mixin final LoadOptions load,
        @Option(names = "--hlog") final Path logFile)
        throws IOException
    {
        try (LoadTarget target = new RawTarget(node))
        {
            return run(target, load, node.isFlood, logFile);
        }
    }

    @Command(name = "engine-standby")
    int engineStandby(@Mixin final NodeOptions node)
    {
        final ParentWatch watch = ParentWatch.start();
        try (EngineStandby standby = new EngineStandby(node))
        {
            System.out.println("ready");
            standby.run(watch);
        }
        return 0;
    }

    @Command(name = "engine-load")
    int engineLoad(@Mixin final NodeOptions node, @Mixin final LoadOptions load,
        @Option(names = "--hlog") final Path logFile)
        throws IOException
    {
        try (LoadTarget target = new EngineTarget(node))
        {
            return run(target, load, node.isFlood, logFile);
        }
    }

    private static int run(final LoadTarget target, final LoadOptions load, final boolean isFlood, final Path logFile)
        throws IOException
    {
        final ParentWatch watch = ParentWatch.start();
        final LoadLoop loop = new LoadLoop(target, load, watch);
        loop.connect();
        System.out.println("ready");
        if (isFlood)
        {
            final FloodLoop flood = new FloodLoop(target, load, watch);
            flood.run();
            System.out.println("result perSecond=" + flood.acknowledgedPerSecond());
            return 0;
        }
        final long startEpochMs = System.currentTimeMillis();
        loop.run();
        write(loop.histogram(), startEpochMs, logFile);
        System.out.println("result unacknowledged=" + loop.unacknowledged() + " allocatedBytes=" +
            loop.allocatedBytes() + " count=" + loop.histogram().getTotalCount());
        return 0;
    }

    private static void write(final Histogram histogram, final long startEpochMs, final Path logFile)
        throws IOException
    {
        histogram.setStartTimeStamp(startEpochMs);
        histogram.setEndTimeStamp(System.currentTimeMillis());
        try (PrintStream stream = new PrintStream(logFile.toFile(), StandardCharsets.UTF_8))
        {
            final HistogramLogWriter writer = new HistogramLogWriter(stream);
            writer.outputLogFormatVersion();
            writer.outputLegend();
            writer.outputIntervalHistogram(histogram.getStartTimeStamp() / MS_PER_S, histogram.getEndTimeStamp() /
                MS_PER_S, histogram, NS_PER_MS);
        }
    }
}
