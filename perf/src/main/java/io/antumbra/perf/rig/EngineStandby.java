package io.antumbra.perf.rig;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.EntryMeta;
import io.antumbra.perf.measure.ParentWatch;
import io.antumbra.ring.AdaptiveIdleStrategy;
import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.IdleStrategy;

/**
 * The other process of Antumbra: a standby that shadows, acknowledges, and delivers to a handler that counts. One
 * thread.
 */
final class EngineStandby implements EntryHandler, AutoCloseable
{
    private final Antumbra antumbra;
    private final IdleStrategy idleStrategy = new AdaptiveIdleStrategy();
    private long delivered;
    private long deliveredBytes;

    EngineStandby(final NodeOptions options)
    {
        antumbra = Antumbra.launch(Engines.context(options)
            .role(Role.STANDBY)
            .replicaId(Engines.STANDBY_ID)
            .peer(Engines.PRIMARY_ID, options.peer)
            .handler(this));
    }

    void run(final ParentWatch watch)
    {
        while (!watch.isStopped())
        {
            idleStrategy.idle(antumbra.doWork());
        }
        System.out.println("result delivered=" + delivered + " bytes=" + deliveredBytes);
    }

    @Override
    public long onStart(final int streamId)
    {
        return 0;
    }

    @Override
    public void onEntry(final EntryMeta meta, final DirectBuffer buffer, final int offset, final int length)
    {
        delivered++;
        deliveredBytes += length;
    }

    @Override
    public void onUnprotectedGap(final int streamId, final long first, final long count)
    {
        throw new IllegalStateException("everything is protected here, yet " + count + " entries from " + first +
            " are a gap");
    }

    @Override
    public void close()
    {
        antumbra.close();
    }
}
