package io.antumbra.transport;

import static io.aeron.AeronCounters.DRIVER_PUBLISHER_LIMIT_TYPE_ID;
import static io.aeron.AeronCounters.DRIVER_SENDER_BPE_TYPE_ID;
import static io.aeron.AeronCounters.DRIVER_SENDER_LIMIT_TYPE_ID;
import static io.aeron.AeronCounters.DRIVER_SENDER_NAKS_RECEIVED_TYPE_ID;
import static io.aeron.AeronCounters.DRIVER_SENDER_POSITION_TYPE_ID;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITS_SENT;
import static io.aeron.AeronCounters.SYSTEM_COUNTER_ID_RETRANSMITTED_BYTES;

import org.agrona.concurrent.status.CountersReader;

/**
 * Where the driver keeps the counters of one publication: searched once when it is made, read by id afterwards.
 */
final class LinkCounters
{
    private static final int NONE = CountersReader.NULL_COUNTER_ID;

    private int publisherLimitId = NONE;
    private int senderPositionId = NONE;
    private int senderLimitId = NONE;
    private int backPressureId = NONE;
    private int naksReceivedId = NONE;

    void find(final CountersReader reader, final long registrationId)
    {
        publisherLimitId = reader.findByTypeIdAndRegistrationId(DRIVER_PUBLISHER_LIMIT_TYPE_ID, registrationId);
        senderPositionId = reader.findByTypeIdAndRegistrationId(DRIVER_SENDER_POSITION_TYPE_ID, registrationId);
        senderLimitId = reader.findByTypeIdAndRegistrationId(DRIVER_SENDER_LIMIT_TYPE_ID, registrationId);
        backPressureId = reader.findByTypeIdAndRegistrationId(DRIVER_SENDER_BPE_TYPE_ID, registrationId);
        naksReceivedId = reader.findByTypeIdAndRegistrationId(DRIVER_SENDER_NAKS_RECEIVED_TYPE_ID, registrationId);
    }

    void clear()
    {
        publisherLimitId = NONE;
        senderPositionId = NONE;
        senderLimitId = NONE;
        backPressureId = NONE;
        naksReceivedId = NONE;
    }

    void sample(final CountersReader reader, final LinkStatistics into)
    {
        into.publisherLimit = value(reader, publisherLimitId);
        into.senderPosition = value(reader, senderPositionId);
        into.senderLimit = value(reader, senderLimitId);
        into.backPressureEvents = value(reader, backPressureId);
        into.naksReceived = value(reader, naksReceivedId);
        into.driverRetransmits = reader.getCounterValue(SYSTEM_COUNTER_ID_RETRANSMITS_SENT);
        into.driverRetransmittedBytes = reader.getCounterValue(SYSTEM_COUNTER_ID_RETRANSMITTED_BYTES);
    }

    private static long value(final CountersReader reader, final int counterId)
    {
        return counterId == NONE ? 0 : reader.getCounterValue(counterId);
    }
}
