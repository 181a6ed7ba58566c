package io.antumbra.perf.engine;

import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * What a replica's process is told by its parent. Everything that is not here is the engine's default.
 */
final class ReplicaOptions
{
    /** Bytes of an entry that is appended here. */
    static final int ENTRY_LENGTH = 256;

    /** The one stream. */
    static final String STREAM = "entries";

    @Option(names = "--role", required = true)
    Role role;

    @Option(names = "--replica-id", required = true)
    int replicaId;

    @Option(names = "--endpoint", required = true)
    String endpoint;

    @Option(names = "--peer")
    Map<Integer, String> peers = new LinkedHashMap<>();

    @Option(names = "--folder", required = true)
    Path folder;

    @Option(names = "--journal", required = true)
    Path journalFolder;

    @Option(names = "--slots", description = "Slots of 256 bytes, 0 for the default.")
    int slots;

    @Option(names = "--append", description = "Entries to append before anything else.")
    int append;

    @Option(names = "--append-for-ever", description = "Append until killed.")
    boolean isAppendingForEver;

    Antumbra.Context toContext()
    {
        final Antumbra.Context context = new Antumbra.Context()
            .role(role)
            .replicaId(replicaId)
            .endpoint(endpoint)
            .streams(STREAM)
            .folder(folder)
            .journalFolder(journalFolder)
            .eventListener((kind, id, value, message) -> System.err.println("replica " + replicaId + ": " + kind + ' ' +
                message))
            .errorHandler((throwable) -> System.err.println("replica " + replicaId + ": " + throwable));
        peers.forEach(context::peer);
        return slots == 0 ? context : context.maxEntryLength(ENTRY_LENGTH).shadowContext(new ChronicleShadow.Context()
            .sizeClasses(new SizeClass(ENTRY_LENGTH, slots)));
    }

    List<String> toArguments()
    {
        final List<String> arguments = new ArrayList<>(List.of("--role", role.name(), "--replica-id",
            Integer.toString(replicaId), "--endpoint", endpoint, "--folder", folder.toString(), "--journal",
            journalFolder.toString(), "--slots", Integer.toString(slots), "--append", Integer.toString(append)));
        peers.forEach((id, peer) -> arguments.addAll(List.of("--peer", id + "=" + peer)));
        if (isAppendingForEver)
        {
            arguments.add("--append-for-ever");
        }
        return arguments;
    }
}
