package io.antumbra.perf.loss;

import io.antumbra.transport.impair.Impairment;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.impair.RecordedTrace;
import java.util.SplittableRandom;

/**
 * What a rival of one trial stands on: virtual time, the paths, the byte counts, the judge. Every rival of a cell
 * gets the same network for the same seed: the same draws in each direction of each line, and the same times of
 * blackouts and recorded round trips (common random numbers). One thread.
 */
final class Bench extends Judge
{
    /** When the load begins: until then machines have met. */
    static final long START_NS = 6_000_000_000L;

    /** When the measurement begins. */
    static final long MEASURED_FROM_NS = 8_000_000_000L;

    final Cell cell;
    final EventQueue queue = new EventQueue();
    final ByteCounts bytes = new ByteCounts();
    final Deliveries deliveries;
    final NetworkPath forwardA;
    final NetworkPath forwardB;
    final NetworkPath backwardA;
    final NetworkPath answers;
    final NetworkPath backwardOfAnswers;

    /** Draws of the load and of rivals that draw; of no path. */
    final SplittableRandom random;

    Bench(final Cell cell, final long seed)
    {
        this.cell = cell;
        final SplittableRandom root = new SplittableRandom(seed);
        random = root.split();
        deliveries = new Deliveries(cell.workload.streams, cell.workload.capacity, MEASURED_FROM_NS);
        final long blackoutSeed = root.nextLong();
        final RecordedTrace trace = cell.trace();
        final long originNs = trace == null ? 0 : -root.nextLong(trace.lengthNs());
        forwardA = path(root, blackoutSeed, originNs);
        forwardB = path(root, blackoutSeed, originNs);
        backwardA = path(root, blackoutSeed, originNs);
        answers = path(root, blackoutSeed, originNs);
        backwardOfAnswers = path(root, blackoutSeed, originNs);
    }

    private NetworkPath path(final SplittableRandom root, final long blackoutSeed, final long originNs)
    {
        final ImpairmentSettings settings = cell.settings();
        settings.flapSeed = blackoutSeed;
        final Impairment impairment = new Impairment(settings, root.split()::nextLong, originNs);
        if (settings.trace != null && settings.trace.packets() > 0)
        {
            for (int skipped = root.nextInt(settings.trace.packets()); skipped > 0; skipped--)
            {
                impairment.onFrame(0, 0);
            }
        }
        return new NetworkPath(queue, impairment, bytes);
    }

    /** Settings of a stream that can hold what this load may have under way. */
    StreamSettings streamSettings()
    {
        return new StreamSettings().capacity(cell.workload.capacity).windowLength(cell.windowLength());
    }

    @Override
    void deliver(final int streamId, final long sequence)
    {
        deliveries.onDelivered(streamId, sequence, queue.nowNs());
    }
}
