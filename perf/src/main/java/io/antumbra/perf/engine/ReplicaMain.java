package io.antumbra.perf.engine;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.perf.measure.ParentWatch;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.State;
import io.antumbra.runtime.Stream;
import java.util.concurrent.Callable;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * A replica in a process of its own, in the default profile, as an application embeds it; users run
 * {@code perf.jar idle} and {@code open}. It says {@code launched MS} when launch returned, {@code ready MS} when it
 * leads or follows, and ends with its standard input. Main thread only.
 */
@Command(name = "replica", description = "A process of the measurements idle and open.")
public final class ReplicaMain implements Callable<Integer>, EntryHandler
{
    private static final double NS_PER_MS = 1e6;

    @Mixin
    private ReplicaOptions options;

    private ReplicaMain()
    {
    }

    /**
     * Runs a replica.
     *
     * @param args as {@link ReplicaOptions} wrote them.
     */
    public static void main(final String[] args)
    {
        System.exit(new CommandLine(new ReplicaMain()).execute(args));
    }

    @Override
    public Integer call()
    {
        final ParentWatch watch = ParentWatch.start();
        final Antumbra.Context context = options.toContext();
        if (options.role == Role.STANDBY)
        {
            context.handler(this);
        }
        final long startNs = System.nanoTime();
        try (Antumbra antumbra = Antumbra.launch(context))
        {
            System.out.println("launched " + (System.nanoTime() - startNs) / NS_PER_MS);
            final IdleStrategy idleStrategy = new SleepingMillisIdleStrategy(1);
            while (antumbra.state() != State.LEADING && antumbra.state() != State.FOLLOWING)
            {
                watch.check();
                idleStrategy.idle();
            }
            System.out.println("ready " + (System.nanoTime() - startNs) / NS_PER_MS);
            if (options.append > 0 || options.isAppendingForEver)
            {
                append(antumbra.stream(ReplicaOptions.STREAM), watch);
            }
            while (!watch.isStopped())
            {
                // Long naps: the thread that waits for the parent must not be what is measured.
                new SleepingMillisIdleStrategy(50).idle();
            }
        }
        return 0;
    }

    private void append(final Stream stream, final ParentWatch watch)
    {
        final long before = stream.position();
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[ReplicaOptions.ENTRY_LENGTH]);
        long appended = 0;
        while (appended < options.append || options.isAppendingForEver)
        {
            if (stream.offer(payload, 0, payload.capacity()) > 0)
            {
                appended++;
            }
            else
            {
                watch.check();
                Thread.yield();
            }
        }
        while (stream.acknowledgedPosition() < before + appended)
        {
            watch.check();
            Thread.yield();
        }
        System.out.println("appended " + appended);
    }

    @Override
    public long onStart(final int streamId)
    {
        return 0;
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        // An idle replica is measured: whatever comes is let go.
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        // See above.
    }
}
