package io.antumbra.perf.loss;

import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/**
 * Tells what a frame that a primary sends is for, from its bytes and from what was sent before: an entry for the first
 * time, an entry again, or what replication needs anyway. One thread.
 */
final class FrameKinds
{
    private static final int NONE = -1;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SubsetDecoder subset = new SubsetDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final long[] sent;
    private int raisedStreamId = NONE;
    private long sentBefore;

    FrameKinds(final int streams)
    {
        sent = new long[streams];
    }

    /** Of a frame about to be sent; ask once for each, or {@link #takeBack} when it was refused. */
    Traffic of(final DirectBuffer buffer, final int offset)
    {
        header.wrap(buffer, offset);
        raisedStreamId = NONE;
        if (header.templateId() == HeartbeatDecoder.TEMPLATE_ID)
        {
            return isProbe(buffer, offset) ? Traffic.PROBE : Traffic.PROTOCOL;
        }
        if (header.templateId() != SubsetDecoder.TEMPLATE_ID)
        {
            return Traffic.PROTOCOL;
        }
        subset.wrapAndApplyHeader(buffer, offset, header);
        final int streamId = subset.streamId();
        final long last = subset.firstSequence() + subset.entries().count() - 1;
        if (last <= sent[streamId])
        {
            return Traffic.COPY;
        }
        raisedStreamId = streamId;
        sentBefore = sent[streamId];
        sent[streamId] = last;
        return Traffic.FIRST;
    }

    /** A heartbeat in an epoch names who is in sync, at least the primary; one that does not only shows a gap. */
    private boolean isProbe(final DirectBuffer buffer, final int offset)
    {
        heartbeat.wrapAndApplyHeader(buffer, offset, header);
        return heartbeat.epoch() != 0 && heartbeat.inSyncSet() == 0;
    }

    /** The frame just asked for was refused, and is not sent yet. */
    void takeBack()
    {
        if (raisedStreamId != NONE)
        {
            sent[raisedStreamId] = sentBefore;
        }
    }
}
