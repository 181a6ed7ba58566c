package io.antumbra.node.relay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayCounter;
import io.antumbra.transport.relay.RelayCounts;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What a relay did: as a live line, as lines for people, as JSON for machines.
 *
 * <pre>
 *   { "seconds": 10.0, "seed": 7, "processorSeconds": 4.1,
 *     "flows": [ { "flow": "127.0.0.1:24201=127.0.0.1:24101", "sourcePort": 21877,
 *                  "forward": { "impairment": "loss 1 %", "received": 1000, "lostAlone": 11, ... },
 *                  "back": { ... } } ] }
 * </pre>
 */
final class RelayReport
{
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final Set<RelayCounter> IN_THE_FIRST_LINE =
        Set.of(RelayCounter.RECEIVED, RelayCounter.FORWARDED, RelayCounter.RECEIVED_BYTES, RelayCounter.FORWARDED_BYTES,
            RelayCounter.MAX_LATENESS_NS);

    private final Relay relay;
    private final List<String> flows;
    private long perSecond;
    private long lastReceived;
    private long lastNs;

    /**
     * @param relay to report on.
     * @param flows as they were typed.
     */
    RelayReport(final Relay relay, final List<String> flows)
    {
        this.relay = relay;
        this.flows = List.copyOf(flows);
        lastNs = System.nanoTime();
    }

    /** The live line, the most important first. */
    List<String> segments(final long nowNs)
    {
        final long received = total(RelayCounter.RECEIVED);
        if (nowNs - lastNs >= SECOND_NS)
        {
            perSecond = (received - lastReceived) * SECOND_NS / (nowNs - lastNs);
            lastReceived = received;
            lastNs = nowNs;
        }
        final long lost = lost();
        final List<String> segments = new ArrayList<>();
        segments.add(Numbers.count(perSecond) + "/s");
        segments.add("received " + Numbers.count(received));
        segments.add("lost " + Numbers.count(lost) + share(lost, received));
        segments.add("in flight " + Numbers.count(total(RelayCounter.IN_FLIGHT)));
        segments.add("late " + Numbers.count(total(RelayCounter.LATE)));
        segments.add("no slot " + Numbers.count(total(RelayCounter.DROPPED_BY_SLOTS)));
        segments.add("not sent " + Numbers.count(total(RelayCounter.NOT_SENT)));
        segments.add("duplicated " + Numbers.count(total(RelayCounter.DUPLICATED)));
        return segments;
    }

    /** One line for each flow: where it leads and what is done to it. */
    List<String> flows()
    {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < flows.size(); i++)
        {
            lines.add(flows.get(i) + ", sending from port " + relay.sourcePort(i));
            for (final Direction direction : Direction.values())
            {
                lines.add("    " + name(direction) + ": " + ImpairmentText.describe(relay.settings(i, direction)));
            }
        }
        return lines;
    }

    /** Everything that was counted and is not 0. */
    List<String> counts()
    {
        final List<String> lines = new ArrayList<>();
        for (int i = 0; i < flows.size(); i++)
        {
            lines.add(flows.get(i));
            for (final Direction direction : Direction.values())
            {
                final RelayCounts counts = relay.counts(i, direction);
                lines.add(String.format(Locale.ROOT, "  %-8s received %s (%s), forwarded %s (%s)", name(direction),
                    Numbers.count(counts.get(RelayCounter.RECEIVED)),
                    Numbers.bytes(counts.get(RelayCounter.RECEIVED_BYTES)),
                    Numbers.count(counts.get(RelayCounter.FORWARDED)),
                    Numbers.bytes(counts.get(RelayCounter.FORWARDED_BYTES))));
                more(counts, lines);
            }
        }
        return lines;
    }

    private static void more(final RelayCounts counts, final List<String> lines)
    {
        final List<String> parts = new ArrayList<>();
        for (final RelayCounter counter : RelayCounter.values())
        {
            if (!IN_THE_FIRST_LINE.contains(counter) && counts.get(counter) > 0)
            {
                parts.add(counter.label() + " " + Numbers.count(counts.get(counter)));
            }
        }
        if (counts.get(RelayCounter.FORWARDED) > 0)
        {
            parts.add("at most " + Numbers.duration(counts.get(RelayCounter.MAX_LATENESS_NS)) + " late");
        }
        if (!parts.isEmpty())
        {
            lines.add("           " + String.join(", ", parts));
        }
    }

    /** What makes a run worthless, as sentences; empty when nothing does. */
    List<String> warnings()
    {
        final List<String> lines = new ArrayList<>();
        if (total(RelayCounter.DROPPED_BY_SLOTS) > 0)
        {
            lines.add(Numbers.count(total(RelayCounter.DROPPED_BY_SLOTS)) +
                " found no slot, which is no part of the impairment: raise --slots.");
        }
        if (total(RelayCounter.DROPPED_AS_TOO_LONG) > 0)
        {
            lines.add(Numbers.count(total(RelayCounter.DROPPED_AS_TOO_LONG)) +
                " were too long for a slot: raise --max-datagram.");
        }
        final long late = total(RelayCounter.LATE);
        if (late * 100 > total(RelayCounter.FORWARDED))
        {
            lines.add(Numbers.count(late) + share(late, total(RelayCounter.FORWARDED)) +
                " left more than 20 us after their time: this machine has no processor to spare for the relay.");
        }
        if (null != relay.lastError())
        {
            lines.add("the last error of a socket was: " + NodeException.reason(relay.lastError()) + ".");
        }
        return lines;
    }

    private long total(final RelayCounter counter)
    {
        long total = 0;
        for (int i = 0; i < relay.flowCount(); i++)
        {
            for (final Direction direction : Direction.values())
            {
                total += relay.counts(i, direction).get(counter);
            }
        }
        return total;
    }

    private long lost()
    {
        long lost = 0;
        for (int i = 0; i < relay.flowCount(); i++)
        {
            for (final Direction direction : Direction.values())
            {
                lost += relay.counts(i, direction).lost();
            }
        }
        return lost;
    }

    private static String share(final long part, final long of)
    {
        return 0 == of ? "" : String.format(Locale.ROOT, " (%.2f %%)", 100.0 * part / of);
    }

    private static String name(final Direction direction)
    {
        return direction.name().toLowerCase(Locale.ROOT);
    }

    /** Writes the same for machines, with every counter. */
    void writeJson(final Path file, final long seed, final double seconds, final double processorSeconds)
    {
        try (OutputStream out = Files.newOutputStream(file);
            JsonGenerator json = new JsonFactory().createGenerator(out))
        {
            json.setPrettyPrinter(new DefaultPrettyPrinter());
            json.writeStartObject();
            json.writeNumberField("seconds", seconds);
            json.writeNumberField("seed", seed);
            json.writeNumberField("processorSeconds", processorSeconds);
            json.writeArrayFieldStart("flows");
            for (int i = 0; i < flows.size(); i++)
            {
                json.writeStartObject();
                json.writeStringField("flow", flows.get(i));
                json.writeNumberField("sourcePort", relay.sourcePort(i));
                for (final Direction direction : Direction.values())
                {
                    json.writeObjectFieldStart(name(direction));
                    json.writeStringField("impairment", ImpairmentText.describe(relay.settings(i, direction)));
                    for (final RelayCounter counter : RelayCounter.values())
                    {
                        json.writeNumberField(counter.label(), relay.counts(i, direction).get(counter));
                    }
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot write the summary " + file + " (--json)", ex);
        }
    }
}
