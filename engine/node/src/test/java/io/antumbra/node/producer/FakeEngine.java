package io.antumbra.node.producer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.antumbra.core.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** One stream that takes entries while it has room, and acknowledges them when told to. */
final class FakeEngine implements EntrySink
{
    final List<String> entries = new ArrayList<>();
    long acknowledged;
    int room = Integer.MAX_VALUE;

    @Override
    public String name()
    {
        return "orders";
    }

    @Override
    public long offer(final DirectBuffer buffer, final int offset, final int length, final int priority)
    {
        if (0 == room)
        {
            return Outcome.BACK_PRESSURED;
        }
        room--;
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        entries.add(new String(bytes, UTF_8));
        return entries.size();
    }

    @Override
    public long position()
    {
        return entries.size();
    }

    @Override
    public long acknowledged()
    {
        return acknowledged;
    }
}
