package io.antumbra.perf.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/**
 * What roundtrip and throughput have in common.
 */
final class RigOptions
{
    @Option(names = "--rounds", defaultValue = "12", paramLabel = "N",
        description = "Interleaved rounds that count; default ${DEFAULT-VALUE}.")
    int rounds;

    @Option(names = "--shadow-dir", defaultValue = "/dev/shm,target/perf", split = ",", paramLabel = "DIR",
        description = "Folders for the shadows, a table each; what is made in them is removed. " +
            "Default ${DEFAULT-VALUE}: the RAM disk and the disk of this folder.")
    List<Path> shadowFolders = new ArrayList<>();

    @Option(names = "--out", paramLabel = "DIR",
        description = "Folder for histograms, CSV and plot; default target/perf/COMMAND.")
    Path outFolder;

    @Option(names = "--pin", description = "Pin the loading process to core 0 and the other to core 1, by taskset.")
    boolean isPinned;

    @Option(names = "--max-foreign", defaultValue = "5", paramLabel = "PERCENT",
        description = "A measurement is dropped and repeated when other processes and the host took more than this " +
            "much of one core meanwhile; default ${DEFAULT-VALUE}.")
    double maxForeignPercent;

    @Option(names = "--max-repeats", defaultValue = "10", paramLabel = "N",
        description = "Repeats in all, then disturbed measurements are kept and marked; default ${DEFAULT-VALUE}.")
    int maxRepeats;

    @Option(names = "--raw-only", description = "Measure the floor only.")
    boolean isRawOnly;

    @Option(names = "--jvm-arg", paramLabel = "ARG",
        description = "For all measured JVMs, such as --jvm-arg=-XX:+UseSerialGC; may be repeated.")
    List<String> jvmArgs = new ArrayList<>();

    /** In the order in which each round goes. */
    List<Contender> contenders()
    {
        final List<Contender> contenders = new ArrayList<>(List.of(Contender.raw()));
        if (!isRawOnly)
        {
            final Set<Path> distinct = new LinkedHashSet<>(shadowFolders);
            distinct.forEach((folder) -> contenders.add(Contender.antumbra(folder)));
        }
        return contenders;
    }

    /** Refuse what makes no sense. */
    void check()
    {
        if (rounds < 1)
        {
            throw new IllegalArgumentException("--rounds=" + rounds + " is not allowed: 1 and more");
        }
        if (shadowFolders.isEmpty())
        {
            throw new IllegalArgumentException("--shadow-dir is empty: name a folder, or --raw-only");
        }
    }
}
