package io.antumbra.node.command;

import io.antumbra.node.inspect.Decisions;
import io.antumbra.node.inspect.Inspection;
import io.antumbra.node.inspect.InspectionJson;
import io.antumbra.node.inspect.InspectionText;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Terminal;
import io.antumbra.store.ShadowInspector;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code inspect}: reads a shadow from outside, also while a replica uses it, and says what is in it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
        "Reads a shadow without changing it, verifies every record's checksum, and prints counts, statuses and damage.",
        "",
        "A torn slot is what a kill -9 leaves of the entry being written at that moment; nobody was promised it. " +
            "Damage is a record that fails its check although it was whole, or a stream that ends before what it " +
            "promised." },
    footerHeading = "%nExamples:%n",
    footer = {
        "  antumbra inspect p0                            what is in it",
        "  antumbra inspect p0 --stream feed --limit 20   its last 20 records",
        "  antumbra inspect p0 --decisions 20             why what was sent again",
        "  antumbra inspect p0 --json                     the counts for machines" },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
        "0:no damage", "1:damage was found", "2:the command line was wrong",
        "3:there is no shadow, or it is of another version" })
public final class InspectCommand implements Callable<Integer>
{
    @Parameters(paramLabel = "DIR", description = "Folder of a replica, as given to it with --dir.")
    private Path folder;

    @Option(
        names = "--stream", paramLabel = "NAME",
        description = "List the records of this stream too, by name or number.")
    private String stream;

    @Option(
        names = "--limit", paramLabel = "N", defaultValue = "50",
        description = "List the last N records at most. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(
        names = "--decisions", paramLabel = "N", defaultValue = "0",
        description = "List the last N decisions to send something again, and why, where this replica led. Up to " +
            "1,024 are kept. Default: ${DEFAULT-VALUE}.")
    private int decisions;

    @Option(names = "--json", description = "Print JSON instead of text.")
    private boolean isJson;

    @Override
    public Integer call()
    {
        if (decisions < 0)
        {
            throw new NodeException(ExitStatus.USAGE, "--decisions " + decisions + " is not allowed: 0 and more");
        }
        final PrintStream out = Terminal.standardOutput().out();
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            final Inspection inspection = new Inspection(folder, inspector);
            final int listed = null == stream ? -1 : find(inspection.streamNames());
            if (isJson)
            {
                InspectionJson.print(inspection, listed, limit, Decisions.last(folder, decisions), out);
            }
            else
            {
                InspectionText.print(inspection, listed, limit, Decisions.last(folder, decisions), out);
            }
            return inspection.isDamaged() ? ExitStatus.DAMAGE : ExitStatus.OK;
        }
    }

    private int find(final List<String> names)
    {
        final int index = names.indexOf(stream);
        if (index >= 0)
        {
            return index;
        }
        if (stream.matches("\\d{1,4}") && Integer.parseInt(stream) < names.size())
        {
            return Integer.parseInt(stream);
        }
        throw new NodeException(ExitStatus.USAGE, "--stream " + stream + ": there is no such stream in " + folder +
            ". The streams are " + names + ".");
    }
}
