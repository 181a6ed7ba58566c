package io.antumbra.perf.loss;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.DefaultCongestionControlSupplier;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.StaticDelayGenerator;
import io.aeron.logbuffer.FragmentHandler;
import io.antumbra.perf.measure.InvokedAeron;
import java.nio.ByteBuffer;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron itself: one reliable stream for each stream of the application and, where everything is sent twice, one
 * unreliable stream beside them that carries the copies of all. The ends have drivers of their own, as on two machines.
 * One thread.
 */
final class SocketAeronRival implements SocketRival
{
    private static final int FIRST_STREAM_ID = 1001;
    private static final int COPIES_STREAM_ID = 2001;
    private static final int FRAGMENT_LIMIT = 64;

    private final SocketBench bench;
    private final InvokedAeron sender;
    private final InvokedAeron receiver;
    private final ExclusivePublication[] publications;
    private final Subscription[] subscriptions;
    private final FragmentHandler[] handlers;
    private final FragmentHandler copyHandler;
    private final Merge merge;
    private final UnsafeBuffer entry = new UnsafeBuffer(ByteBuffer.allocateDirect(Workload.ENTRY_LENGTH));
    private ExclusivePublication copies;
    private Subscription copiesReceived;

    SocketAeronRival(final SocketBench bench, final long lingerNs, final long statusMessageNs,
        final boolean isDuplicate)
    {
        this.bench = bench;
        merge = isDuplicate ? new Merge(bench.cell.workload, bench) : null;
        final int streams = bench.cell.workload.streams;
        publications = new ExclusivePublication[streams];
        subscriptions = new Subscription[streams];
        handlers = new FragmentHandler[streams];
        copyHandler = (buffer, offset, length, header) ->
        {
            final int streamId = EntryBytes.streamId(buffer, offset);
            merge.onB(streamId, EntryBytes.sequence(buffer, offset, length, streamId));
        };
        final String name = "loss-" + ProcessHandle.current().pid();
        sender = new InvokedAeron(name + "-sender", driver(lingerNs, statusMessageNs));
        receiver = new InvokedAeron(name + "-receiver", driver(lingerNs, statusMessageNs));
        try
        {
            open(isDuplicate);
        }
        catch (final RuntimeException ex)
        {
            close();
            throw ex;
        }
    }

    /** As the engine's transport sets it up, but for the linger, which is a constant, and Aeron's status messages. */
    private MediaDriver.Context driver(final long lingerNs, final long statusMessageNs)
    {
        return bench.link().retransmitLingerNs(lingerNs).applyTo(new MediaDriver.Context())
            .retransmitUnicastLingerGenerator(new StaticDelayGenerator(lingerNs))
            .statusMessageTimeoutNs(statusMessageNs)
            .congestControlSupplier(new DefaultCongestionControlSupplier());
    }

    private void open(final boolean isDuplicate)
    {
        final Aeron from = sender.aeron();
        final Aeron to = receiver.aeron();
        for (int i = 0; i < publications.length; i++)
        {
            final int streamId = i;
            handlers[i] = (buffer, offset, length, header) -> onEntry(streamId, EntryBytes.sequence(buffer, offset,
                length, streamId));
            subscriptions[i] = to.addSubscription(udp(bench.receivesAt(SocketBench.LINE_A)), FIRST_STREAM_ID + i);
            publications[i] = from.addExclusivePublication(udp(bench.reachedAt(SocketBench.LINE_A)), FIRST_STREAM_ID +
                i);
        }
        if (isDuplicate)
        {
            copiesReceived = to.addSubscription(udp(bench.receivesAt(SocketBench.LINE_B)) + "|reliable=false",
                COPIES_STREAM_ID);
            copies = from.addExclusivePublication(udp(bench.reachedAt(SocketBench.LINE_B)), COPIES_STREAM_ID);
        }
    }

    private static String udp(final String endpoint)
    {
        return "aeron:udp?endpoint=" + endpoint;
    }

    private void onEntry(final int streamId, final int sequence)
    {
        if (merge == null)
        {
            bench.deliver(streamId, sequence);
        }
        else
        {
            merge.onA(streamId, sequence);
        }
    }

    @Override
    public boolean isReady()
    {
        for (int i = 0; i < publications.length; i++)
        {
            if (!publications[i].isConnected() || !subscriptions[i].isConnected())
            {
                return false;
            }
        }
        return copies == null || (copies.isConnected() && copiesReceived.isConnected());
    }

    /** A copy that finds no room is left out, as an application would: it has sent the entry. */
    @Override
    public boolean offer(final int streamId, final int sequence)
    {
        EntryBytes.put(entry, streamId, sequence);
        if (publications[streamId].offer(entry) <= 0)
        {
            return false;
        }
        if (copies != null)
        {
            copies.offer(entry);
        }
        return true;
    }

    @Override
    public int doWork()
    {
        int work = sender.doWork() + receiver.doWork();
        for (int i = 0; i < subscriptions.length; i++)
        {
            work += subscriptions[i].poll(handlers[i], FRAGMENT_LIMIT);
        }
        return copies == null ? work : work + copiesReceived.poll(copyHandler, FRAGMENT_LIMIT);
    }

    @Override
    public ByteCounts bytes(final long entries)
    {
        return SocketBytes.count(bench, sender.aeron().countersReader(), receiver.aeron().countersReader(), entries, 0,
            Traffic.HEARTBEAT);
    }

    @Override
    public long useful()
    {
        return bench.useful();
    }

    @Override
    public long useless()
    {
        return bench.useless();
    }

    @Override
    public void close()
    {
        CloseHelper.closeAll(sender, receiver);
    }
}
