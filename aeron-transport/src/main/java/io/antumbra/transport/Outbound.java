package io.antumbra.transport;

import io.aeron.Aeron;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The sending half: for each peer one unicast publication for each line. Owner's thread only.
 * <pre>
 *   peer id --> index --> [ line A | acknowledgements ]   one exclusive publication each
 * </pre>
 */
final class Outbound
{
    private static final int ABSENT = -1;

    private final int[] indexByPeerId = new int[Transport.MAX_PEER_ID + 1];
    private final Endpoint[] endpoints;
    private final PeerLink[] links;
    private int peerCount;

    Outbound(final int maxPeers)
    {
        Arrays.fill(indexByPeerId, ABSENT);
        endpoints = new Endpoint[maxPeers];
        links = new PeerLink[maxPeers * Lines.COUNT];
    }

    int add(final int peerId, final Endpoint endpoint, final Transport.Context ctx, final Failures failures)
    {
        SettingsCheck.require(peerId >= 0 && peerId <= Transport.MAX_PEER_ID,
            "peerId=" + peerId + ": must be from 0 to " + Transport.MAX_PEER_ID);

        final int known = indexByPeerId[peerId];
        if (known != ABSENT)
        {
            SettingsCheck.require(endpoints[known].numeric().equals(endpoint.numeric()), "peerId=" + peerId +
                " has the endpoint " + endpoints[known] + " already: give " + endpoint + " another peer id");
            return known;
        }

        SettingsCheck.require(peerCount < endpoints.length, "peerId=" + peerId + ": maxPeers=" + endpoints.length +
            " are configured already; raise it (" + TransportConfiguration.MAX_PEERS_PROP + ")");

        final String channel = endpoint.publicationChannel(ctx.link(), 0);
        final String firstChannel = endpoint.publicationChannel(ctx.link(), ctx.initialPosition());
        for (int line = 0; line < Lines.COUNT; line++)
        {
            links[peerCount * Lines.COUNT + line] = new PeerLink(Lines.streamId(line), firstChannel, channel, failures);
        }

        endpoints[peerCount] = endpoint;
        indexByPeerId[peerId] = peerCount;
        return peerCount++;
    }

    boolean contains(final int peerId)
    {
        return peerId >= 0 && peerId <= Transport.MAX_PEER_ID && indexByPeerId[peerId] != ABSENT;
    }

    int peerCount()
    {
        return peerCount;
    }

    PeerLink link(final int peerId, final int lineStreamId)
    {
        final int peer = peerId < 0 || peerId > Transport.MAX_PEER_ID ? ABSENT : indexByPeerId[peerId];
        if (peer == ABSENT)
        {
            throw new IllegalArgumentException("peerId=" + peerId + " is unknown: add it with addPeer first");
        }

        return links[peer * Lines.COUNT + Lines.index(lineStreamId)];
    }

    long offer(
        final int peerId, final int lineStreamId, final DirectBuffer buffer, final int offset, final int length)
    {
        return link(peerId, lineStreamId).offer(buffer, offset, length);
    }

    int doWork(final Aeron aeron, final long nowNs)
    {
        int work = 0;
        for (int i = 0, length = peerCount * Lines.COUNT; i < length; i++)
        {
            final PeerLink link = links[i];
            if (link.isPending())
            {
                link.doWork(aeron, nowNs);
                work += link.isPending() ? 0 : 1;
            }
        }

        return work;
    }

    boolean isAnyConnected()
    {
        for (int i = 0, length = peerCount * Lines.COUNT; i < length; i++)
        {
            if (links[i].isConnected())
            {
                return true;
            }
        }

        return false;
    }

    void close()
    {
        for (int i = 0, length = peerCount * Lines.COUNT; i < length; i++)
        {
            links[i].close();
        }
    }

    void reset()
    {
        for (int i = 0, length = peerCount * Lines.COUNT; i < length; i++)
        {
            links[i].reset();
        }
    }
}
