package io.antumbra.transport;

import io.aeron.Aeron;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * The sending half: for each peer one unicast publication for each line. Owner's thread only.
 * <pre>
 *   peer id --> index --> [ line A | acknowledgements | line B ]   one exclusive publication each
 *                             +---- session id of A -------^
 * </pre>
 */
final class Outbound
{
    private static final int ABSENT = -1;

    private final int[] indexByPeerId = new int[Transport.MAX_PEER_ID + 1];
    private final Endpoint[] endpoints;
    private final Endpoint[] lineBEndpoints;
    private final PeerLink[] links;
    private int peerCount;

    Outbound(final int maxPeers)
    {
        Arrays.fill(indexByPeerId, ABSENT);
        endpoints = new Endpoint[maxPeers];
        lineBEndpoints = new Endpoint[maxPeers];
        links = new PeerLink[maxPeers * Lines.COUNT];
    }

    int add(
        final int peerId,
        final Endpoint endpoint,
        final Endpoint lineBEndpoint,
        final Transport.Context ctx,
        final Failures failures)
    {
        SettingsCheck.require(peerId >= 0 && peerId <= Transport.MAX_PEER_ID,
            "peerId=" + peerId + ": must be from 0 to " + Transport.MAX_PEER_ID);

        final int known = indexByPeerId[peerId];
        if (known != ABSENT)
        {
            SettingsCheck.require(endpoints[known].numeric().equals(endpoint.numeric()), "peerId=" + peerId +
                " has the endpoint " + endpoints[known] + " already: give " + endpoint + " another peer id");
            SettingsCheck.require(lineBEndpoints[known].numeric().equals(lineBEndpoint.numeric()), "peerId=" + peerId +
                " has the endpoint " + lineBEndpoints[known] + " of line B already: give " + lineBEndpoint +
                " another peer id");
            return known;
        }

        SettingsCheck.require(peerCount < endpoints.length, "peerId=" + peerId + ": maxPeers=" + endpoints.length +
            " are configured already; raise it (" + TransportConfiguration.MAX_PEERS_PROP + ")");

        final PeerLink lineA = new PeerLink(Lines.LINE_A, endpoint, null, ctx, failures);
        set(Lines.LINE_A, lineA);
        set(Lines.ACKNOWLEDGEMENTS, new PeerLink(Lines.ACKNOWLEDGEMENTS, endpoint, null, ctx, failures));
        set(Lines.LINE_B, new PeerLink(Lines.LINE_B, lineBEndpoint, lineA, ctx, failures));

        endpoints[peerCount] = endpoint;
        lineBEndpoints[peerCount] = lineBEndpoint;
        indexByPeerId[peerId] = peerCount;
        return peerCount++;
    }

    private void set(final int lineStreamId, final PeerLink link)
    {
        links[peerCount * Lines.COUNT + Lines.index(lineStreamId)] = link;
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
