package io.antumbra.core.frame;

import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.ArbiterRequestDecoder;
import io.antumbra.wire.ArbiterRequestEncoder;
import io.antumbra.wire.ConfigurationDecoder;
import io.antumbra.wire.ConfigurationEncoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.RefusalEncoder;
import io.antumbra.wire.RefusalReason;
import io.antumbra.wire.RequestKind;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/** Whatever passes the check can be decoded: a frame that is sealed rightly may still come from anybody. */
class FrameCheckTest
{
    private static final int BLOCK = MessageHeaderEncoder.ENCODED_LENGTH;

    private final UnsafeBuffer frame = new UnsafeBuffer(new byte[512]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final MessageHeaderDecoder decodedHeader = new MessageHeaderDecoder();

    @Test
    void shouldPassOnlyReasonsOfTheSchema()
    {
        final RefusalEncoder refusal = new RefusalEncoder().wrapAndApplyHeader(frame, 0, header).shard(0);
        int known = 0;
        for (int raw = 0; raw < 256; raw++)
        {
            frame.putByte(BLOCK + RefusalEncoder.reasonEncodingOffset(), (byte)raw);
            if (isPassed(refusal.encodedLength(), RefusalEncoder.TEMPLATE_ID))
            {
                assertNotNull(new RefusalDecoder().wrapAndApplyHeader(frame, 0, decodedHeader).reason());
                known++;
            }
        }
        assertEquals(RefusalReason.values().length - 1, known);
    }

    @Test
    void shouldPassOnlyKindsOfTheSchema()
    {
        final ArbiterRequestEncoder request = new ArbiterRequestEncoder().wrapAndApplyHeader(frame, 0, header).shard(0);
        request.membersCount(0);
        request.endsCount(0);
        int known = 0;
        for (int raw = 0; raw < 256; raw++)
        {
            frame.putByte(BLOCK + ArbiterRequestEncoder.kindEncodingOffset(), (byte)raw);
            if (isPassed(request.encodedLength(), ArbiterRequestEncoder.TEMPLATE_ID))
            {
                assertNotNull(new ArbiterRequestDecoder().wrapAndApplyHeader(frame, 0, decodedHeader).kind());
                known++;
            }
        }
        assertEquals(RequestKind.values().length - 1, known);
    }

    @Test
    void shouldPassOnlyOutcomesOfTheSchema()
    {
        final ConfigurationEncoder told = new ConfigurationEncoder().wrapAndApplyHeader(frame, 0, header).shard(0);
        told.membersCount(0);
        told.firstsCount(0);
        int known = 0;
        for (int raw = 0; raw < 256; raw++)
        {
            frame.putByte(BLOCK + ConfigurationEncoder.outcomeEncodingOffset(), (byte)raw);
            if (isPassed(told.encodedLength(), ConfigurationEncoder.TEMPLATE_ID))
            {
                assertNotNull(new ConfigurationDecoder().wrapAndApplyHeader(frame, 0, decodedHeader).outcome());
                known++;
            }
        }
        assertEquals(ArbiterOutcome.values().length - 1, known);
    }

    private boolean isPassed(final int encodedLength, final int templateId)
    {
        final int length = new FrameSeal().seal(frame, BLOCK + encodedLength, templateId);
        final int found = new FrameCheck().templateId(frame, 0, length);
        assertEquals(found > 0 ? templateId : FrameCheck.MALFORMED, found);
        return found > 0;
    }
}
