package io.antumbra.node.demo;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.node.verify.Findings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What came of a run: as lines for people, as JSON for machines.
 *
 * <pre>
 *   { "entries": 51249, "acknowledged": 51249, "lost": 0, "duplicated": 0, "retransmitted": 3, "inFlightAtKill": 612,
 *     "latencyUs": { "p50": 84.1, "p99": 920.5, "p999": 4210.0, "max": 9841.2 },
 *     "lossyLink": { "seconds": 14.2, "datagramsLost": 2012, "entriesResent": 1105, "latencyUs": { ... } },
 *     "measured": 50637, "comparedRecords": 153747, "pauseMs": { "standbyKill": 512.0, "primaryKill": 2310.4 },
 *     "seconds": 61.2, "problems": [] }
 * </pre>
 */
final class Summary
{
    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;

    private final long entries;
    private final AckRecord record;
    private final Timeline timeline;
    private final Findings findings;
    private final Histogram latency;
    private final Histogram lossy;
    private final long elapsedNs;

    Summary(
        final long entries, final AckRecord record, final Timeline timeline, final Findings findings,
        final Histogram latency, final Histogram lossy, final long elapsedNs)
    {
        this.entries = entries;
        this.record = record;
        this.timeline = timeline;
        this.findings = findings;
        this.latency = latency;
        this.lossy = lossy;
        this.elapsedNs = elapsedNs;
    }

    boolean isClean()
    {
        return findings.isClean() && record.total() >= entries;
    }

    /** Lines for people, without the folder. */
    List<String> lines(final int replicas)
    {
        final List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("  read back     " + replicas + " shadows, " + count(findings.comparedRecords()) +
            " records compared with the input byte for byte" + (findings.isClean() ? ": identical" : ""));
        findings.details().forEach(detail -> lines.add("    ! " + detail));
        lines.add("  latency       " + percentiles(latency));
        lines.add("                from the intended send time to acknowledged, " + count(latency.getTotalCount()) +
            " entries;");
        lines.add("                the last half second before the primary's kill died with it");
        lines.add("  pauses        standby killed: " + pause(timeline.standbyPauseNs()) + " until it was dropped");
        lines.add("                primary killed: " + pause(timeline.primaryGapNs()) + " to the next acknowledgement");
        lines.add("  lossy link    " + percentiles(lossy) + " while " + count(timeline.loss().lost()) +
            " datagrams were lost");
        lines.add("  in flight     " + count(timeline.inFlightAtKill()) + " entries when the primary was killed");
        lines.add("  retransmitted " + count(timeline.retransmitted()));
        lines.add("");
        lines.add("  " + count(record.total()) + " of " + count(entries) + " entries acknowledged, " +
            count(findings.lost()) + " lost, " + count(findings.duplicated()) + " duplicated" +
            (isClean() ? "" : "  <-- this must not be"));
        return lines;
    }

    private static String percentiles(final Histogram of)
    {
        return 0 == of.getTotalCount() ? "no whole interval was measured" :
            "p50 " + at(of, 50) + "  p99 " + at(of, 99) + "  p99.9 " + at(of, 99.9) + "  max " +
                Numbers.duration(of.getMaxValue());
    }

    private static String at(final Histogram of, final double percentile)
    {
        return Numbers.duration(of.getValueAtPercentile(percentile));
    }

    private static String pause(final long pauseNs)
    {
        return pauseNs < 0 ? "not measured" : String.format(Locale.ROOT, "%,.0f ms", pauseNs / NS_PER_MS);
    }

    private static String count(final long value)
    {
        return Numbers.count(value);
    }

    /** Writes the same for machines. */
    void writeJson(final Path file)
    {
        try (OutputStream out = Files.newOutputStream(file);
            JsonGenerator json = new JsonFactory().createGenerator(out))
        {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("entries", entries);
            json.writeNumberField("acknowledged", record.total());
            json.writeNumberField("lost", findings.lost());
            json.writeNumberField("duplicated", findings.duplicated());
            json.writeNumberField("retransmitted", timeline.retransmitted());
            json.writeNumberField("inFlightAtKill", timeline.inFlightAtKill());
            writeLatency(json, latency);
            json.writeNumberField("measured", latency.getTotalCount());
            json.writeNumberField("comparedRecords", findings.comparedRecords());
            json.writeObjectFieldStart("pauseMs");
            json.writeNumberField("standbyKill", timeline.standbyPauseNs() / NS_PER_MS);
            json.writeNumberField("primaryKill", timeline.primaryGapNs() / NS_PER_MS);
            json.writeEndObject();
            json.writeObjectFieldStart("lossyLink");
            json.writeNumberField("seconds", (timeline.loss().toNs() - timeline.loss().fromNs()) / 1e9);
            json.writeNumberField("datagramsLost", timeline.loss().lost());
            json.writeNumberField("entriesResent", timeline.loss().resent());
            writeLatency(json, lossy);
            json.writeEndObject();
            json.writeNumberField("seconds", elapsedNs / 1e9);
            json.writeArrayFieldStart("problems");
            for (final String detail : findings.details())
            {
                json.writeString(detail);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the summary " + file + " (--json)", ex);
        }
    }

    private static void writeLatency(final JsonGenerator json, final Histogram of) throws IOException
    {
        json.writeObjectFieldStart("latencyUs");
        json.writeNumberField("p50", of.getValueAtPercentile(50) / NS_PER_US);
        json.writeNumberField("p99", of.getValueAtPercentile(99) / NS_PER_US);
        json.writeNumberField("p999", of.getValueAtPercentile(99.9) / NS_PER_US);
        json.writeNumberField("max", of.getMaxValue() / NS_PER_US);
        json.writeEndObject();
    }
}
