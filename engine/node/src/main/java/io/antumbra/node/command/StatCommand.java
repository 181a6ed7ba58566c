package io.antumbra.node.command;

import io.antumbra.node.counters.CounterFile;
import io.antumbra.node.inspect.Decisions;
import io.antumbra.node.process.NodeFile;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.node.term.Terminal;
import io.antumbra.runtime.Decision;
import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.State;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code stat}: the counters of a running replica, read without disturbing it. */
@Command(
    name = "stat",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Prints the counters of a running replica: its own first, then those of its media driver. With " +
        "--dir also what it sent again last, and why.",
    footerHeading = "%nExamples:%n",
    footer = {
        "  antumbra stat --dir p0 --watch                 once a second",
        "  antumbra stat --aeron-dir /dev/shm/aeron-me    of any media driver" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = { "0:done", "2:the command line was wrong", "3:nothing runs there" })
public final class StatCommand implements Callable<Integer>
{
    private static final int DECISIONS_SHOWN = 8;
    private static final int FIRST_TYPE_ID = 4700;
    private static final int LAST_TYPE_ID = 4799;
    private static final String HOME_AND_CLEAR = "\033[H\033[2J";

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Where where;

    @Option(names = "--watch", description = "Print them again each second.")
    private boolean isWatching;

    /** Where the counters are. */
    static final class Where
    {
        @Option(names = "--dir", paramLabel = "DIR", description = "Folder of a replica, as given to it.")
        private Path folder;

        @Option(names = "--aeron-dir", paramLabel = "DIR", description = "Folder of a media driver.")
        private Path aeronFolder;
    }

    @Override
    public Integer call()
    {
        final Path folder = aeronFolder();
        final Terminal terminal = Terminal.standardOutput();
        do
        {
            try (CounterFile counters = CounterFile.tryOpen(folder))
            {
                if (null == counters || ProcessHandle.of(counters.processId()).isEmpty())
                {
                    throw NodeException.environment("no replica runs with the media driver folder " + folder +
                        ". Start it, or name another one with --dir or --aeron-dir.");
                }
                terminal.out().print(isWatching && terminal.isInteractive() ? HOME_AND_CLEAR : "");
                print(counters, terminal.out());
                printDecisions(terminal.out());
            }
            LockSupport.parkNanos(isWatching ? TimeUnit.SECONDS.toNanos(1) : 1);
        }
        while (isWatching && !Thread.currentThread().isInterrupted());
        return ExitStatus.OK;
    }

    private Path aeronFolder()
    {
        if (null != where.aeronFolder)
        {
            return where.aeronFolder;
        }
        final NodeFile node = NodeFile.read(where.folder);
        if (null == node)
        {
            throw NodeException.environment("the folder " + where.folder + " has no " + NodeFile.FILE_NAME +
                ": no replica was ever started with it. Name the folder given to the replica as --dir.");
        }
        return node.aeronFolder();
    }

    private static void print(final CounterFile counters, final PrintStream out)
    {
        final List<CounterFile.Counter> own = new ArrayList<>();
        final List<CounterFile.Counter> others = new ArrayList<>();
        counters.list().forEach(counter -> (isOwn(counter) ? own : others).add(counter));
        out.println("Antumbra, process " + counters.processId());
        own.forEach(counter -> print(counter, out));
        out.println();
        out.println("Media driver");
        others.forEach(counter -> print(counter, out));
        out.println();
        out.flush();
    }

    private void printDecisions(final PrintStream out)
    {
        final List<Decision> decisions =
            null == where.folder ? List.of() : Decisions.last(where.folder, DECISIONS_SHOWN);
        if (!decisions.isEmpty())
        {
            out.println("Sent again last");
            Decisions.print(decisions, out);
            out.println();
            out.flush();
        }
    }

    private static boolean isOwn(final CounterFile.Counter counter)
    {
        return counter.typeId() >= FIRST_TYPE_ID && counter.typeId() <= LAST_TYPE_ID;
    }

    private static void print(final CounterFile.Counter counter, final PrintStream out)
    {
        String meaning = "";
        if (EngineCounter.STATE.typeId() == counter.typeId())
        {
            for (final State state : State.values())
            {
                meaning = state.code() == counter.value() ? "  = " + state : meaning;
            }
        }
        out.println(String.format(Locale.ROOT, "%20s  %s%s", Numbers.count(counter.value()), counter.label(), meaning));
    }
}
