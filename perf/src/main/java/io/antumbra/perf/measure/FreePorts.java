package io.antumbra.perf.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * UDP ports of loopback that nobody uses now. Stateless.
 */
public final class FreePorts
{
    private FreePorts()
    {
    }

    /**
     * Find some. All sockets are open until all ports are known, so that the ports differ.
     *
     * @param count how many.
     * @return endpoints, "127.0.0.1:PORT".
     */
    public static List<String> endpoints(final int count)
    {
        final List<DatagramSocket> sockets = new ArrayList<>();
        final List<String> endpoints = new ArrayList<>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                final DatagramSocket socket =
                    new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                sockets.add(socket);
                endpoints.add("127.0.0.1:" + socket.getLocalPort());
            }
            return endpoints;
        }
        catch (final IOException ex)
        {
            throw new UncheckedIOException("no UDP port is free on loopback", ex);
        }
        finally
        {
            sockets.forEach(DatagramSocket::close);
        }
    }
}
