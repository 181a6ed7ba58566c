package io.antumbra.chaos.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.Stream;
import io.antumbra.store.ChronicleShadow;

/**
 * The process of one replica: an application that embeds the engine. It ends when its standard input does, so that none
 * is left behind by a parent that dies. A line on it asks the producer to stop.
 */
public final class ReplicaMain
{
    /** Printed when the last entry has been offered. */
    static final String PRODUCER_STOPPED = "PRODUCER_STOPPED";

    private static final long PAUSE_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private ReplicaMain()
    {
    }

    /**
     * @param args of {@link ReplicaSpec}.
     * @throws IOException when the folder cannot be written.
     */
    public static void main(final String[] args) throws IOException
    {
        final ReplicaSpec spec = ReplicaSpec.parse(args);
        final ParentLine parent = new ParentLine();
        Files.createDirectories(spec.shadowFolder());
        if (!KillSettings.NO_PLANT.equals(spec.plant))
        {
            PlantedStandby.run(spec, parent);
            return;
        }
        final Antumbra.Context ctx = new Antumbra.Context()
            .role(spec.isPrimary() ? Role.PRIMARY : Role.STANDBY)
            .shard(ReplicaSpec.SHARD)
            .replicaId(spec.replicaId)
            .endpoint(spec.endpoint(spec.replicaId))
            .streams("one", "two")
            .folder(spec.shadowFolder())
            .shadowContext(new ChronicleShadow.Context().sizeClasses(ReplicaSpec.sizeClasses()))
            .maxEntryLength(ReplicaSpec.MAX_ENTRY_LENGTH)
            .multiProducer(false)
            .eventListener((kind, replicaId, value, message) -> System.out.println(kind + " " + replicaId + " " +
                value + " " + message));
        if (spec.isPrimary())
        {
            ctx.minInSync(ReplicaSpec.REPLICA_COUNT);
            for (int id = 0; id < ReplicaSpec.REPLICA_COUNT; id++)
            {
                if (id != spec.replicaId)
                {
                    ctx.peer(id, spec.endpoint(id));
                }
            }
        }
        else
        {
            ctx.peer(ReplicaSpec.PRIMARY_ID, spec.endpoint(ReplicaSpec.PRIMARY_ID));
            ctx.handler(new RecordingHandler(new PositionFile(spec.positionFile(), ReplicaSpec.STREAM_COUNT)));
        }
        try (Antumbra antumbra = Antumbra.launch(ctx))
        {
            announce(spec, antumbra.aeronDirectoryName());
            System.out.println(antumbra.recovery());
            if (spec.isPrimary())
            {
                produce(antumbra, parent, spec.window);
            }
            while (!parent.isEnded())
            {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    static void announce(final ReplicaSpec spec, final String aeronDirectory) throws IOException
    {
        final Path file = spec.aeronFile(ProcessHandle.current().pid());
        final Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(unfinished, aeronDirectory);
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Flat out, or as fast as a window of unacknowledged entries allows, until told to stop. */
    private static void produce(final Antumbra antumbra, final ParentLine parent, final int window)
    {
        final Payloads payloads = new Payloads();
        while (!parent.isStopped())
        {
            boolean isMoved = false;
            for (int streamId = 0; streamId < ReplicaSpec.STREAM_COUNT; streamId++)
            {
                final Stream stream = antumbra.stream(streamId);
                for (int i = 0; i < 64 && antumbra.isLeading() &&
                    stream.position() - stream.acknowledgedPosition() < window; i++)
                {
                    payloads.make(streamId, stream.position() + 1);
                    if (stream.offer(payloads.buffer(), 0, payloads.length()) < 0)
                    {
                        break;
                    }
                    isMoved = true;
                }
            }
            if (!isMoved)
            {
                LockSupport.parkNanos(PAUSE_NS);
            }
        }
        System.out.println(PRODUCER_STOPPED);
    }
}
