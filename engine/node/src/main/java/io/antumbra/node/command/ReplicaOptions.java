package io.antumbra.node.command;

import io.antumbra.core.EntryHandler;
import io.antumbra.node.input.Rates;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that every replica takes, whatever its role. */
final class ReplicaOptions
{
    /** The transport's own setting; read when its context is made, so it is set before the engine's is. */
    private static final String DRIVER_BASE_PROPERTY = "antumbra.transport.dir.base";

    @Option(
        names = "--id", required = true, paramLabel = "N",
        description = "This replica's number, unique in its shard.")
    int id;

    @Option(
        names = "--endpoint", required = true, paramLabel = "HOST:PORT",
        description = "UDP address that this replica receives on. Without --key-file only 127.0.0.1 is accepted.")
    String endpoint;

    @Option(
        names = "--line-b", paramLabel = "HOST:PORT",
        description = "UDP address that this replica receives line B on, so that copies can come by another path. " +
            "Default: that of --endpoint.")
    String lineBEndpoint;

    @Option(
        names = "--dir", required = true, paramLabel = "DIR",
        description = "Folder of the shadow, the journal and the saved positions; created when it is not there.")
    Path folder;

    @Option(
        names = "--journal-dir", paramLabel = "DIR",
        description = "Folder of the journal (epochs, synced to the device). Needed when --dir is on a RAM disk.")
    Path journalFolder;

    @Option(
        names = "--allow-volatile-journal",
        description = "Accept a journal on a RAM disk. A replica that forgets with its host what it promised can " +
            "make two primaries: for tests and demonstrations only.")
    boolean allowVolatileJournal;

    @Option(
        names = "--stream", required = true, paramLabel = "NAME",
        description = "A stream; repeat it for several. All replicas of a shard name the same ones in the same order.")
    List<String> streams = new ArrayList<>();

    @Option(
        names = "--shard", paramLabel = "N", defaultValue = "0",
        description = "The shard that the streams belong to. Default: ${DEFAULT-VALUE}.")
    int shard;

    @Option(
        names = "--key-file", paramLabel = "FILE",
        description = "Pre-shared key that replicas prove to each other; mode 0600.")
    Path keyFile;

    @Option(
        names = "--durability", paramLabel = "MODE", defaultValue = "process",
        description = "What an acknowledgement means: 'process' survives a kill of every process, 'device' also a " +
            "crash of the host. Default: ${DEFAULT-VALUE}.")
    String durability;

    @Option(
        names = "--shadow-classes", paramLabel = "LIST",
        description = "Slots of the shadow as payload bytes x count, such as 256x65536,1024x16384,65536x256. They " +
            "decide how many entries are kept; fixed when the shadow is created.")
    String shadowClasses;

    @Option(
        names = "--max-entry-length", paramLabel = "BYTES", defaultValue = "64k",
        description = "Longest entry; the same on every replica. Default: ${DEFAULT-VALUE}.")
    String maxEntryLength;

    @Option(
        names = "--driver-base", paramLabel = "DIR",
        description = "Folder in which the media driver makes its own. Default: the RAM disk.")
    Path driverBase;

    @Option(
        names = "--exit-with-parent", hidden = true,
        description = "Listen to standard input and end when it ends; for programs that start this one.")
    boolean exitWithParent;

    int maxEntryLengthBytes()
    {
        return Rates.bytes("--max-entry-length", maxEntryLength);
    }

    /** A file in the folder, which is created when it is not there. */
    Path inFolder(final String name)
    {
        createFolder(folder);
        return folder.resolve(name);
    }

    /** What all roles have in common, and nothing concluded yet. */
    Antumbra.Context context(final Role role, final EntryHandler handler)
    {
        createFolder(folder);
        if (null != driverBase)
        {
            System.setProperty(DRIVER_BASE_PROPERTY, driverBase.toString());
        }
        final Antumbra.Context context = new Antumbra.Context();
        context.role(role)
            .shard(shard)
            .replicaId(id)
            .endpoint(endpoint)
            .streams(streams.toArray(new String[0]))
            .folder(folder)
            .durability(durabilityMode())
            .maxEntryLength(maxEntryLengthBytes())
            .handler(handler);
        if (null != lineBEndpoint)
        {
            context.lineBEndpoint(lineBEndpoint);
        }
        if (null != journalFolder)
        {
            createFolder(journalFolder);
            context.journalFolder(journalFolder);
        }
        if (null != keyFile)
        {
            context.keyFile(keyFile);
        }
        final ChronicleShadow.Context shadow = new ChronicleShadow.Context();
        if (null != shadowClasses)
        {
            shadow.sizeClasses(SizeClasses.parse(shadowClasses));
        }
        if (allowVolatileJournal)
        {
            shadow.allowVolatileJournal(true);
        }
        context.shadowContext(shadow);
        return context;
    }

    private Durability durabilityMode()
    {
        switch (durability)
        {
            case "process":
                return Durability.SURVIVES_PROCESS;
            case "device":
                return Durability.SYNCED_TO_DEVICE;
            default:
                throw new NodeException(
                    ExitStatus.USAGE, "--durability " + durability + ": expected 'process' or 'device'.");
        }
    }

    private static void createFolder(final Path wanted)
    {
        try
        {
            Files.createDirectories(wanted);
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot create the folder " + wanted, ex);
        }
    }
}
