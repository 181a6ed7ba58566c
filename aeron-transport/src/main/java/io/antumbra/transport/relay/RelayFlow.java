package io.antumbra.transport.relay;

import io.antumbra.transport.Endpoint;
import io.antumbra.transport.TransportException;
import java.io.IOException;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ProtocolFamily;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/**
 * The two sockets of a flow, and nothing that decides.
 *
 * <pre>
 *   sender  ----&gt;  LISTEN [ forward ] source port ----&gt; target
 *   (the last one) &lt;---- [   back  ] &lt;----------------
 * </pre>
 *
 * Aeron's receiver answers with status messages and NAKs to the address that a session's first datagram came from, and
 * never learns another one; its sender takes answers only from the address that it sends to. So answers leave through
 * the listening socket, and the source port must be the same again after the relay was restarted, else the session
 * stays mute for good: it is computed from the two endpoints. Rejected: one socket for both directions, whose port
 * would be stable too, but DatagramChannel remembers one source address only and allocates whenever it changes.
 *
 * <p>Used by the relay's thread.
 */
final class RelayFlow implements AutoCloseable
{
    private static final int BATCH = 4;
    private static final int SOCKET_BUFFER_LENGTH = 2 * 1024 * 1024;
    private static final int FIRST_SOURCE_PORT = 20_000;
    private static final int SOURCE_PORTS = 12_000;
    private static final int SOURCE_PORT_STEP = 7_919;
    private static final int SOURCE_PORT_TRIES = 64;

    private final RelayLink forward;
    private final RelayLink back;
    private final DatagramChannel listen;
    private final DatagramChannel target;
    private final int sourcePort;
    private final RelayLink.Sink toTarget = this::sendToTarget;
    private final RelayLink.Sink toSender = this::sendToSender;
    private SocketAddress lastSender;
    private volatile IOException lastError;

    /** Binds both sockets. */
    RelayFlow(final Endpoint listenAt, final Endpoint sendTo, final RelayLink forward, final RelayLink back)
    {
        this.forward = forward;
        this.back = back;
        listen = open(listenAt);
        DatagramChannel opened = null;
        try
        {
            listen.bind(listenAt.socketAddress());
            opened = open(sendTo);
            sourcePort = bindSource(opened, listenAt, sendTo);
            opened.connect(sendTo.socketAddress());
            target = opened;
        }
        catch (final IOException ex)
        {
            closeQuietly(opened);
            closeQuietly(listen);
            throw new TransportException(null == opened ? listenAt.whyNotBound("flow") :
                "cannot open a socket towards " + sendTo + ": " + ex.getMessage(), ex);
        }
    }

