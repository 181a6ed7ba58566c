package io.antumbra.node.demo;

import io.antumbra.node.input.FileBytes;
import io.antumbra.node.plot.LatencyPlot;
import io.antumbra.node.position.HandlerPositions;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.LiveView;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.node.term.Terminal;
import io.antumbra.node.verify.Findings;
import io.antumbra.node.verify.ReplicaShadow;
import io.antumbra.node.verify.StoredShadow;
import io.antumbra.node.verify.Verification;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * One run of the demo from the first line to the exit status. Used by the main thread; a shutdown hook ends the
 * processes when the user interrupts it.
 */
public final class DemoRun
{
    private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final double SHARE_BEFORE_BURST = 0.55;

    private final DemoOptions options;
    private final Terminal terminal;
    private final LiveView view;
    private final LatencyWatch latency = new LatencyWatch();
    private final Speedometer speedometer = new Speedometer();
    private final long startNs = System.nanoTime();
    private final long startMs = System.currentTimeMillis();

    /**
     * @param options  of the user.
     * @param terminal to draw on.
     */
    public DemoRun(final DemoOptions options, final Terminal terminal)
    {
        this.options = options;
        this.terminal = terminal;
        this.view = new LiveView(terminal);
    }

    /**
     * Runs it.
     *
     * @return exit status.
     */
    public int run()
    {
        final DemoPlan own = null == options.input ? null : DemoPlan.own(options);
        final DemoFolder folder = DemoFolder.create(options.output, Instant.ofEpochMilli(startMs));
        final DemoPlan plan = null == own ? DemoPlan.bundled(options, folder.input()) : own;
        introduce(plan);
        final AckRecord record = new AckRecord(plan.streams().size());
        final long limit = (long)Math.ceil(plan.entries() * SHARE_BEFORE_BURST);
        final Cluster cluster = new Cluster(folder, plan, latency, limit, options.lossRatio);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> onShutdown(cluster), "antumbra-demo-end"));
        final Timeline timeline;
        final Findings findings = new Findings(plan.streams().size());
        boolean isPlayed = false;
        try (cluster)
        {
            timeline = play(cluster, plan, record);
            isPlayed = true;
            view.erase();
            for (final String name : cluster.closeInOrder())
            {
                findings.problem(name + " did not close in order within 15 s and was killed");
            }
        }
        finally
        {
            view.erase();
            if (!isPlayed)
            {
                view.line("The demo did not come to its end. What each process printed is in " + folder.root() +
                    "/logs");
            }
        }
        verify(folder, plan, record, findings);
        return conclude(folder, plan, record, timeline, findings);
    }

    /** Also runs when all is well, and then has nothing to do. */
    private void onShutdown(final Cluster cluster)
    {
        final boolean isInterrupted = !cluster.isClosed();
        cluster.close();
        if (isInterrupted)
        {
            terminal.out().println();
            terminal.out().println("Interrupted: the three processes were ended, their shadows stay where they are.");
        }
    }

    private void introduce(final DemoPlan plan)
    {
        view.line("Antumbra demo: " + Numbers.count(plan.entries(), "entry", "entries") + ", a primary and two " +
            "standbys, each a process of its own, over UDP on 127.0.0.1");
        plan.streams().forEach(stream -> view.line("  " + stream.describe()));
        view.line("");
    }

    private Timeline play(final Cluster cluster, final DemoPlan plan, final AckRecord record)
    {
        final long beginNs = System.nanoTime();
        record.watchPauses(beginNs);
        final Timeline timeline = new Timeline(
            cluster, record, plan.entries(), (nowNs, text) -> view.event(nowNs - startNs, text), beginNs);
        view.event(beginNs - startNs, "starting the three processes");
        cluster.standbys().forEach(cluster::start);
        cluster.start(cluster.primary());
        long nowNs = System.nanoTime();
        while (timeline.step(nowNs))
        {
            speedometer.sample(nowNs, record.total());
            view.update(nowNs, timeline.progress(), elapsed(nowNs), live(cluster, record, timeline));
            LockSupport.parkNanos(TICK_NS);
            nowNs = System.nanoTime();
        }
        return timeline;
    }

    private List<String> live(final Cluster cluster, final AckRecord record, final Timeline timeline)
    {
        return List.of(
            Numbers.count(Math.round(speedometer.perSecond())) + "/s",
            String.format(Locale.ROOT, "risk %.1f %%", 100 * cluster.primary().risk()),
            "in flight " + Numbers.count(record.inFlight(cluster.primary())),
            "acknowledged " + Numbers.count(record.total()),
            "retransmitted " + Numbers.count(timeline.retransmitted()), latency.live());
    }

    private String elapsed(final long nowNs)
    {
        return String.format(Locale.ROOT, "%5.1f s", (nowNs - startNs) / 1e9);
    }

    private void verify(
        final DemoFolder folder, final DemoPlan plan, final AckRecord record, final Findings findings)
    {
        view.event(System.nanoTime() - startNs, "all processes have ended; reading every shadow back");
        final List<ReplicaShadow> shadows = new ArrayList<>();
        final List<Verification.Handler> handlers = new ArrayList<>();
        final List<HandlerPositions> files = new ArrayList<>();
        try
        {
            for (int id = 0; id < Cluster.REPLICAS; id++)
            {
                final String name = 0 == id ? "primary 0" : "standby " + id;
                shadows.add(StoredShadow.open(name, folder.replica(id)));
                if (id > 0)
                {
                    files.add(HandlerPositions.read(
                        folder.replica(id).resolve(HandlerPositions.FILE_NAME), plan.streams().size()));
                    handlers.add(new Verification.Handler(name, files.get(files.size() - 1)));
                }
            }
            final Verification verification = new Verification(shadows, findings);
            for (int i = 0; i < plan.streams().size(); i++)
            {
                final DemoStream stream = plan.streams().get(i);
                verification.stream(i, stream.name(), () -> new FileBytes(stream.input(), 0),
                    record.acknowledged(i), handlers);
            }
        }
        finally
        {
            shadows.forEach(ReplicaShadow::close);
            files.forEach(HandlerPositions::close);
        }
    }

    private int conclude(
        final DemoFolder folder, final DemoPlan plan, final AckRecord record, final Timeline timeline,
        final Findings findings)
    {
        final List<Histogram> intervals = latency.intervals();
        final Histogram all = new Histogram(3);
        intervals.forEach(all::add);
        final Summary summary =
            new Summary(plan.entries(), record, timeline, findings, all, lossy(timeline.loss()),
                System.nanoTime() - startNs);
        summary.lines(Cluster.REPLICAS).forEach(view::line);
        summary.writeJson(folder.root().resolve("summary.json"));
        if (null != options.json)
        {
            summary.writeJson(options.json);
        }
        plot(folder, plan, timeline, intervals);
        terminal.out().println("  histogram logs, latency.svg, summary.json and the logs are in");
        terminal.out().println(folder.root());
        return summary.isClean() ? ExitStatus.OK : ExitStatus.DAMAGE;
    }

    private Histogram lossy(final Timeline.Loss loss)
    {
        return latency.between(epochMs(loss.fromNs()), epochMs(loss.toNs()));
    }

    private long epochMs(final long nowNs)
    {
        return startMs + TimeUnit.NANOSECONDS.toMillis(nowNs - startNs);
    }

    private void plot(
        final DemoFolder folder, final DemoPlan plan, final Timeline timeline, final List<Histogram> intervals)
    {
        final LatencyPlot plot = new LatencyPlot("Antumbra demo: from the intended send time to acknowledged",
            Numbers.count(plan.entries()) + " entries, one primary, two standbys, UDP on loopback, mapped files",
            startMs, intervals);
        timeline.marks().forEach(mark -> plot.mark((mark.nowNs() - startNs) / 1e9, mark.label()));
        try
        {
            plot.write(folder.root().resolve("latency.svg"));
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the plot into " + folder.root(), ex);
        }
    }
}
