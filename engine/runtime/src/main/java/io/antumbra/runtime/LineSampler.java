package io.antumbra.runtime;

import io.antumbra.core.PeerConfig;
import io.antumbra.core.primary.Primary;
import io.antumbra.transport.Lines;
import io.antumbra.transport.LinkStatistics;
import io.antumbra.transport.Transport;
import java.util.concurrent.TimeUnit;

/**
 * Tells a primary what the transport counts of line A to each standby, and gives the transport the retransmit linger
 * that the primary's forecast of the round trip asks for, every 10 ms. Owned by the engine's thread; allocates nothing.
 */
final class LineSampler
{
    static final long INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Transport transport;
    private final Primary primary;
    private final int[] standbyIds;
    private final LinkStatistics sample = new LinkStatistics();
    private long sampledNs;
    private long lingerNs;

    LineSampler(final Transport transport, final Primary primary, final PeerConfig[] standbys, final long nowNs)
    {
        this.transport = transport;
        this.primary = primary;
        standbyIds = new int[standbys.length];
        for (int i = 0; i < standbyIds.length; i++)
        {
            standbyIds[i] = standbys[i].replicaId();
        }
        sampledNs = nowNs;
    }

    void doWork(final long nowNs)
    {
        if (nowNs - sampledNs < INTERVAL_NS)
        {
            return;
        }
        sampledNs = nowNs;
        for (final int standbyId : standbyIds)
        {
            if (transport.sampleLink(standbyId, Lines.LINE_A, sample))
            {
                // Aeron counts retransmits for the whole driver: with several standbys a link is told all of them.
                primary.onLineStatistics(standbyId, sample.naksReceived(), sample.driverRetransmittedBytes(),
                    sample.senderPosition(), nowNs);
            }
        }
        final long wantedNs = primary.retransmitLingerNs();
        if (wantedNs != lingerNs)
        {
            lingerNs = wantedNs;
            transport.retransmitLingerNs(wantedNs);
        }
    }

    /** What the transport was given last, 0 before the first. */
    long lingerNs()
    {
        return lingerNs;
    }
}
