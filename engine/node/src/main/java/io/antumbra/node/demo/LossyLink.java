package io.antumbra.node.demo;

import io.antumbra.node.term.NodeException;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.Relay;
import io.antumbra.transport.relay.RelayContext;
import io.antumbra.transport.relay.RelayCounter;

/**
 * The link between the primary and standby 1: a relay that passes everything on until it is told to lose some of it.
 *
 * <pre>
 *   primary 0 --entries--&gt; | relay | --&gt; standby 1
 *   primary 0 &lt;-- | relay | &lt;--acknowledgements-- standby 1      standby 2 is reached directly
 * </pre>
 *
 * What Aeron itself says about a stream (status messages, requests for what is missing) goes back through the relay,
 * too, and is lost like the rest. Used by one thread; {@link #close} by any.
 */
final class LossyLink implements AutoCloseable
{
    private static final long SEED = 20240808;

    private final double lossRatio;
    private final Relay relay;
    private final int flows;
    private long lostBefore;

    /**
     * Binds and starts.
     *
     * @param lossRatio share of datagrams lost in each direction while it is lossy.
     * @param toStandby what the primary takes for the standby's endpoint, and that endpoint.
     * @param toPrimary what the standby takes for the primary's endpoint, and that endpoint.
     */
    LossyLink(final double lossRatio, final Hop toStandby, final Hop toPrimary)
    {
        this.lossRatio = lossRatio;
        final RelayContext context = new RelayContext().seed(SEED).spinNs(0)
            .flow(toStandby.listen(), toStandby.target())
            .flow(toPrimary.listen(), toPrimary.target());
        flows = context.flowCount();
        relay = Relay.launch(context);
    }

    /** Where the relay listens, and where it sends to; "host:port". */
    record Hop(String listen, String target)
    {
    }

    void lose()
    {
        lostBefore = lost();
        impair(lossRatio);
    }

    void heal()
    {
        impair(0);
    }

    private void impair(final double ratio)
    {
        final ImpairmentSettings settings = new ImpairmentSettings();
        settings.lossRatio = ratio;
        for (int flow = 0; flow < flows; flow++)
        {
            for (final Direction direction : Direction.values())
            {
                relay.impair(flow, direction, settings);
            }
        }
    }

    double lossRatio()
    {
        return lossRatio;
    }

    /** Datagrams lost on purpose since it became lossy. */
    long lostSince()
    {
        return lost() - lostBefore;
    }

    private long lost()
    {
        long sum = 0;
        for (int flow = 0; flow < flows; flow++)
        {
            for (final Direction direction : Direction.values())
            {
                sum += relay.counts(flow, direction).get(RelayCounter.LOST_ALONE);
            }
        }
        return sum;
    }

    /** Complains when it no longer runs. */
    void requireHealthy()
    {
        if (null != relay.failure())
        {
            throw NodeException.environment("the relay of the lossy link ended by itself", relay.failure());
        }
    }

    @Override
    public void close()
    {
        relay.close();
    }
}
