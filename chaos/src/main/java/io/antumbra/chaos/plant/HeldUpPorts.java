package io.antumbra.chaos.plant;

import java.nio.ByteOrder;

import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.Outbox;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.NewEpochDecoder;
import io.antumbra.wire.SubsetDecoder;

/**
 * A primary calls itself held up until each standby has taken the last frame that it refused, also when that was a
 * second copy which nobody wants any more: nothing is left to be offered, so nothing can be taken.
 */
final class HeldUpPorts implements Ports
{
    private static final int MAX_REPLICAS = 64;

    /** For each primary, one bit for each standby, by id. */
    private final long[] refused = new long[MAX_REPLICAS];

    @Override
    public Outbox outbox(final Seat seat, final Outbox network)
    {
        final int primaryId = seat.replicaId();
        refused[primaryId] = 0;
        return (replicaId, line, buffer, offset, length) ->
        {
            final int templateId = buffer
                .getShort(offset + MessageHeaderDecoder.templateIdEncodingOffset(), ByteOrder.LITTLE_ENDIAN);
            final long result = network.offer(replicaId, line, buffer, offset, length);
            if (templateId == SubsetDecoder.TEMPLATE_ID && result < 0)
            {
                refused[primaryId] |= 1L << replicaId;
            }
            else if (templateId == SubsetDecoder.TEMPLATE_ID || templateId == NewEpochDecoder.TEMPLATE_ID)
            {
                refused[primaryId] &= ~(1L << replicaId);
            }
            return result;
        };
    }

    @Override
    public boolean isHeldUp(final Seat seat, final boolean isHeldUp)
    {
        final long followers = seat.followers();
        return isHeldUp || (followers != 0 && (followers & ~refused[seat.replicaId()]) == 0);
    }
}
