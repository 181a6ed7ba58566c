package io.antumbra.core.replica;

import java.nio.ByteOrder;

import io.antumbra.core.ReplicaState;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.AnnouncementDecoder;
import io.antumbra.wire.EpochAdoptedDecoder;
import io.antumbra.wire.HelloDecoder;
import io.antumbra.wire.JoinDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import org.agrona.DirectBuffer;

/**
 * Gives each frame to the machine that it is for: what standbys say to the primary, what a primary says to the standby.
 * Looks at the template only; the machine checks the frame, once. What is for a role that this replica is not in is
 * counted and dropped, and whoever sent it says it again or learns better.
 */
final class Inlet
{
    private static final int TEMPLATE_OFFSET = MessageHeaderDecoder.templateIdEncodingOffset();

    private final ReplicaState state;
    private final Roles roles;
    private final Announcer announcer;

    Inlet(final ReplicaState state, final Roles roles, final Announcer announcer)
    {
        this.state = state;
        this.roles = roles;
        this.announcer = announcer;
    }

    void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int offset, final int length,
        final long nowNs)
    {
        final int templateId = length < MessageHeaderDecoder.ENCODED_LENGTH ? 0 :
            buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN);
        switch (templateId)
        {
            case AcknowledgementDecoder.TEMPLATE_ID:
            case HelloDecoder.TEMPLATE_ID:
            case JoinDecoder.TEMPLATE_ID:
            case EpochAdoptedDecoder.TEMPLATE_ID:
                toPrimary(roles.primary(), sessionId, buffer, offset, length, nowNs);
                break;
            case AnnouncementDecoder.TEMPLATE_ID:
                if (announcer.onFrame(buffer, offset, length))
                {
                    roles.onAnnouncement(announcer.primaryId(), announcer.epoch(), nowNs);
                }
                break;
            default:
                toStandby(roles.standby(), line, sessionId, buffer, offset, length, nowNs);
                break;
        }
    }

    private void toPrimary(final Primary primary, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length, final long nowNs)
    {
        if (primary != null)
        {
            primary.onFrame(sessionId, buffer, offset, length, nowNs);
        }
        else
        {
            state.stats.refusedFrames++;
        }
    }

    private void toStandby(final Standby standby, final int line, final int sessionId, final DirectBuffer buffer,
        final int offset, final int length, final long nowNs)
    {
        if (standby != null)
        {
            standby.onFrame(line, sessionId, buffer, offset, length, nowNs);
        }
        else
        {
            state.stats.refusedFrames++;
        }
    }
}
