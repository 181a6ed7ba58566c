package io.antumbra.core.frame;

import java.nio.ByteOrder;

import io.antumbra.wire.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * First look at bytes from the network: nothing behind this is reached by a frame that is too short, foreign, of
 * another version, damaged on its way, or whose groups reach beyond its end. One thread per
 * instance.
 */
public final class FrameCheck
{
    /** Too short, an unknown template or enumerated value, or lengths that do not add up. */
    public static final int MALFORMED = -1;

    /** Another schema. */
    public static final int FOREIGN = -2;

    /** Another version of our schema. */
    public static final int OTHER_VERSION = -3;

    private static final int GROUP_HEADER_LENGTH = 4;
    private static final int DATA_HEADER_LENGTH = 4;

    private final FrameSeal seal = new FrameSeal();

    /**
     * @param buffer that holds a frame.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the template id of a frame whose fixed block and group are wholly there, or a negative constant.
     */
    public int templateId(final DirectBuffer buffer, final int offset, final int length)
    {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH + FrameSeal.LENGTH)
        {
            return MALFORMED;
        }
        final int blockLength = uint16(buffer, offset);
        final int templateId = uint16(buffer, offset + 2);
        if (uint16(buffer, offset + 4) != MessageHeaderDecoder.SCHEMA_ID)
        {
            return FOREIGN;
        }
        if (uint16(buffer, offset + 6) != MessageHeaderDecoder.SCHEMA_VERSION)
        {
            return OTHER_VERSION;
        }
        final Template template = Template.of(templateId);
        if (template == null || blockLength != template.blockLength)
        {
            return MALFORMED;
        }
        final int frameLength = length - FrameSeal.LENGTH;
        final int fixedLength = MessageHeaderDecoder.ENCODED_LENGTH + blockLength;
        if (fixedLength > frameLength || !seal.holds(buffer, offset, frameLength, templateId) ||
            !template.isKnown(buffer, offset + MessageHeaderDecoder.ENCODED_LENGTH))
        {
            return MALFORMED;
        }
        if (template.groupBlockLength == 0)
        {
            return fixedLength == frameLength ? templateId : MALFORMED;
        }
        return isGroupWhole(template, buffer, offset + fixedLength, frameLength - fixedLength) ? templateId : MALFORMED;
    }

    private static boolean isGroupWhole(final Template template, final DirectBuffer buffer, final int offset,
        final int length)
    {
        if (length < GROUP_HEADER_LENGTH || uint16(buffer, offset) != template.groupBlockLength)
        {
            return false;
        }
        final int count = uint16(buffer, offset + 2);
        int remaining = length - GROUP_HEADER_LENGTH;
        if (!template.hasPayload)
        {
            final int groupLength = count * template.groupBlockLength;
            return template.secondGroupBlockLength == 0 ? remaining == groupLength : isSecondGroupWhole(template,
                buffer, offset + GROUP_HEADER_LENGTH + groupLength, remaining - groupLength);
        }
        int position = offset + GROUP_HEADER_LENGTH;
        for (int i = 0; i < count; i++)
        {
            final int headLength = template.groupBlockLength + DATA_HEADER_LENGTH;
            if (remaining < headLength)
            {
                return false;
            }
            final int dataLength = buffer.getInt(position + template.groupBlockLength, ByteOrder.LITTLE_ENDIAN);
            if (dataLength < 0 || dataLength > remaining - headLength)
            {
                return false;
            }
            position += headLength + dataLength;
            remaining -= headLength + dataLength;
        }
        return remaining == 0;
    }

    private static boolean isSecondGroupWhole(final Template template, final DirectBuffer buffer, final int offset,
        final int length)
    {
        return length >= GROUP_HEADER_LENGTH && uint16(buffer, offset) == template.secondGroupBlockLength &&
            length - GROUP_HEADER_LENGTH == uint16(buffer, offset + 2) * template.secondGroupBlockLength;
    }

    private static int uint16(final DirectBuffer buffer, final int index)
    {
        return buffer.getShort(index, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    }
}
