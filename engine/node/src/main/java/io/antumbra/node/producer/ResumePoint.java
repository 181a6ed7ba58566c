package io.antumbra.node.producer;

import io.antumbra.node.position.ProducerPositions;
import io.antumbra.node.term.NodeException;
import io.antumbra.node.term.Numbers;

/**
 * Where an input is taken up again.
 *
 * <pre>
 *   input    line 1 ............ saved line | ....... held by the shadow | not appended yet
 *   stream   1 ................. saved      | ....... position           |
 *                                           ^ seek here, then pass over what the shadow holds
 * </pre>
 *
 * Nothing is appended twice and nothing left out: what was acknowledged is at least what was saved, and what the shadow
 * holds is at least what was acknowledged.
 */
public final class ResumePoint
{
    private final long sequence;
    private final long fileKey;
    private final long offset;
    private final long line;

    private ResumePoint(final long sequence, final long fileKey, final long offset, final long line)
    {
        this.sequence = sequence;
        this.fileKey = fileKey;
        this.offset = offset;
        this.line = line;
    }

    /**
     * @param streamName     for messages.
     * @param stream         index.
     * @param shadowPosition last sequence that the stream holds.
     * @param positions      saved before.
     * @param isReplayable   false for standard input, which always begins anew.
     * @return where to go on.
     */
    public static ResumePoint of(
        final String streamName, final int stream, final long shadowPosition, final ProducerPositions positions,
        final boolean isReplayable)
    {
        if (!isReplayable)
        {
            return new ResumePoint(shadowPosition, 0, 0, 0);
        }
        final long saved = positions.sequence(stream);
        if (saved > shadowPosition)
        {
            throw NodeException.environment("stream '" + streamName + "': " + Numbers.count(saved) +
                " entries were acknowledged, but the shadow ends at " + Numbers.count(shadowPosition) +
                ". The shadow was replaced or damaged; run 'inspect' on its folder, and repair it from a standby " +
                "before going on.");
        }
        return new ResumePoint(
            saved, positions.fileKey(stream), positions.offset(stream), positions.line(stream));
    }

    /** @return sequence that the next line of the input comes right after. */
    public long sequence()
    {
        return sequence;
    }

    /** @return file to go on in, 0 for the one that has the name now. */
    public long fileKey()
    {
        return fileKey;
    }

    /** @return byte in that file to go on from. */
    public long offset()
    {
        return offset;
    }

    /** @return number of lines before it. */
    public long line()
    {
        return line;
    }
}
