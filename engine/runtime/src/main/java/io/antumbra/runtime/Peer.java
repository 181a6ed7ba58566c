package io.antumbra.runtime;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Another replica of the shard, as configured. Immutable. */
final class Peer
{
    private static final Pattern SHAPE = Pattern.compile("\\s*(\\d{1,9})=([^+\\s]+)(?:\\+([^+\\s]+))?\\s*");

    final int replicaId;
    final String endpoint;

    /** Where it receives line B, null for the same endpoint. */
    final String lineBEndpoint;
    final boolean isShadowNode;

    Peer(final int replicaId, final String endpoint, final String lineBEndpoint, final boolean isShadowNode)
    {
        this.replicaId = replicaId;
        this.endpoint = endpoint;
        this.lineBEndpoint = lineBEndpoint;
        this.isShadowNode = isShadowNode;
    }

    /**
     * @param text         "ID=HOST:PORT" or, with line B apart, "ID=HOST:PORT+HOST:PORT".
     * @param isShadowNode whether it only holds entries.
     * @return the peer, or null when the text has another shape.
     */
    static Peer parse(final String text, final boolean isShadowNode)
    {
        final Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ?
            new Peer(Integer.parseInt(matcher.group(1)), matcher.group(2), matcher.group(3), isShadowNode) : null;
    }
}
