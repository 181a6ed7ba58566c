package io.antumbra.node.inspect;

import static io.antumbra.node.term.Numbers.count;

import io.antumbra.core.RecordStatus;
import io.antumbra.node.term.Numbers;
import io.antumbra.runtime.Decision;
import io.antumbra.store.RecoveryReport;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** An inspection for people. Stateless. */
public final class InspectionText
{
    private static final long NS_PER_SECOND = 1_000_000_000;

    private InspectionText()
    {
    }

    /**
     * @param inspection to print.
     * @param listed     stream whose records are listed, -1 for none.
     * @param limit      number of records at most.
     * @param decisions  to list.
     * @param out        to print to.
     */
    public static void print(final Inspection inspection, final int listed, final int limit,
        final List<Decision> decisions, final PrintStream out)
    {
        final RecoveryReport report = inspection.report();
        out.println(
            "Shadow in " + inspection.folder() + ": shard " + inspection.inspector().shard() + ", entries up to " +
                Numbers.bytes(inspection.inspector().maxEntryLength()) + ", " + inspection.condition());
        out.println();
        out.println(String.format(Locale.ROOT, "  %12s %10s %10s %10s %10s %10s %10s",
            "slots of", "number", "whole", "empty", "torn", "taken back", "damaged"));
        for (int i = 0; i < report.classCount(); i++)
        {
            out.println(String.format(Locale.ROOT, "  %12s %10s %10s %10s %10s %10s %10s",
                Numbers.bytes(report.sizeClass(i).capacityBytes()), count(report.sizeClass(i).slotCount()),
                count(report.verified(i)), count(report.empty(i)), count(report.torn(i)), count(report.takenBack(i)),
                count(report.rejected(i))));
        }
        for (int stream = 0; stream < report.streamCount(); stream++)
        {
            stream(inspection, stream, out);
        }
        if (listed >= 0)
        {
            out.println();
            out.println("  last records of '" + inspection.streamNames().get(listed) + "':");
            inspection.last(listed, limit).forEach(record -> out.println(line(record)));
        }
        if (!decisions.isEmpty())
        {
            out.println();
            out.println("  last decisions to send something again:");
            Decisions.print(decisions, out);
        }
        out.println();
        out.println(
            inspection.isDamaged() ? "  Damage was found. Stop the replica, keep a copy of the folder, and start " +
                "it with an empty --dir: it is then filled from its peers." : "  No damage.");
    }

    private static void stream(final Inspection inspection, final int stream, final PrintStream out)
    {
        final RecoveryReport.StreamCounts counts = inspection.report().stream(stream);
        out.println();
        out.println("  stream '" + inspection.streamNames().get(stream) + "': " + (0 == counts.retained() ? "empty" :
            "entries " + count(counts.oldestRetained()) + " to " + count(counts.end()) + ", " +
                count(counts.retained()) + " of them here"));
        out.println("    status    pending " + count(inspection.withStatus(stream, RecordStatus.PENDING)) +
            ", in flight " + count(inspection.withStatus(stream, RecordStatus.IN_FLIGHT)) +
            ", acknowledged " + count(inspection.withStatus(stream, RecordStatus.ACKNOWLEDGED)) +
            ", failed " + count(inspection.withStatus(stream, RecordStatus.FAILED)) +
            ", status damaged " + count(inspection.damagedStatuses(stream)));
        out.println("    promised  " + count(counts.promised()) +
            (counts.mayVouch() ? "" : ": MORE THAN IS HERE, this replica lost what it had acknowledged"));
        out.println("    resent    " + count(inspection.retransmissions(stream)) + " times, unprotected " +
            count(inspection.unprotected(stream)) + ", superseded " + count(counts.staleDuplicates()) +
            ", beyond a hole " + count(counts.beyondHole()) + ", outlived " + count(counts.outlived()));
    }

    private static String line(final Inspection.Listed record)
    {
        final Instant time = Instant.ofEpochSecond(
            record.originalEpochNs() / NS_PER_SECOND, record.originalEpochNs() % NS_PER_SECOND);
        return String.format(Locale.ROOT, "  %12s  epoch %d  subset %d+%d  %s  %s%s%s  %s  %s",
            count(record.sequence()),
            record.originEpoch(), record.subsetId(), record.subsetCount(), time, record.status(),
            record.retransmissions() > 0 ? " (resent " + record.retransmissions() + ")" : "",
            record.isUnprotected() ? " unprotected" : "", Numbers.bytes(record.length()), record.preview());
    }
}
