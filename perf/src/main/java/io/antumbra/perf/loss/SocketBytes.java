package io.antumbra.perf.loss;

import io.aeron.driver.status.SystemCounterDescriptor;
import io.aeron.protocol.NakFlyweight;
import io.antumbra.transport.relay.Direction;
import org.agrona.concurrent.status.CountersReader;

/**
 * What the datagrams of a trial on real sockets were for: the relay counts all bytes, of every line and direction,
 * Aeron counts what it retransmitted and its NAKs, and of line A the rest is what it is by its rival. Stateless.
 */
final class SocketBytes
{
    private static final int ENTRY_LENGTH = StreamSettings.framed(Workload.ENTRY_LENGTH);

    private SocketBytes()
    {
    }

    /**
     * Since the beginning.
     *
     * @param bench      that has the relay.
     * @param sender     counters of the sending end's driver.
     * @param receiver   counters of the receiving end's driver.
     * @param entries    sent first, each counted with Aeron's header and nothing else.
     * @param probeBytes on line A.
     * @param rest       what else there is on line A.
     */
    static ByteCounts count(final SocketBench bench, final CountersReader sender, final CountersReader receiver,
        final long entries, final long probeBytes, final Traffic rest)
    {
        final long first = entries * ENTRY_LENGTH;
        final long retransmitted = sender.getCounterValue(SystemCounterDescriptor.RETRANSMITTED_BYTES.id());
        final long naks = receiver.getCounterValue(SystemCounterDescriptor.NAK_MESSAGES_SENT.id()) *
            NakFlyweight.HEADER_LENGTH;
        final ByteCounts counts = new ByteCounts();
        counts.addBytes(Traffic.FIRST, first);
        counts.addBytes(Traffic.RETRANSMIT, retransmitted);
        counts.addBytes(Traffic.PROBE, probeBytes);
        counts.addBytes(rest, bench.bytes(SocketBench.LINE_A, Direction.FORWARD) - first - retransmitted - probeBytes);
        counts.addBytes(Traffic.COPY, bench.bytes(SocketBench.LINE_B, Direction.FORWARD));
        counts.addBytes(Traffic.NAK, naks);
        counts.addBytes(Traffic.STATUS, bench.bytes(SocketBench.LINE_A, Direction.BACK) - naks +
            bench.bytes(SocketBench.LINE_B, Direction.BACK));
        counts.addBytes(Traffic.ACKNOWLEDGEMENT, bench.bytes(SocketBench.ANSWERS, Direction.FORWARD) +
            bench.bytes(SocketBench.ANSWERS, Direction.BACK));
        return counts;
    }

    /**
     * Between two counts. What is a rest is 0 at least: datagrams between the one counter and the other when they are
     * read can make it seem less.
     */
    static ByteCounts between(final ByteCounts before, final ByteCounts after)
    {
        final ByteCounts counts = new ByteCounts();
        for (final Traffic traffic : Traffic.values())
        {
            counts.addBytes(traffic, Math.max(0, after.bytes(traffic) - before.bytes(traffic)));
        }
        return counts;
    }
}
