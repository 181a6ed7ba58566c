package io.antumbra.node.command;

import io.antumbra.node.position.HandlerPositions;
import io.antumbra.node.process.NodeFile;
import io.antumbra.node.process.ParentLink;
import io.antumbra.node.process.Stopper;
import io.antumbra.node.standby.EntryOutput;
import io.antumbra.node.standby.PositionHandler;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.State;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A replica that follows a primary, from launch to close: a standby with its handler, or a shadow node without one. */
final class FollowerRun
{
    private static final long HINT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ReplicaOptions replica;
    private final List<String> primaries;
    private final Stopper stopper = new Stopper();
    private final PrintStream log;
    private final EventPrinter events;

    /**
     * @param replica   options of every replica.
     * @param primaries the primary as it was typed.
     * @param log       for what the engine tells.
     */
    FollowerRun(final ReplicaOptions replica, final List<String> primaries, final PrintStream log)
    {
        this.replica = replica;
        this.primaries = primaries;
        this.log = log;
        this.events = new EventPrinter(log);
    }

    int standby(final String output)
    {
        try (stopper;
            HandlerPositions positions = HandlerPositions.open(
                replica.inFolder(HandlerPositions.FILE_NAME), replica.streams.size());
            EntryOutput lines = null == output ? null : EntryOutput.open(output, outputLength(positions)))
        {
            return follow(replica.context(Role.STANDBY, new PositionHandler(positions, lines)), "standby");
        }
    }

    int shadow()
    {
        try (stopper)
        {
            return follow(replica.context(Role.SHADOW, null), "shadow");
        }
    }

    private int follow(final Antumbra.Context context, final String role)
    {
        final PeerOption primary = PeerOption.parse("--primary", primaries.get(0));
        context.peer(primary.id(), primary.endpoint(), primary.lineBEndpoint())
            .eventListener(events).errorHandler(events);
        try (Antumbra engine = Replicas.launch(context))
        {
            NodeFile.write(replica.folder, replica.id, role, replica.streams, engine.aeronDirectoryName());
            log.println(engine.recovery());
            if (replica.exitWithParent)
            {
                ParentLink.listen(System.in, stopper, Map.of());
            }
            final long beginNs = System.nanoTime();
            boolean isHintDue = true;
            while (!stopper.isStopping())
            {
                final long nowNs = System.nanoTime();
                Replicas.requireHealthy(engine);
                Replicas.requireWelcome(events, nowNs);
                isHintDue &= State.FOLLOWING != engine.state();
                if (isHintDue && nowNs - beginNs > HINT_NS)
                {
                    isHintDue = false;
                    log.println("still looking for primary " + primary.id() + " at " + primary.endpoint() +
                        ": is it running, and does it name this replica " + replica.id + " at " + replica.endpoint +
                        "? If it refuses this one (version, key, shard), its own output says why.");
                }
                LockSupport.parkNanos(POLL_NS);
            }
        }
        return ExitStatus.OK;
    }

    private long outputLength(final HandlerPositions positions)
    {
        long longest = 0;
        for (int stream = 0; stream < replica.streams.size(); stream++)
        {
            longest = Math.max(longest, positions.outputLength(stream));
        }
        return longest;
    }
}
