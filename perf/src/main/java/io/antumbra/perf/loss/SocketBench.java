package io.antumbra.perf.loss;

import io.antumbra.perf.measure.FreePorts;
import io.antumbra.transport.LinkSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayContext;
import io.antumbra.transport.relay.RelayCounter;
import java.util.List;

/**
 * What a rival of one trial on real sockets stands on: the relay, the clock, the judge. Every rival of a round gets the
 * same draws in each direction of each line, and blackouts that come to all of them at once.
 *
 * <pre>
 *   sending end ── LINE_A ──► [ relay ] ──► receiving end     back on each line: status messages, NAKs
 *               ── LINE_B ──► [ relay ] ──►
 *               ◄── [ relay ] ◄── ANSWERS ──
 * </pre>
 *
 * All on loopback. One thread, beside the relay's own.
 */
final class SocketBench extends Judge implements AutoCloseable
{
    static final int LINE_A = 0;
    static final int LINE_B = 1;
    static final int ANSWERS = 2;

    private static final int LINES = 3;
    private static final int SLOTS = 4096;

    final Cell cell;
    final Deliveries deliveries;
    private final Relay relay;
    private final List<String> endpoints = FreePorts.endpoints(2 * LINES);
    private long originNs;

    /**
     * @param cell    to run.
     * @param seed    of the network.
     * @param warmUpNs entries meant to be sent before this are not counted.
     */
    SocketBench(final Cell cell, final long seed, final long warmUpNs)
    {
        this.cell = cell;
        deliveries = new Deliveries(cell.workload.streams, cell.workload.capacity, warmUpNs);
        final RelayContext context = new RelayContext().seed(seed).slots(SLOTS).maxDatagramLength(link().mtuLength());
        for (int line = 0; line < LINES; line++)
        {
            context.flow(reachedAt(line), receivesAt(line));
            for (final Direction direction : Direction.values())
            {
                context.impair(line, direction, cell.settings());
            }
        }
        relay = Relay.launch(context);
    }

    /** Where one sends what shall arrive by a line. */
    String reachedAt(final int line)
    {
        return endpoints.get(2 * line);
    }

    /** Where it arrives. */
    String receivesAt(final int line)
    {
        return endpoints.get(2 * line + 1);
    }

    /** Lengths and windows for all rivals: the engine's default profile, with larger windows for long round trips. */
    LinkSettings link()
    {
        final LinkSettings link = LinkSettings.defaultProfile();
        return cell.windowLength() > StreamSettings.DEFAULT_WINDOW_LENGTH ?
            LinkSettings.throughputProfile().mtuLength(link.mtuLength()) : link;
    }

    /** The load begins now. */
    void start()
    {
        originNs = System.nanoTime();
    }

    /** Time since then. */
    long nowNs()
    {
        return System.nanoTime() - originNs;
    }

    @Override
    void deliver(final int streamId, final long sequence)
    {
        deliveries.onDelivered(streamId, sequence, nowNs());
    }

    /** Payload bytes of datagrams that were sent into one direction of a line. */
    long bytes(final int line, final Direction direction)
    {
        return relay.counts(line, direction).get(RelayCounter.RECEIVED_BYTES);
    }

    /**
     * A sum over all lines and directions.
     *
     * @param counter that counts datagrams.
     */
    long relayed(final RelayCounter counter)
    {
        long sum = 0;
        for (int line = 0; line < LINES; line++)
        {
            for (final Direction direction : Direction.values())
            {
                sum += relay.counts(line, direction).get(counter);
            }
        }
        return sum;
    }

    /** Fails when the relay did what no network was asked to do. */
    void check()
    {
        final long dropped = relayed(RelayCounter.DROPPED_BY_SLOTS) + relayed(RelayCounter.DROPPED_AS_TOO_LONG);
        if (relay.failure() != null || dropped > 0)
        {
            throw new IllegalStateException("the relay dropped " + dropped + " datagrams for want of room, failure: " +
                relay.failure(), relay.failure());
        }
    }

    @Override
    public void close()
    {
        relay.close();
    }
}
