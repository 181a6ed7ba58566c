package io.antumbra.perf.rig;

import io.aeron.ExclusivePublication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.antumbra.perf.measure.InvokedAeron;
import io.antumbra.transport.LinkSettings;

/**
 * Aeron by itself: a media driver and a client, both as invokers, set up with the very lengths, windows, sockets and
 * time-outs that the engine's transport takes from {@link LinkSettings}. One thread.
 */
final class RawNode implements AutoCloseable
{
    /** Stream from the load to the echo. */
    static final int FORTH = 1001;

    /** Stream from the echo to the load. */
    static final int BACK = 1002;

    private final InvokedAeron node;
    private final Subscription subscription;
    private final ExclusivePublication publication;

    RawNode(final NodeOptions options, final int publishTo, final int subscribeTo)
    {
        node = new InvokedAeron(options.name, options.link().applyTo(new MediaDriver.Context()));
        subscription = node.aeron().addSubscription("aeron:udp?endpoint=" + options.endpoint, subscribeTo);
        publication = node.aeron().addExclusivePublication("aeron:udp?endpoint=" + options.peer, publishTo);
    }

    int doWork()
    {
        return node.doWork();
    }

    boolean isConnected()
    {
        return publication.isConnected() && subscription.isConnected();
    }

    Subscription subscription()
    {
        return subscription;
    }

    ExclusivePublication publication()
    {
        return publication;
    }

    @Override
    public void close()
    {
        node.close();
    }
}
