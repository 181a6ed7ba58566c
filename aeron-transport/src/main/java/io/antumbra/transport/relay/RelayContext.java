package io.antumbra.transport.relay;

import io.antumbra.transport.Endpoint;
import io.antumbra.transport.TransportException;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a {@link Relay} is launched with. Flows are checked when they are added, so set {@link #allowRemote} first. Not
 * thread-safe; not to be changed after the launch.
 */
public final class RelayContext
{
    /** Longest datagram that UDP over IPv4 carries, bytes of payload. */
    public static final int MAX_UDP_LENGTH = 65_507;

    /** All slots of a relay together take no more than this. */
    public static final long MAX_MEMORY_BYTES = 1024 * 1024 * 1024;

    private static final int MAX_FLOWS = 64;
    private static final int DIRECTIONS = Direction.values().length;
    private static final String REMOTE_RULE =
        "the relay forwards whatever anybody sends to it, so other machines are " +
            "accepted only where allowRemote is set (--allow-remote); use 127.0.0.1";

    private final List<Endpoint> listens = new ArrayList<>();
    private final List<Endpoint> targets = new ArrayList<>();
    private final List<Map<Direction, ImpairmentSettings>> settings = new ArrayList<>();
    private boolean allowRemote;
    private long seed;
    private int slots = 2048;
    private int maxDatagramLength = 8192;
    private long spinNs = TimeUnit.MILLISECONDS.toNanos(1);

    /** Without flows. */
    public RelayContext()
    {
    }

    /**
     * Adds a flow that does nothing yet; see {@link #settings}.
     *
     * @param listen "host:port" that the senders send to.
     * @param target "host:port" that it goes on to.
     * @return this for a fluent API.
     * @throws TransportException when one is malformed, or on another machine and that is not allowed.
     */
    public RelayContext flow(final String listen, final String target)
    {
        if (listens.size() == MAX_FLOWS)
        {
            throw new TransportException("flow=" + listen + "=" + target + ": a relay has at most " + MAX_FLOWS +
                " flows");
        }
        final Endpoint listenAt = Endpoint.parse("listen", listen, allowRemote, REMOTE_RULE);
        final Endpoint sendTo = Endpoint.parse("target", target, allowRemote, REMOTE_RULE);
        if (listenAt.socketAddress().equals(sendTo.socketAddress()))
        {
            throw new TransportException("flow=" + listen + "=" + target + ": a flow cannot lead to itself");
        }
        listens.add(listenAt);
        targets.add(sendTo);
        settings.add(new EnumMap<>(Map.of(
            Direction.FORWARD, new ImpairmentSettings(), Direction.BACK, new ImpairmentSettings())));
        return this;
    }

    /**
     * Settings that a flow begins with, to be filled in before the launch.
     *
     * @param flow      from 0, in the order in which they were added.
     * @param direction of it.
     * @return the settings themselves.
     */
    public ImpairmentSettings settings(final int flow, final Direction direction)
    {
        return settings.get(flow).get(direction);
    }

    /**
     * Replaces them, as {@link Relay#impair} does while it runs.
     *
     * @param flow      from 0, in the order in which they were added.
     * @param direction of it.
     * @param ofIt      copied.
     * @return this for a fluent API.
     */
    public RelayContext impair(final int flow, final Direction direction, final ImpairmentSettings ofIt)
    {
        settings.get(flow).put(direction, ofIt.copy());
        return this;
    }

    /** @return number of flows. */
    public int flowCount()
    {
        return listens.size();
    }

    Endpoint listen(final int flow)
    {
        return listens.get(flow);
    }

    Endpoint target(final int flow)
    {
        return targets.get(flow);
    }

    List<Map<Direction, ImpairmentSettings>> copyOfSettings()
    {
        final List<Map<Direction, ImpairmentSettings>> copies = new ArrayList<>();
        for (final Map<Direction, ImpairmentSettings> flow : settings)
        {
            final Map<Direction, ImpairmentSettings> copy = new EnumMap<>(flow);
            copy.replaceAll((direction, ofIt) -> ofIt.copy());
            copies.add(copy);
        }
        return copies;
    }

    /**
     * Whether endpoints other than loopback are accepted.
     *
     * @param isAllowed true for those who know what listens on their network.
     * @return this for a fluent API.
     */
    public RelayContext allowRemote(final boolean isAllowed)
    {
        allowRemote = isAllowed;
        return this;
    }

    /**
     * The same seed gives the n-th datagram of a flow and direction the same fate, whatever the other flows do; all
     * flows that flap at random do so by it, together.
     *
     * @param value any.
     * @return this for a fluent API.
     */
    public RelayContext seed(final long value)
    {
        seed = value;
        return this;
    }

    /** @return the seed. */
    public long seed()
    {
        return seed;
    }

    /**
     * Datagrams that may be in flight in each direction of each flow: at least rate times delay.
     *
     * @param count of them.
     * @return this for a fluent API.
     */
    public RelayContext slots(final int count)
    {
        slots = count;
        return this;
    }

    /** @return datagrams that may be in flight in each direction of each flow. */
    public int slots()
    {
        return slots;
    }

    /**
     * Longest datagram that is forwarded; the slots have this length. Aeron's MTU is one.
     *
     * @param lengthBytes of payload.
     * @return this for a fluent API.
     */
    public RelayContext maxDatagramLength(final int lengthBytes)
    {
        maxDatagramLength = lengthBytes;
        return this;
    }

    /** @return longest datagram that is forwarded, bytes. */
    public int maxDatagramLength()
    {
        return maxDatagramLength;
    }

    /**
     * How long the relay goes on spinning after the last datagram before it sleeps until the next. Being woken costs
     * time that a delay then has on top; {@link Long#MAX_VALUE} never sleeps. While something is due within two
     * milliseconds it spins anyway.
     *
     * @param durationNs in nanoseconds.
     * @return this for a fluent API.
     */
    public RelayContext spinNs(final long durationNs)
    {
        spinNs = durationNs;
        return this;
    }

    /** @return how long the relay goes on spinning after the last datagram, ns. */
    public long spinNs()
    {
        return spinNs;
    }

    /**
     * Checks every value.
     *
     * @return this.
     * @throws TransportException       when one is not allowed.
     * @throws IllegalArgumentException when one of an impairment is not.
     */
    public RelayContext conclude()
    {
        require(!listens.isEmpty(), "flow: give at least one");
        require(slots > 0 && slots <= 1 << 20, "slots=" + slots + " is not allowed: from 1 to " + (1 << 20));
        require(maxDatagramLength > 0 && maxDatagramLength <= MAX_UDP_LENGTH,
            "maxDatagramLength=" + maxDatagramLength + " is not allowed: from 1 to " + MAX_UDP_LENGTH);
        require(spinNs >= 0, "spinNs=" + spinNs + " is not allowed: 0 or more");
        final long memoryBytes = (long)listens.size() * DIRECTIONS * (slots + 1) * (maxDatagramLength + 1);
        require(memoryBytes <= MAX_MEMORY_BYTES, "slots=" + slots + " of maxDatagramLength=" + maxDatagramLength +
            " for " + listens.size() + " flows take " + memoryBytes + " bytes: at most " + MAX_MEMORY_BYTES);
        settings.forEach((flow) -> flow.values().forEach(ImpairmentSettings::conclude));
        return this;
    }

    private static void require(final boolean isAllowed, final String message)
    {
        if (!isAllowed)
        {
            throw new TransportException(message);
        }
    }
}
