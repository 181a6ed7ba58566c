package io.antumbra.perf.rig;

import io.antumbra.runtime.Antumbra;
import io.antumbra.runtime.Role;
import io.antumbra.runtime.Stream;
import org.agrona.DirectBuffer;

/**
 * A primary as a target, driven by the thread that measures. Its shadow is empty at the start, so that sequences are
 * totals. One thread.
 */
final class EngineTarget implements LoadTarget
{
    private final Antumbra antumbra;
    private final Stream stream;
    private Acknowledgements acknowledgements = (total) ->
    {
    };

    EngineTarget(final NodeOptions options)
    {
        antumbra = Antumbra.launch(Engines.context(options)
            .role(Role.PRIMARY)
            .replicaId(Engines.PRIMARY_ID)
            .peer(Engines.STANDBY_ID, options.peer)
            .acknowledgementListener((streamId, throughSequence, nowNs) -> acknowledgements.onAcknowledged(
                throughSequence)));
        stream = antumbra.stream(Engines.STREAM);
    }

    @Override
    public boolean isReady()
    {
        return antumbra.isLeading();
    }

    @Override
    public boolean offer(final DirectBuffer buffer, final int length)
    {
        return stream.offer(buffer, 0, length) > 0;
    }

    @Override
    public int doWork(final long nowNs)
    {
        return antumbra.doWork();
    }

    @Override
    public void acknowledgements(final Acknowledgements value)
    {
        acknowledgements = value;
    }

    @Override
    public void close()
    {
        antumbra.close();
    }
}
