package io.antumbra.node.command;

import io.antumbra.node.input.ByteSource;
import io.antumbra.node.input.FileBytes;
import io.antumbra.node.input.FollowedFile;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.input.StreamBytes;
import io.antumbra.node.position.ProducerPositions;
import io.antumbra.node.position.ProgressFile;
import io.antumbra.node.process.NodeFile;
import io.antumbra.node.process.ParentLink;
import io.antumbra.node.process.Stopper;
import io.antumbra.node.producer.IntervalLog;
import io.antumbra.node.producer.Producer;
import io.antumbra.node.producer.ResumePoint;
import io.antumbra.node.producer.StreamFeed;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.Numbers;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.State;
import java.util.List;
import java.util.Map;

/**
 * A primary from launch to close. The calling thread produces; the engine's own thread acknowledges, saves positions
 * and records latency. Acknowledgements that come before the feeds are there belong to entries of an earlier process
 * and are only noted in the progress file.
 */
final class PrimaryRun
{
    private final PrimaryCommand command;
    private final List<StreamPlan> plans;
    private final Stopper stopper = new Stopper();
    private final EventPrinter events = new EventPrinter(System.out);
    private final StreamFeed[] feeds;
    private volatile boolean isProducing;
    private ProducerPositions positions;
    private ProgressFile progress;
    private IntervalLog latency;

    PrimaryRun(final PrimaryCommand command, final List<StreamPlan> plans)
    {
        this.command = command;
        this.plans = plans;
        this.feeds = new StreamFeed[plans.size()];
    }

    int run()
    {
        final ReplicaOptions replica = command.replica;
        try (
            stopper;
            ProducerPositions saved = new ProducerPositions(
                replica.inFolder(ProducerPositions.FILE_NAME), plans.size());
            ProgressFile watched = ProgressFile.create(replica.inFolder(ProgressFile.FILE_NAME), plans.size());
            IntervalLog log = new IntervalLog(command.hlog))
        {
            positions = saved;
            progress = watched;
            latency = log;
            try (Antumbra engine = Replicas.launch(context()))
            {
                NodeFile.write(replica.folder, replica.id, "primary", replica.streams, engine.aeronDirectoryName());
                System.out.println(engine.recovery());
                return lead(engine);
            }
        }
    }

    private Antumbra.Context context()
    {
        final Antumbra.Context context = command.replica.context(Role.PRIMARY, null);
        command.standbys.stream().map(text -> PeerOption.parse("--standby", text))
            .forEach(peer -> context.peer(peer.id(), peer.endpoint(), peer.lineBEndpoint()));
        command.shadowNodes.stream().map(text -> PeerOption.parse("--shadow-node", text))
            .forEach(peer -> context.shadowPeer(peer.id(), peer.endpoint(), peer.lineBEndpoint()));
        context.shadowingPolicy(PolicyParser.parse(command.policy))
            .dropStandbyAfterNs(command.dropAfterNs())
            .startTimeoutNs(command.startTimeoutNs())
            .eventListener(events).errorHandler(events)
            .acknowledgementListener(this::onAcknowledged);
        if (null != command.minInSync)
        {
            context.minInSync(command.minInSync);
        }
        return context;
    }

    private int lead(final Antumbra engine)
    {
        Replicas.awaitState(engine, State.LEADING, command.startTimeoutNs(), stopper, events);
        if (stopper.isStopping())
        {
            return ExitStatus.OK;
        }
        for (int stream = 0; stream < feeds.length; stream++)
        {
            feeds[stream] = feed(engine, stream);
        }
        isProducing = true;
        try
        {
            final Producer producer = new Producer(feeds);
            producer.limit(command.limit);
            if (command.replica.exitWithParent)
            {
                ParentLink.listen(
                    System.in, stopper, Map.of("burst", producer::burst, "limit", producer::limit));
            }
            return produce(engine, producer);
        }
        finally
        {
            for (final StreamFeed feed : feeds)
            {
                feed.close();
            }
        }
    }

    private StreamFeed feed(final Antumbra engine, final int stream)
    {
        final StreamPlan plan = plans.get(stream);
        final EngineSink sink = new EngineSink(engine.stream(stream));
        final ResumePoint resume =
            ResumePoint.of(plan.name(), stream, sink.position(), positions, !plan.isStandardInput());
        final int maxEntryLength = command.replica.maxEntryLengthBytes();
        final LineScanner lines = new LineScanner(
            source(plan, resume), maxEntryLength, resume.line());
        final StreamFeed feed = new StreamFeed(
            stream, sink, lines, plan.pacing(), maxEntryLength, plan.priority(), plan.lastSequence());
        if (command.skipTooLong)
        {
            feed.skipTooLong();
        }
        final long passed = feed.begin(resume.sequence(), System.nanoTime());
        System.out.println("stream '" + plan.name() + "': " + Numbers.count(sink.position()) +
            " entries held, " + Numbers.count(resume.sequence()) + " saved as acknowledged, " +
            Numbers.count(passed) + " lines passed over, going on after line " + Numbers.count(lines.lineNumber()) +
            " of " + lines.name());
        return feed;
    }

    private ByteSource source(final StreamPlan plan, final ResumePoint resume)
    {
        if (plan.isStandardInput())
        {
            return new StreamBytes(System.in);
        }
        if (plan.isFollowed())
        {
            return command.acceptInputGap && FollowedFile.isGone(plan.file(), resume.fileKey()) ?
                new FollowedFile(plan.file(), 0, 0) :
                new FollowedFile(plan.file(), resume.fileKey(), resume.offset());
        }
        return new FileBytes(plan.file(), resume.offset());
    }

    private int produce(final Antumbra engine, final Producer producer)
    {
        final boolean isEnding = command.exitWhenDone || null != command.standardInput;
        long nowNs = System.nanoTime();
        while (!stopper.isStopping() && !(isEnding && producer.isDone()))
        {
            final int work = producer.doWork(nowNs);
            for (int stream = 0; stream < feeds.length; stream++)
            {
                progress.producing(stream, feeds[stream].sequence(), engine.stream(stream).shadowedPosition());
            }
            if (0 == work)
            {
                Replicas.requireHealthy(engine);
                producer.idle(nowNs);
            }
            nowNs = System.nanoTime();
        }
        for (final StreamFeed feed : feeds)
        {
            System.out.println("stream '" + feed.name() + "': " + Numbers.count(feed.sequence()) + " appended, " +
                Numbers.count(feed.acknowledged()) + " acknowledged, " +
                Numbers.count(feed.emptyLines(), "empty line", "empty lines") + " and " +
                Numbers.count(feed.tooLongLines()) + " too long ones passed over, " +
                Numbers.count(feed.refused(), "offer", "offers") + " refused for now");
        }
        return ExitStatus.OK;
    }

    /** Engine thread. */
    private void onAcknowledged(final int stream, final long throughSequence, final long nowNs)
    {
        progress.acknowledged(stream, throughSequence);
        if (isProducing)
        {
            feeds[stream].onAcknowledged(throughSequence, nowNs, latency.recorder(), positions);
        }
    }
}
