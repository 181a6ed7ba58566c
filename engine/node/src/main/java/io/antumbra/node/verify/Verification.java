package io.antumbra.node.verify;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.node.input.ByteSource;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.position.CrcChain;
import io.antumbra.node.position.HandlerPositions;
import io.antumbra.node.term.NodeException;
import java.util.List;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;

/**
 * Walks through the input of one stream once, and holds every replica against it.
 *
 * <pre>
 *   input line k  ==  record k of each shadow         for k up to what was acknowledged
 *   chain over lines 1..p  ==  chain of each handler  for p the handler's own position, at least what was acknowledged
 * </pre>
 *
 * What was acknowledged is the word of a process that nobody killed. Used by one thread.
 */
public final class Verification
{
    private static final int MAX_LINE_LENGTH = (1 << 24) - 2;

    private final List<ReplicaShadow> shadows;
    private final Findings findings;
    private final EntryView view = new EntryView();
    private final CrcChain chain = new CrcChain();

    /** A handler's file, and whose it is. */
    public static final class Handler
    {
        private final String name;
        private final HandlerPositions positions;

        /**
         * @param name      for messages: which replica it is.
         * @param positions as they were left.
         */
        public Handler(final String name, final HandlerPositions positions)
        {
            this.name = name;
            this.positions = positions;
        }
    }

    /**
     * @param shadows  of all replicas.
     * @param findings to add to.
     */
    public Verification(final List<ReplicaShadow> shadows, final Findings findings)
    {
        this.shadows = List.copyOf(shadows);
        this.findings = findings;
    }

    /**
     * Verifies one stream.
     *
     * @param stream       index.
     * @param name         of the stream.
     * @param input        opens its input anew.
     * @param acknowledged highest acknowledged sequence, as recorded outside the replicas.
     * @param handlers     to hold against it.
     */
    public void stream(
        final int stream, final String name, final Supplier<ByteSource> input, final long acknowledged,
        final List<Handler> handlers)
    {
        long last = acknowledged;
        for (final Handler handler : handlers)
        {
            last = Math.max(last, handler.positions.position(stream));
        }
        int link = 0;
        try (LineScanner lines = new LineScanner(input.get(), MAX_LINE_LENGTH, 0))
        {
            for (long sequence = 1; sequence <= last; sequence++)
            {
                nextLine(lines, name, sequence);
                final int length = (int)lines.length();
                if (sequence <= acknowledged)
                {
                    compare(stream, name, sequence, lines.buffer(), 0, length);
                }
                link = chain.next(link, sequence, lines.buffer(), 0, length);
                compareChains(stream, name, sequence, link, handlers);
            }
        }
        handlers.forEach(handler -> position(stream, name, acknowledged, handler));
    }

    private static void nextLine(final LineScanner lines, final String name, final long sequence)
    {
        do
        {
            final int outcome = lines.next(0);
            if (LineScanner.LINE != outcome)
            {
                throw NodeException.environment("the input of stream '" + name + "' ends before entry " + sequence +
                    ", which was acknowledged: it is not the input that was appended. Verify with the original.");
            }
        }
        while (0 == lines.length());
    }

    private void compare(
        final int stream, final String name, final long sequence, final DirectBuffer line, final int offset,
        final int length)
    {
        for (final ReplicaShadow shadow : shadows)
        {
            final int outcome = shadow.read(stream, sequence, view);
            findings.compared();
            final String what = shadow.name() + ": entry " + sequence + " of stream '" + name + "' ";
            if (Outcome.OK != outcome)
            {
                findings.lost(stream, sequence, what + "is acknowledged but " + Outcome.name(outcome));
            }
            else if (!isSame(line, offset, length))
            {
                findings.lost(stream, sequence, what + "differs from its line in the input");
            }
        }
    }

    private boolean isSame(final DirectBuffer line, final int offset, final int length)
    {
        if (view.meta().storedLength != length)
        {
            return false;
        }
        for (int i = 0; i < length; i++)
        {
            if (view.payload().getByte(i) != line.getByte(offset + i))
            {
                return false;
            }
        }
        return true;
    }

    private void compareChains(
        final int stream, final String name, final long sequence, final int link, final List<Handler> handlers)
    {
        for (final Handler handler : handlers)
        {
            if (handler.positions.position(stream) == sequence && handler.positions.chain(stream) != link)
            {
                findings.problem(handler.name + ": the " + handler.positions.entries(stream) +
                    " entries of stream '" + name + "' that its handler applied are not the input's first " + sequence);
            }
        }
    }

    private void position(final int stream, final String name, final long acknowledged, final Handler handler)
    {
        final HandlerPositions positions = handler.positions;
        if (positions.position(stream) < acknowledged)
        {
            findings.problem(handler.name + ": its handler stopped at entry " + positions.position(stream) +
                " of stream '" + name + "', " + acknowledged + " were acknowledged");
        }
        if (positions.gaps(stream) > 0)
        {
            findings.problem(handler.name + ": its handler was not given " + positions.gaps(stream) +
                " entries of stream '" + name + "'");
        }
        findings.duplicated(positions.duplicates(stream), handler.name + ": its handler was given " +
            positions.duplicates(stream) + " entries of stream '" + name + "' that it had applied already");
    }
}
