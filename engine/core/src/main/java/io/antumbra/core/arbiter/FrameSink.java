package io.antumbra.core.arbiter;

import org.agrona.DirectBuffer;

/** Takes frames from the arbiter: an answer, or one shard of a snapshot. The bytes are valid during the call only. */
@FunctionalInterface
public interface FrameSink
{
    /**
     * @param buffer that holds one whole frame.
     * @param offset of its first byte.
     * @param length in bytes.
     */
    void onFrame(DirectBuffer buffer, int offset, int length);
}