    private static DatagramChannel open(final Endpoint endpoint)
    {
        final ProtocolFamily family = endpoint.socketAddress().getAddress() instanceof Inet4Address ?
            StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
        try
        {
            final DatagramChannel channel = DatagramChannel.open(family);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_LENGTH);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_LENGTH);
            channel.configureBlocking(false);
            return channel;
        }
        catch (final IOException ex)
        {
            throw new TransportException("cannot open a UDP socket: " + ex.getMessage(), ex);
        }
    }

    private static int bindSource(final DatagramChannel channel, final Endpoint listenAt, final Endpoint sendTo)
        throws IOException
    {
        final InetSocketAddress address = sendTo.socketAddress();
        final int first = Math.floorMod(31 * listenAt.socketAddress().hashCode() + address.hashCode(), SOURCE_PORTS);
        BindException last = null;
        for (int i = 0; i < SOURCE_PORT_TRIES; i++)
        {
            final int port = FIRST_SOURCE_PORT + (first + i * SOURCE_PORT_STEP) % SOURCE_PORTS;
            try
            {
                channel.bind(address.getAddress().isLoopbackAddress() ?
                    new InetSocketAddress(address.getAddress(), port) : new InetSocketAddress(port));
                return port;
            }
            catch (final BindException ex)
            {
                last = ex;
            }
        }
        throw last;
    }

    RelayLink link(final Direction direction)
    {
        return Direction.FORWARD == direction ? forward : back;
    }

    int sourcePort()
    {
        return sourcePort;
    }

    IOException lastError()
    {
        return lastError;
    }

    void register(final Selector selector) throws IOException
    {
        listen.register(selector, SelectionKey.OP_READ);
        target.register(selector, SelectionKey.OP_READ);
    }

    /** When the next copy has to leave, ns. */
    long firstDueNs()
    {
        return Math.min(forward.firstDueNs(), back.firstDueNs());
    }

    /** Sends what is due, before anything else is read, and takes in what has come. */
    int doWork() throws ClosedChannelException
    {
        int workCount = send();
        for (int i = 0; i < BATCH; i++)
        {
            final int received = receiveFromSender() + receiveFromTarget();
            if (0 == received)
            {
                break;
            }
            workCount += received + send();
        }
        return workCount;
    }

    private int send()
    {
        return send(forward, toTarget) + send(back, toSender);
    }

    private static int send(final RelayLink link, final RelayLink.Sink sink)
    {
        int sent = 0;
        for (long nowNs = System.nanoTime(); link.firstDueNs() <= nowNs && sent < BATCH; nowNs = System.nanoTime())
        {
            link.send(nowNs, sink);
            sent++;
        }
        return sent;
    }

    private int receiveFromSender() throws ClosedChannelException
    {
        final SocketAddress sender = receive(listen, forward);
        if (null == sender)
        {
            return 0;
        }
        lastSender = sender;
        forward.onReceived(System.nanoTime());
        return 1;
    }

    private int receiveFromTarget() throws ClosedChannelException
    {
        if (null == receive(target, back))
        {
            return 0;
        }
        back.onReceived(System.nanoTime());
        return 1;
    }

    /** What the network says of datagrams sent earlier comes as an exception, and does not end the relay. */
    private SocketAddress receive(final DatagramChannel channel, final RelayLink link) throws ClosedChannelException
    {
        try
        {
            return channel.receive(link.receiveBuffer());
        }
        catch (final PortUnreachableException ex)
        {
            forward.counts().increment(RelayCounter.UNREACHABLE);
        }
        catch (final ClosedChannelException ex)
        {
            throw ex;
        }
        catch (final IOException ex)
        {
            lastError = ex;
        }
        return null;
    }

    /** The error of an earlier datagram is reported instead of sending this one, so it is tried again once. */
    private boolean sendToTarget(final ByteBuffer datagram)
    {
        try
        {
            return isSent(target.write(datagram), datagram);
        }
        catch (final PortUnreachableException ex)
        {
            forward.counts().increment(RelayCounter.UNREACHABLE);
        }
        catch (final IOException ex)
        {
            lastError = ex;
            return false;
        }
        try
        {
            return isSent(target.write(datagram.rewind()), datagram);
        }
        catch (final IOException ex)
        {
            lastError = ex;
            return false;
        }
    }

    private boolean sendToSender(final ByteBuffer datagram)
    {
        if (null == lastSender)
        {
            return false;
        }
        try
        {
            return isSent(listen.send(datagram, lastSender), datagram);
        }
        catch (final IOException ex)
        {
            lastError = ex;
            return false;
        }
    }

    /** An empty datagram is sent whatever the count says. */
    private static boolean isSent(final int bytes, final ByteBuffer datagram)
    {
        return bytes > 0 || 0 == datagram.limit();
    }

    @Override
    public void close()
    {
        closeQuietly(listen);
        closeQuietly(target);
    }

    private static void closeQuietly(final DatagramChannel channel)
    {
        try
        {
            if (null != channel)
            {
                channel.close();
            }
        }
        catch (final IOException ignore)
        {
            // the socket is of no use any more
        }
    }
}
