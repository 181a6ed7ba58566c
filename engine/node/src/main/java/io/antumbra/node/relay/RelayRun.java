package io.antumbra.node.relay;

import com.sun.management.OperatingSystemMXBean;
import io.antumbra.node.process.Stopper;
import io.antumbra.node.term.LiveView;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.node.term.Terminal;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayContext;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A relay from launch to summary, with the lines that control it on the way. Used by the main thread. */
public final class RelayRun
{
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final String HELP = "NAME=VALUE..., cut, heal, clear, with flow=N or way=forward|back in front; " +
        "counts, flows, quit";

    private final RelayContext context;
    private final List<String> flows;
    private final long durationNs;
    private final Path json;
    private final boolean endsWithInput;
    private final Terminal terminal = Terminal.standardOutput();
    private final LiveView view = new LiveView(terminal);
    private boolean isQuitting;

    /**
     * @param context       to launch with.
     * @param flows         as they were typed.
     * @param durationNs    after which it ends, 0 for never.
     * @param json          summary to write, null for none.
     * @param endsWithInput true where the end of standard input means that the parent is gone.
     */
    public RelayRun(
        final RelayContext context,
        final List<String> flows,
        final long durationNs,
        final Path json,
        final boolean endsWithInput)
    {
        this.context = context;
        this.flows = List.copyOf(flows);
        this.durationNs = durationNs;
        this.json = json;
        this.endsWithInput = endsWithInput;
    }

    /** Runs until it is time, or somebody says quit or stops the process. */
    public void run()
    {
        try (Stopper stopper = new Stopper(); Relay relay = Relay.launch(context))
        {
            final long beginNs = System.nanoTime();
            final long beginProcessorNs = processorNs();
            final RelayReport report = new RelayReport(relay, flows);
            report.flows().forEach(view::line);
            final InputLines lines = InputLines.of(System.in);
            while (!stopper.isStopping() && !isOver(lines, System.nanoTime() - beginNs))
            {
                requireHealthy(relay);
                obey(lines, relay, report);
                live(report, System.nanoTime(), System.nanoTime() - beginNs);
                LockSupport.parkNanos(POLL_NS);
            }
            requireHealthy(relay);
            view.erase();
            summarize(report, System.nanoTime() - beginNs, processorNs() - beginProcessorNs);
        }
    }

    private boolean isOver(final InputLines lines, final long elapsedNs)
    {
        return isQuitting || (durationNs > 0 && elapsedNs >= durationNs) || (endsWithInput && lines.isEnded());
    }

    private static void requireHealthy(final Relay relay)
    {
        if (null != relay.failure())
        {
            throw NodeException.environment("the relay ended by itself", relay.failure());
        }
    }

    private void obey(final InputLines lines, final Relay relay, final RelayReport report)
    {
        for (String line = lines.poll(); null != line && !isQuitting; line = lines.poll())
        {
            switch (line.strip())
            {
                case "" ->
                {
                    // somebody likes an empty line
                }
                case "quit" -> isQuitting = true;
                case "help" -> view.line(HELP);
                case "counts" -> report.counts().forEach(view::line);
                case "flows" -> report.flows().forEach(view::line);
                default -> change(line, relay, report);
            }
        }
    }

    private void change(final String line, final Relay relay, final RelayReport report)
    {
        try
        {
            ControlLine.apply(line, flows.size(), new Running(relay));
            report.flows().forEach(view::line);
        }
        catch (final NodeException ex)
        {
            view.line("not done: " + ex.getMessage());
        }
    }

    private void live(final RelayReport report, final long nowNs, final long elapsedNs)
    {
        final double ratio = 0 == durationNs ? LiveView.ENDLESS : (double)elapsedNs / durationNs;
        view.update(nowNs, ratio, Numbers.duration(elapsedNs), report.segments(nowNs));
    }

    private void summarize(final RelayReport report, final long elapsedNs, final long processorNs)
    {
        report.counts().forEach(view::line);
        final double seconds = elapsedNs / 1e9;
        view.line(String.format(Locale.ROOT, "%.1f s, %.1f s of processor time (%.0f %% of one), seed %d", seconds,
            processorNs / 1e9, 100.0 * processorNs / elapsedNs, context.seed()));
        report.warnings().forEach((warning) -> view.line("! " + warning));
        if (null != json)
        {
            report.writeJson(json, context.seed(), seconds, processorNs / 1e9);
        }
    }

    private static long processorNs()
    {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** The relay itself, as lines change it. */
    private record Running(Relay relay) implements ControlLine.Link
    {
        @Override
        public ImpairmentSettings settings(final int flow, final Direction direction)
        {
            return relay.settings(flow, direction);
        }

        @Override
        public void impair(final int flow, final Direction direction, final ImpairmentSettings settings)
        {
            relay.impair(flow, direction, settings);
        }
    }
}
