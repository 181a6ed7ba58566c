package io.antumbra.perf.rig;

import io.aeron.logbuffer.FragmentHandler;
import org.agrona.DirectBuffer;

/**
 * Raw Aeron as a target: each echo acknowledges one entry, or each short message as many as it says. One thread.
 */
final class RawTarget implements LoadTarget
{
    private static final int FRAGMENT_LIMIT = 64;

    private final RawNode node;
    private final FragmentHandler onFragment;
    private Acknowledgements acknowledgements;
    private long acknowledged;

    RawTarget(final NodeOptions options)
    {
        node = new RawNode(options, RawNode.FORTH, RawNode.BACK);
        onFragment = options.isFlood ?
            (buffer, offset, length, header) -> acknowledged = buffer.getLong(offset) :
            (buffer, offset, length, header) -> acknowledgements.onAcknowledged(++acknowledged);
    }

    @Override
    public boolean isReady()
    {
        return node.isConnected();
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int length)
    {
        return node.publication().offer(buffer, 0, length) > 0;
    }

    @Override
    public int doWork(final long nowNs)
    {
        final int work = node.doWork();
        final long before = acknowledged;
        final int fragments = node.subscription().poll(onFragment, FRAGMENT_LIMIT);
        if (acknowledged != before)
        {
            acknowledgements.onAcknowledged(acknowledged);
        }
        return work + fragments;
    }

    @Override
    public void acknowledgements(final Acknowledgements value)
    {
        acknowledgements = value;
    }

    @Override
    public void close()
    {
        node.close();
    }
}
