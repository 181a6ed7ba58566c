package io.antumbra.chaos.plant;

import java.nio.ByteOrder;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Outbox;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.SubsetEncoder;
import org.agrona.ExpandableArrayBuffer;

/** The primary announces as committed what it is only sending. */
final class EarlyCommitPorts implements Ports
{
    private static final int FIRST_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        SubsetEncoder.firstSequenceEncodingOffset();
    private static final int COMMITTED_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        SubsetEncoder.committedSequenceEncodingOffset();

    @Override
    public Leadership leadership()
    {
        return Leadership.MANUAL;
    }

    @Override
    public Outbox outbox(final Seat seat, final Outbox network)
    {
        final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
        final FrameSeal seal = new FrameSeal();
        return (replicaId, line, buffer, offset, length) ->
        {
            final int templateId = buffer
                .getShort(offset + MessageHeaderEncoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
            if (!seat.isPrimary() || templateId != SubsetEncoder.TEMPLATE_ID)
            {
                return network.offer(replicaId, line, buffer, offset, length);
            }
            copy.putBytes(0, buffer, offset, length);
            copy.putLong(COMMITTED_OFFSET, copy.getLong(FIRST_OFFSET, ByteOrder.LITTLE_ENDIAN),
                ByteOrder.LITTLE_ENDIAN);
            seal.seal(copy, length - FrameSeal.LENGTH, templateId);
            return network.offer(replicaId, line, copy, 0, length);
        };
    }
}
