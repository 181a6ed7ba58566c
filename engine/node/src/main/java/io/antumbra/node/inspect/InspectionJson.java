package io.antumbra.node.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.antumbra.core.RecordStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.Decision;
import io.antumbra.store.RecoveryReport;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/** An inspection for machines. Stateless. */
public final class InspectionJson
{
    private InspectionJson()
    {
    }

    /**
     * @param inspection to print.
     * @param listed     stream whose records are listed, -1 for none.
     * @param limit      number of records at most.
     * @param decisions  to list; none is no field.
     * @param out        to print to; stays open.
     */
    public static void print(final Inspection inspection, final int listed, final int limit,
        final List<Decision> decisions, final PrintStream out)
    {
        try (JsonGenerator json = new JsonFactory().createGenerator(out))
        {
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeStringField("folder", inspection.folder().toString());
            json.writeNumberField("shard", inspection.inspector().shard());
            json.writeNumberField("maxEntryLength", inspection.inspector().maxEntryLength());
            json.writeStringField("condition", inspection.condition());
            json.writeBooleanField("damaged", inspection.isDamaged());
            classes(inspection.report(), json);
            json.writeArrayFieldStart("streams");
            for (int stream = 0; stream < inspection.report().streamCount(); stream++)
            {
                stream(inspection, stream, json);
            }
            json.writeEndArray();
            if (listed >= 0)
            {
                records(inspection, listed, limit, json);
            }
            if (!decisions.isEmpty())
            {
                Decisions.write(decisions, json);
            }
            json.writeEndObject();
            json.flush();
            out.println();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot print JSON", ex);
        }
    }

    private static void classes(final RecoveryReport report, final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("classes");
        for (int i = 0; i < report.classCount(); i++)
        {
            json.writeStartObject();
            json.writeNumberField("capacityBytes", report.sizeClass(i).capacityBytes());
            json.writeNumberField("slots", report.sizeClass(i).slotCount());
            json.writeNumberField("whole", report.verified(i));
            json.writeNumberField("empty", report.empty(i));
            json.writeNumberField("torn", report.torn(i));
            json.writeNumberField("takenBack", report.takenBack(i));
            json.writeNumberField("damaged", report.rejected(i));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void stream(final Inspection inspection, final int stream, final JsonGenerator json)
        throws IOException
    {
        final RecoveryReport.StreamCounts counts = inspection.report().stream(stream);
        json.writeStartObject();
        json.writeStringField("name", inspection.streamNames().get(stream));
        json.writeNumberField("oldestRetained", counts.oldestRetained());
        json.writeNumberField("end", counts.end());
        json.writeNumberField("promised", counts.promised());
        json.writeNumberField("retained", counts.retained());
        json.writeNumberField("superseded", counts.staleDuplicates());
        json.writeNumberField("beyondHole", counts.beyondHole());
        json.writeNumberField("outlived", counts.outlived());
        json.writeBooleanField("mayVouch", counts.mayVouch());
        json.writeNumberField("pending", inspection.withStatus(stream, RecordStatus.PENDING));
        json.writeNumberField("inFlight", inspection.withStatus(stream, RecordStatus.IN_FLIGHT));
        json.writeNumberField("acknowledged", inspection.withStatus(stream, RecordStatus.ACKNOWLEDGED));
        json.writeNumberField("failed", inspection.withStatus(stream, RecordStatus.FAILED));
        json.writeNumberField("statusDamaged", inspection.damagedStatuses(stream));
        json.writeNumberField("retransmissions", inspection.retransmissions(stream));
        json.writeNumberField("unprotected", inspection.unprotected(stream));
        json.writeEndObject();
    }

    private static void records(
        final Inspection inspection, final int stream, final int limit, final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("records");
        for (final Inspection.Listed record : inspection.last(stream, limit))
        {
            json.writeStartObject();
            json.writeNumberField("sequence", record.sequence());
            json.writeNumberField("originEpoch", record.originEpoch());
            json.writeNumberField("subsetId", record.subsetId());
            json.writeNumberField("subsetCount", record.subsetCount());
            json.writeNumberField("length", record.length());
            json.writeNumberField("priority", record.priority());
            json.writeStringField("status", record.status());
            json.writeNumberField("retransmissions", record.retransmissions());
            json.writeBooleanField("unprotected", record.isUnprotected());
            json.writeNumberField("originalEpochNs", record.originalEpochNs());
            json.writeStringField("preview", record.preview());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
