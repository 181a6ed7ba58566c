package io.antumbra.node.producer;

import io.antumbra.core.Outcome;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.input.Pacing;
import io.antumbra.node.input.TimedLine;
import io.antumbra.node.position.ProducerPositions;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * The lines of one input on their way into one stream: one line is one entry, in order. An empty line cannot be an
 * entry; it is passed over and counted. Used by the producing thread, {@link #onAcknowledged} by the engine thread.
 */
public final class StreamFeed implements AutoCloseable
{
    private static final int MAX_ENTRIES_PER_POLL = 64;
    private static final int MAX_IN_FLIGHT = 1 << 17;

    private final EntrySink sink;
    private final LineScanner lines;
    private final Pacing pacing;
    private final int maxEntryLength;
    private final int priority;
    private final long lastSequence;
    private final AckTracker tracker;
    private long sequence;
    private boolean isPending;
    private boolean isDueKnown;
    private boolean isEnded;
    private int prefixLength;
    private long dueNs;
    private long emptyLines;
    private long tooLongLines;
    private boolean isSkippingTooLong;
    private long refused;

    /**
     * @param stream         index in the positions file.
     * @param sink           to append to; leading already, so that its position is what was recovered.
     * @param lines          to append; positioned by {@link ResumePoint}.
     * @param pacing         of the lines.
     * @param maxEntryLength longest entry that the engine takes, bytes.
     * @param priority       of each entry.
     * @param lastSequence   sequence to end with, {@code Long.MAX_VALUE} for the end of the input.
     */
    public StreamFeed(
        final int stream, final EntrySink sink, final LineScanner lines, final Pacing pacing, final int maxEntryLength,
        final int priority, final long lastSequence)
    {
        this.sink = sink;
        this.lines = lines;
        this.pacing = pacing;
        this.maxEntryLength = maxEntryLength;
        this.priority = priority;
        this.lastSequence = lastSequence;
        this.tracker = new AckTracker(stream, MAX_IN_FLIGHT);
    }

    /**
     * Passes over lines that the stream holds already, then begins.
     *
     * @param savedSequence that the first line of the scanner comes right after.
     * @param nowNs         of the caller's clock.
     * @return number of lines passed over.
     */
    public long begin(final long savedSequence, final long nowNs)
    {
        sequence = sink.position();
        long passed = 0;
        for (long at = savedSequence; at < sequence; at++, passed++)
        {
            if (!read(nowNs))
            {
                throw NodeException.environment("stream '" + sink.name() + "' holds " + Numbers.count(sequence) +
                    " entries, but its input " + lines.name() + " ends after " + Numbers.count(at) +
                    ". Give the same input as before, or begin anew in another --dir.");
            }
            isPending = false;
        }
        tracker.begin(sequence, lines.endKey(), lines.endOffset(), lines.lineNumber());
        return passed;
    }

    /**
     * Appends what is due.
     *
     * @param nowNs   of the caller's clock.
     * @param flatOut true to take every line as due now.
     * @param atMost  number of entries.
     * @return number of entries appended.
     */
    public int poll(final long nowNs, final boolean flatOut, final long atMost)
    {
        final long most = Math.min(atMost, MAX_ENTRIES_PER_POLL);
        int sent = 0;
        while (sent < most && hasNext(nowNs))
        {
            final boolean isEarly = dueNs - nowNs > 0;
            if ((isEarly && !flatOut) || !offer(isEarly ? nowNs : dueNs))
            {
                break;
            }
            sent++;
        }
        return sent;
    }

    /**
     * Looks at the next line, so that {@link #dueNs} is known.
     *
     * @param nowNs of the caller's clock.
     * @return true when there is one.
     */
    boolean hasNext(final long nowNs)
    {
        if (isEnded || !read(nowNs))
        {
            return false;
        }
        if (!isDueKnown)
        {
            final long receiveNs = prefixLength > 0 ? TimedLine.receiveNs(lines.buffer(), prefixLength) : 0;
            dueNs = pacing.dueNs(receiveNs, nowNs);
            isDueKnown = true;
        }
        return true;
    }

    private boolean offer(final long intendedNs)
    {
        final long next = sequence + 1;
        if (!tracker.hasRoom(next))
        {
            refused++;
            return false;
        }
        tracker.track(next, intendedNs, lines.endKey(), lines.endOffset(), lines.lineNumber());
        final int length = (int)lines.length();
        final long result = sink.offer(lines.buffer(), 0, length, priority);
        if (result > 0)
        {
            if (result != next)
            {
                throw new IllegalStateException("stream '" + sink.name() + "' gave sequence " + result +
                    ", expected " + next + ": somebody else appends to it as well");
            }
            sequence = next;
            isPending = false;
            isDueKnown = false;
            isEnded = sequence >= lastSequence;
            pacing.sent();
            return true;
        }
        if (Outcome.BACK_PRESSURED != result && Outcome.ADMIN_ACTION != result && Outcome.NOT_PRIMARY != result &&
            Outcome.NOT_CONNECTED != result)
        {
            throw NodeException.environment("the engine refused line " + lines.lineNumber() + " of " + lines.name() +
                " (" + Numbers.bytes(length) + ") with " + Outcome.name(result));
        }
        refused++;
        return false;
    }

    private boolean read(final long nowNs)
    {
        while (!isPending)
        {
            final int outcome = sequence >= lastSequence ? LineScanner.END : lines.next(nowNs);
            if (LineScanner.NONE_YET == outcome || LineScanner.END == outcome)
            {
                isEnded = LineScanner.END == outcome;
                return false;
            }
            prefixLength = pacing.isRecorded() && lines.length() > 0 ? prefix(outcome) : 0;
            final long length = lines.length();
            if (length > maxEntryLength && !isSkippingTooLong)
            {
                throw tooLong(length);
            }
            emptyLines += 0 == length ? 1 : 0;
            tooLongLines += length > maxEntryLength ? 1 : 0;
            isPending = length > 0 && length <= maxEntryLength;
        }
        return true;
    }

    private NodeException tooLong(final long length)
    {
        return NodeException.environment("line " + lines.lineNumber() + " of " + lines.name() + " has " + length +
            " bytes, an entry may have " + maxEntryLength + ". Every line before it was appended, none after it. " +
            "Shorten the line, pass such lines over with --skip-too-long, or begin anew with --max-entry-length " +
            length + " in another --dir on every replica (the length is fixed when a shadow is created).");
    }

    private int prefix(final int outcome)
    {
        final int length = LineScanner.TOO_LONG == outcome ? TimedLine.MAX_PREFIX_LENGTH :
            TimedLine.prefixLength(lines.buffer(), (int)lines.length());
        if (TimedLine.NOT_TIMED == length)
        {
            throw NodeException.environment("line " + lines.lineNumber() + " of " + lines.name() + " does not begin " +
                "with a receive time in nanoseconds and a blank. Leave --paced out, and give a --rate if you like.");
        }
        return length;
    }

    /** Forgets the schedule: the next line is due at once, later ones after it. */
    public void restartPacing()
    {
        pacing.restart();
        isDueKnown = false;
    }

    /**
     * Engine thread.
     *
     * @param throughSequence acknowledged.
     * @param nowNs           of the engine's clock, the same as the producer's.
     * @param recorder        of latency.
     * @param positions       to save in.
     */
    public void onAcknowledged(
        final long throughSequence, final long nowNs, final SingleWriterRecorder recorder,
        final ProducerPositions positions)
    {
        tracker.onAcknowledged(throughSequence, nowNs, recorder, positions);
    }

    /** @return when the next line is due, or {@code Long.MAX_VALUE} when that is not known. */
    public long dueNs()
    {
        return isPending && isDueKnown ? dueNs : Long.MAX_VALUE;
    }

    /** @return sequence of the last entry appended. */
    public long sequence()
    {
        return sequence;
    }

    /** @return highest sequence acknowledged. */
    public long acknowledged()
    {
        return sink.acknowledged();
    }

    /** @return true when no line will come any more. */
    public boolean isEnded()
    {
        return isEnded;
    }

    /** Passes over lines that are longer than an entry may be, instead of ending with an error; before the begin. */
    public void skipTooLong()
    {
        isSkippingTooLong = true;
    }

    /** @return number of lines passed over because they were too long. */
    public long tooLongLines()
    {
        return tooLongLines;
    }

    /** @return number of empty lines passed over. */
    public long emptyLines()
    {
        return emptyLines;
    }

    /** @return number of offers that the engine refused for now. */
    public long refused()
    {
        return refused;
    }

    /** @return name of the stream. */
    public String name()
    {
        return sink.name();
    }

    @Override
    public void close()
    {
        lines.close();
    }
}
