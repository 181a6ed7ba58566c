package io.antumbra.node.standby;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.node.position.HandlerPositions;
import org.agrona.DirectBuffer;

/**
 * Applies each entry once: into the output, if there is one, and then into the positions file, which makes it count. An
 * entry that a kill caught between the two is cut off the output at the next start and delivered again. Called by the
 * engine thread.
 */
public final class PositionHandler implements EntryHandler
{
    private final HandlerPositions positions;
    private final EntryOutput output;

    /**
     * @param positions saved so far.
     * @param output    for the bytes, null for none.
     */
    public PositionHandler(final HandlerPositions positions, final EntryOutput output)
    {
        this.positions = positions;
        this.output = output;
    }

    @Override
    public long onStart(final int streamId)
    {
        return positions.position(streamId);
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        long outputLength = 0;
        if (null != output && meta.sequence > positions.position(meta.streamId))
        {
            outputLength = output.append(buffer, offset, length);
        }
        positions.apply(meta.streamId, meta.sequence, buffer, offset, length, outputLength);
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        positions.skipUnprotected(streamId, first, count);
    }
}
