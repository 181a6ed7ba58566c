package io.antumbra.chaos.sim;

import java.nio.ByteOrder;

import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.AcknowledgementEncoder;
import io.antumbra.wire.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Feeds the forecast nonsense by its only door: the timestamps that acknowledgements echo. Positions stay true and the
 * seal is renewed, so that nothing but the forecast can notice. Never a time between the true one and the arrival: that
 * would be a promise that the standby has not made, a lie about a lease and no forecast.
 */
final class WildForecast
{
    private static final int TEMPLATE_OFFSET = MessageHeaderEncoder.templateIdEncodingOffset();
    private static final int ECHO_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        AcknowledgementEncoder.echoedTimestampNsEncodingOffset();
    private static final int HOLD_OFFSET = MessageHeaderEncoder.ENCODED_LENGTH +
        AcknowledgementEncoder.holdNsEncodingOffset();

    private final Draw draw;
    private final FrameSeal seal = new FrameSeal();
    private final ExpandableArrayBuffer copy = new ExpandableArrayBuffer();

    WildForecast(final Draw draw)
    {
        this.draw = draw;
    }

    long offer(final Channel channel, final DirectBuffer buffer, final int offset, final int length)
    {
        final int templateId = buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
        if (templateId != AcknowledgementEncoder.TEMPLATE_ID)
        {
            return channel.offer(buffer, offset, length);
        }
        copy.putBytes(0, buffer, offset, length);
        final long echoed = copy.getLong(ECHO_OFFSET, ByteOrder.LITTLE_ENDIAN);
        copy.putLong(ECHO_OFFSET, wild(echoed), ByteOrder.LITTLE_ENDIAN);
        copy.putLong(HOLD_OFFSET, wild(0), ByteOrder.LITTLE_ENDIAN);
        seal.seal(copy, length - FrameSeal.LENGTH, templateId);
        return channel.offer(copy, 0, length);
    }

    private long wild(final long truth)
    {
        switch (draw.below(4))
        {
            case 0:
                return draw.next();
            case 1:
                return truth - draw.between(0, 1_000_000_000);
            case 2:
                return 0;
            default:
                return truth;
        }
    }
}
