package io.antumbra.transport;

import io.aeron.ChannelUriStringBuilder;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;

/**
 * A UDP endpoint "host:port" (IPv6 in brackets), resolved once. Aeron gets the address, never the name, so that its
 * conductor, which runs in the owner's thread, never waits for a name server.
 */
public final class Endpoint
{
    private static final int PORT_MAX = 65535;
    private static final int CLOSE_LINGER_MS = 200;

    private static final String KEY_RULE =
        "peers on other machines are accepted only with a pre-shared key; configure " +
            "the key, or use 127.0.0.1";

    private final String field;
    private final String text;
    private final InetAddress address;
    private final int port;

    private Endpoint(final String field, final String text, final InetAddress address, final int port)
    {
        this.field = field;
        this.text = text;
        this.address = address;
        this.port = port;
    }

    /**
     * An endpoint of a replica, which may lie on another machine only where a key is configured.
     *
     * @param field       named in messages.
     * @param text        to parse.
     * @param allowRemote accept addresses other than loopback.
     * @return the endpoint.
     * @throws TransportException when malformed, unknown or not allowed.
     */
    static Endpoint parse(final String field, final String text, final boolean allowRemote)
    {
        return parse(field, text, allowRemote, KEY_RULE);
    }

    /**
     * Parse and resolve; a host name is looked up here, which may take as long as the operating system's resolver does.
     *
     * @param field       named in messages.
     * @param text        to parse.
     * @param allowRemote accept addresses other than loopback.
     * @param remoteRule  when they are accepted, for the message.
     * @return the endpoint.
     * @throws TransportException when malformed, unknown or not allowed.
     */
    public static Endpoint parse(
        final String field, final String text, final boolean allowRemote, final String remoteRule)
    {
        final int colon = text == null ? -1 : text.lastIndexOf(':');
        if (text == null || colon <= 0 || colon == text.length() - 1)
        {
            throw new TransportException(field + "=" + text + ": give host:port, for example 127.0.0.1:24101");
        }

        final String host = text.substring(0, colon);
        final boolean isBracketed = host.startsWith("[") && host.endsWith("]");
        SettingsCheck.require(isBracketed || host.indexOf(':') < 0,
            field + "=" + text + ": put an IPv6 address in brackets, for example [::1]:24101");

        final int port = parsePort(field, text, text.substring(colon + 1));
        final InetAddress address = resolve(field, text, isBracketed ? host.substring(1, host.length() - 1) : host);

        SettingsCheck.require(!address.isMulticastAddress() && !address.isAnyLocalAddress(),
            field + "=" + text + ": give the unicast address of one interface");
        SettingsCheck.require(allowRemote || address.isLoopbackAddress(),
            field + "=" + text + " is not a loopback address: " + remoteRule);

        return new Endpoint(field, text, address, port);
    }

    private static int parsePort(final String field, final String text, final String digits)
    {
        int port = -1;
        try
        {
            port = Integer.parseInt(digits);
        }
        catch (final NumberFormatException ignore)
        {
            // reported below with the range
        }

        SettingsCheck.require(port >= 1 && port <= PORT_MAX,
            field + "=" + text + ": the port must be a number from 1 to " + PORT_MAX);
        return port;
    }

    private static InetAddress resolve(final String field, final String text, final String host)
    {
        try
        {
            return InetAddress.getByName(host);
        }
        catch (final UnknownHostException ex)
        {
            throw new TransportException(field + "=" + text + ": the host is unknown; check its spelling and the " +
                "name service, or give the address in numbers", ex);
        }
    }

    /**
     * Address and port in numbers, as Aeron takes them.
     *
     * @return for example 127.0.0.1:24101 or [0:0:0:0:0:0:0:1]:24101.
     */
    String numeric()
    {
        final String host = address.getHostAddress();
        return (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port;
    }

    /** @return name of the setting that it was given by. */
    String field()
    {
        return field;
    }

    /** @return address and port for a socket. */
    public InetSocketAddress socketAddress()
    {
        return new InetSocketAddress(address, port);
    }

    /**
     * Tell why this endpoint could not be bound, by trying: the text of the operating system's error depends on
     * the language set.
     *
     * @param owner what wanted to bind it, for the message.
     * @return a sentence with the remedy.
     */
    public String whyNotBound(final String owner)
    {
        if (!isBindable(0))
        {
            return field + "=" + text + ": the address belongs to no interface of this machine; correct it";
        }

        return field + "=" + text + (isBindable(port) ? ": the socket is refused; see the cause" :
            ": the port is in use by another process; stop it or give this " + owner +
                " another port");
    }

    private boolean isBindable(final int candidate)
    {
        try (DatagramSocket socket = new DatagramSocket(candidate, address))
        {
            return socket.isBound();
        }
        catch (final SocketException ex)
        {
            return false;
        }
    }

    /**
     * Channel on which the owner of this endpoint subscribes.
     *
     * @param link         settings.
     * @param lineStreamId of the line: gaps of line B are passed over at once, those of the others repaired.
     * @return Aeron channel URI.
     */
    String subscriptionChannel(final LinkSettings link, final int lineStreamId)
    {
        return new ChannelUriStringBuilder()
            .media("udp")
            .endpoint(numeric())
            .reliable(lineStreamId != Lines.LINE_B)
            .receiverWindowLength(link.initialWindowLength())
            .socketRcvbufLength(link.socketRcvbufLength())
            .socketSndbufLength(link.socketSndbufLength())
            .sparse(true)
            .build();
    }

    /**
     * Channel on which a peer of this endpoint publishes.
     *
     * @param link            settings.
     * @param initialPosition at which the publication's first term starts, 0 for Aeron's own choice.
     * @return Aeron channel URI.
     */
    String publicationChannel(final LinkSettings link, final long initialPosition)
    {
        return publication(link, initialPosition).build();
    }

    /**
     * Channel on which a peer of this endpoint publishes line B. No more waits there than a receiver takes at once:
     * copies that could not leave are soon worth nothing, and would be in the way of fresh ones.
     *
     * @param link            settings.
     * @param initialPosition at which the publication's first term starts, 0 for Aeron's own choice.
     * @param sessionId       of the publication of line A.
     * @return Aeron channel URI.
     */
    String publicationChannelOfLineB(final LinkSettings link, final long initialPosition, final int sessionId)
    {
        return publication(link, initialPosition)
            .sessionId(sessionId)
            .publicationWindowLength(link.initialWindowLength())
            .build();
    }

    private ChannelUriStringBuilder publication(final LinkSettings link, final long initialPosition)
    {
        final ChannelUriStringBuilder builder = new ChannelUriStringBuilder()
            .media("udp")
            .endpoint(numeric())
            .termLength(link.termLength())
            .mtu(link.mtuLength())
            .socketRcvbufLength(link.socketRcvbufLength())
            .socketSndbufLength(link.socketSndbufLength())
            .linger(TimeUnit.MILLISECONDS.toNanos(CLOSE_LINGER_MS))
            .sparse(true);

        if (initialPosition > 0)
        {
            builder.initialPosition(initialPosition, 0, link.termLength());
        }

        return builder;
    }

    @Override
    public String toString()
    {
        return text;
    }
}
