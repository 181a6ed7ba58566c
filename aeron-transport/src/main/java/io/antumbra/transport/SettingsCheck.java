package io.antumbra.transport;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.agrona.BitUtil;

/**
 * Refuses settings that cannot work, before Aeron would with less to say. Each message names the setting, its value,
 * what is allowed and the remedy.
 */
final class SettingsCheck
{
    private static final int TERM_LENGTH_MIN = 64 * 1024;
    private static final int TERM_LENGTH_MAX = 1024 * 1024 * 1024;
    private static final int MTU_LENGTH_MIN = 128;
    private static final int MTU_LENGTH_MAX = 65504;
    private static final int FRAME_ALIGNMENT = 32;
    private static final int TERM_TO_FRAME_RATIO = 8;
    private static final int AERON_MAX_MESSAGE_LENGTH = 16 * 1024 * 1024;
    private static final long LIVENESS_TIMEOUT_MIN_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** A driver that is not ours writes its heartbeat each aeron.timer.interval, by default 1 s. */
    private static final long EXTERNAL_DRIVER_TIMEOUT_MIN_NS = TimeUnit.SECONDS.toNanos(2);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private SettingsCheck()
    {
    }

    /**
     * Check who a replica is and how much it may hold.
     *
     * @param settings to check.
     */
    static void check(final TransportSettings<?> settings)
    {
        final String name = settings.name();
        require(name != null && NAME.matcher(name).matches(), "name=" + name + ": give 1 to 64 letters, digits, '.', " +
            "'_' or '-', unique on this machine (" + TransportConfiguration.NAME_PROP + ")");
        require(settings.maxPeers() >= 1 && settings.maxPeers() <= Transport.MAX_PEER_ID + 1,
            "maxPeers=" + settings.maxPeers() + ": must be from 1 to " + (Transport.MAX_PEER_ID + 1));
        require(settings.maxSessions() >= 1, "maxSessions=" + settings.maxSessions() + ": must be at least 1");
        require(settings.maxCounters() >= 0, "maxCounters=" + settings.maxCounters() + ": must not be negative");
        require(settings.registrationTimeoutNs() > 0,
            "registrationTimeoutNs=" + settings.registrationTimeoutNs() + ": must be above 0");
    }

    /**
     * Check all settings of the links against each other and against the operating system.
     *
     * @param link       to check.
     * @param driverMode that they are for.
     */
    static void check(final LinkSettings link, final DriverMode driverMode)
    {
        final int term = link.termLength();
        require(BitUtil.isPowerOfTwo(term) && term >= TERM_LENGTH_MIN && term <= TERM_LENGTH_MAX,
            "termLength=" + term + ": must be a power of two from " + TERM_LENGTH_MIN + " to " + TERM_LENGTH_MAX);

        final int mtu = link.mtuLength();
        require(mtu >= MTU_LENGTH_MIN && mtu <= MTU_LENGTH_MAX && mtu % FRAME_ALIGNMENT == 0,
            "mtuLength=" + mtu + ": must be a multiple of " + FRAME_ALIGNMENT + " from " + MTU_LENGTH_MIN + " to " +
                MTU_LENGTH_MAX);

        final int window = link.initialWindowLength();
        require(window >= mtu && window <= term / 2,
            "initialWindowLength=" + window + ": must be at least mtuLength=" + mtu +
                " and at most half of termLength=" +
                term);
        require(link.socketSndbufLength() >= mtu,
            "socketSndbufLength=" + link.socketSndbufLength() + ": must be at least mtuLength=" + mtu);
        require(link.socketRcvbufLength() >= window,
            "socketRcvbufLength=" + link.socketRcvbufLength() + ": must be at least initialWindowLength=" + window);

        checkTimeout("imageLivenessTimeoutNs", link.imageLivenessTimeoutNs());
        checkTimeout("clientLivenessTimeoutNs", link.clientLivenessTimeoutNs());
        checkTimeout("connectionTimeoutNs", link.connectionTimeoutNs());
        checkTimeout("driverTimeoutNs", link.driverTimeoutNs());
        require(driverMode.isEmbedded() || link.driverTimeoutNs() >= EXTERNAL_DRIVER_TIMEOUT_MIN_NS,
            "driverTimeoutNs=" + link.driverTimeoutNs() + " ns: must be at least " + EXTERNAL_DRIVER_TIMEOUT_MIN_NS +
                " ns (2 s) with an external media driver, which shows that it is alive once a second; else it would " +
                "be left and found again for ever (" + TransportConfiguration.DRIVER_TIMEOUT_PROP + ")");
        require(link.retransmitLingerNs() > 0, "retransmitLingerNs=" + link.retransmitLingerNs() +
            ": must be above 0; 1 to 1.5 round trips is right");

        checkSocketBuffer("socketSndbufLength", link.socketSndbufLength(), StandardSocketOptions.SO_SNDBUF, "wmem_max");
        checkSocketBuffer("socketRcvbufLength", link.socketRcvbufLength(), StandardSocketOptions.SO_RCVBUF, "rmem_max");
    }

    /**
     * Check that the largest frame fits what Aeron takes as one message.
     *
     * @param maxPayloadLength  in bytes.
     * @param frameHeaderLength in bytes.
     * @param termLength        in bytes.
     */
    static void checkFrameFits(final int maxPayloadLength, final int frameHeaderLength, final int termLength)
    {
        require(maxPayloadLength > 0, "maxPayloadLength=" + maxPayloadLength + ": must be above 0");
        require(frameHeaderLength >= 0, "frameHeaderLength=" + frameHeaderLength + ": must not be negative");

        final long maxFrameLength = (long)maxPayloadLength + frameHeaderLength;
        final long limit = Math.min(termLength / TERM_TO_FRAME_RATIO, AERON_MAX_MESSAGE_LENGTH);
        if (maxFrameLength > limit)
        {
            final long needed = BitUtil.findNextPositivePowerOfTwo(maxFrameLength * TERM_TO_FRAME_RATIO);
            throw new TransportException("maxFrameLength=" + maxFrameLength + " (payload " + maxPayloadLength +
                " + headers " + frameHeaderLength + ") does not fit into termLength/8=" + limit + " (termLength=" +
                termLength + "): " + (maxFrameLength > AERON_MAX_MESSAGE_LENGTH ?
                    "make the largest payload smaller, 16777216 is the most for one frame" :
                    "set termLength to at least " + needed + " or make the largest payload smaller"));
        }
    }

    static void require(final boolean isMet, final String message)
    {
        if (!isMet)
        {
            throw new TransportException(message);
        }
    }

    private static void checkTimeout(final String name, final long timeoutNs)
    {
        require(timeoutNs >= LIVENESS_TIMEOUT_MIN_NS,
            name + "=" + timeoutNs + " ns: must be at least " + LIVENESS_TIMEOUT_MIN_NS + " ns (200 ms)");
    }

    private static void checkSocketBuffer(
        final String name, final int lengthBytes, final SocketOption<Integer> option, final String sysctl)
    {
        try (DatagramChannel channel = DatagramChannel.open())
        {
            channel.setOption(option, lengthBytes);
            final int granted = channel.getOption(option);
            require(granted >= lengthBytes, name + "=" + lengthBytes + ": the operating system grants only " + granted +
                "; raise it (sysctl -w net.core." + sysctl + "=" + lengthBytes + ") or set a smaller length");
        }
        catch (final IOException ex)
        {
            throw new TransportException(name + "=" + lengthBytes + ": cannot open a UDP socket to try it", ex);
        }
    }
}
