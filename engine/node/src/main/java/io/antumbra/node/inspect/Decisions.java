package io.antumbra.node.inspect;

import com.fasterxml.jackson.core.JsonGenerator;
import io.antumbra.node.term.Numbers;
import io.antumbra.runtime.Decision;
import io.antumbra.runtime.DecisionReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** What a primary sent again, and why, for people and for machines. Stateless. */
public final class Decisions
{
    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final double NS_PER_US = 1e3;

    private Decisions()
    {
    }

    /**
     * @param folder of the replica.
     * @param limit  most of them.
     * @return the last ones, the oldest first.
     */
    public static List<Decision> last(final Path folder, final int limit)
    {
        final List<Decision> all = DecisionReader.read(folder);
        return List.copyOf(all.subList(Math.max(0, all.size() - limit), all.size()));
    }

    /**
     * Prints a line for each.
     *
     * @param decisions to print.
     * @param out       to print to.
     */
    public static void print(final List<Decision> decisions, final PrintStream out)
    {
        for (final Decision decision : decisions)
        {
            out.println(line(decision));
        }
    }

    private static String line(final Decision decision)
    {
        final Instant time = Instant.ofEpochSecond(decision.epochNs() / NS_PER_SECOND,
            decision.epochNs() % NS_PER_SECOND);
        final String what = decision.streamId() < 0 ? "" : "  stream " + decision.streamId() + " " +
            Numbers.count(decision.firstSequence()) + (decision.lastSequence() == decision.firstSequence() ? "" :
                " to " + Numbers.count(decision.lastSequence()));
        return String.format(Locale.ROOT,
            "  %s  #%d  to %d  %s for %s%s  (risk %.3f, overdue after %.0f us, %s left)", time, decision.number(),
            decision.replicaId(), decision.action(), decision.reason(), what, decision.risk(),
            decision.overdueAfterNs() / NS_PER_US, Numbers.bytes(decision.budgetLeftBytes()));
    }

    /**
     * Writes an array of objects.
     *
     * @param decisions to write.
     * @param json      to write to, within an object.
     * @throws IOException when it cannot be written.
     */
    static void write(final List<Decision> decisions, final JsonGenerator json) throws IOException
    {
        json.writeArrayFieldStart("decisions");
        for (final Decision decision : decisions)
        {
            json.writeStartObject();
            json.writeNumberField("number", decision.number());
            json.writeNumberField("epochNs", decision.epochNs());
            json.writeNumberField("standby", decision.replicaId());
            json.writeNumberField("stream", decision.streamId());
            json.writeNumberField("firstSequence", decision.firstSequence());
            json.writeNumberField("lastSequence", decision.lastSequence());
            json.writeStringField("action", decision.action().name());
            json.writeStringField("reason", decision.reason().name());
            json.writeNumberField("risk", decision.risk());
            json.writeNumberField("overdueAfterNs", decision.overdueAfterNs());
            json.writeNumberField("budgetLeftBytes", decision.budgetLeftBytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
