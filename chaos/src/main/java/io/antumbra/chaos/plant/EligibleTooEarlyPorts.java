package io.antumbra.chaos.plant;

import java.nio.ByteOrder;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Outbox;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.JoinEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.ExpandableArrayBuffer;

/** A standby that calls itself eligible whatever it has lost. */
final class EligibleTooEarlyPorts implements Ports
{
    private static final int ELIGIBLE_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        JoinEncoder.eligibleEncodingOffset();

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
            if (templateId != JoinEncoder.TEMPLATE_ID)
            {
                return network.offer(replicaId, line, buffer, offset, length);
            }
            copy.putBytes(0, buffer, offset, length);
            copy.putByte(ELIGIBLE_OFFSET, (byte)1);
            seal.seal(copy, length - FrameSeal.LENGTH, templateId);
            return network.offer(replicaId, line, copy, 0, length);
        };
    }
}
