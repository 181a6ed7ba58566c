package io.antumbra.chaos.process;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import org.agrona.DirectBuffer;

/** A handler whose effect is a fingerprint of everything it has seen. Engine's thread. */
final class RecordingHandler implements EntryHandler
{
    private final PositionFile file;
    private final Payloads payloads = new Payloads();
    private byte[] scratch = new byte[Payloads.MAX_LENGTH];

    RecordingHandler(final PositionFile file)
    {
        this.file = file;
    }

    @Override
    public long onStart(final int streamId)
    {
        return file.position(streamId);
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        if (length > scratch.length)
        {
            scratch = new byte[length];
        }
        buffer.getBytes(offset, scratch, 0, length);
        file.save(meta.streamId, meta.sequence,
            payloads.chain(file.chain(meta.streamId), meta.sequence, scratch, length));
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        throw new IllegalStateException("stream " + streamId + " has a gap at " + first + " although all is protected");
    }
}
