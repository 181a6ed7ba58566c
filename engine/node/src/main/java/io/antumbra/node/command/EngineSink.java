package io.antumbra.node.command;

import io.antumbra.node.producer.EntrySink;
import io.antumbra.runtime.Stream;
import org.agrona.DirectBuffer;

/** A stream of the engine as the producer sees it. */
final class EngineSink implements EntrySink
{
    private final Stream stream;

    EngineSink(final Stream stream)
    {
        this.stream = stream;
    }

    @Override
    public String name()
    {
        return stream.name();
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length, final int priority)
    {
        return stream.offer(buffer, offset, length, priority);
    }

    @Override
    public long position()
    {
        return stream.position();
    }

    @Override
    public long acknowledged()
    {
        return stream.acknowledgedPosition();
    }
}
