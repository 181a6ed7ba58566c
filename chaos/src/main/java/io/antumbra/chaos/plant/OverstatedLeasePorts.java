package io.antumbra.chaos.plant;

import java.nio.ByteOrder;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.Outbox;
import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.ExpandableArrayBuffer;

/** Every other replica promises as long a time without a proposal as it should, and keeps next to nothing of it. */
final class OverstatedLeasePorts implements Ports
{
    private static final int LEASE_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        AcknowledgementEncoder.leaseNsEncodingOffset();

    private long leaseNs;

    @Override
    public Leadership leadership()
    {
        return Leadership.ARBITRATED;
    }

    @Override
    public CoreConfig config(final Seat seat, final CoreConfig config)
    {
        leaseNs = Math.max(leaseNs, config.readLeaseNs);
        config.readLeaseNs = isWrong(seat) ? 1 : config.readLeaseNs;
        return config;
    }

    private static boolean isWrong(final Seat seat)
    {
        return seat.replicaId() % 2 == 0;
    }

    @Override
    public Outbox outbox(final Seat seat, final Outbox network)
    {
        if (!isWrong(seat))
        {
            return network;
        }
        final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();
        final FrameSeal seal = new FrameSeal();
        return (replicaId, line, buffer, offset, length) ->
        {
            final int templateId = buffer
                .getShort(offset + MessageHeaderEncoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
            if (templateId != AcknowledgementEncoder.TEMPLATE_ID)
            {
                return network.offer(replicaId, line, buffer, offset, length);
            }
            copy.putBytes(0, buffer, offset, length);
            copy.putLong(LEASE_OFFSET, leaseNs, ByteOrder.LITTLE_ENDIAN);
            seal.seal(copy, length - FrameSeal.LENGTH, templateId);
            return network.offer(replicaId, line, copy, 0, length);
        };
    }
}
