package io.antumbra.core;

import java.nio.ByteOrder;

import io.antumbra.core.resend.DecisionLog;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/** A primary and a standby with a forecast that stands still, so that it is known when something is sent again. */
abstract class ResendFixture
{
    static final long OVERDUE_NS = 1_000_000;
    static final long ROUND_TRIP_NS = 400_000;

    final TestCluster cluster = new TestCluster(1);
    final CoreConfig config = cluster.nodes[0].config;
    final FixedForecast forecast = new FixedForecast();

    ResendFixture()
    {
        forecast.overdueAfterNs = OVERDUE_NS;
        forecast.roundTripNs = ROUND_TRIP_NS;
        config.linkForecasts = (replicaId) -> forecast;
        config.copyExperimentIntervalNs = Long.MAX_VALUE;
        cluster.lineB = (from, to, frame, length) -> false;
    }

    static boolean isSubset(final DirectBuffer frame)
    {
        return frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == SubsetDecoder.TEMPLATE_ID;
    }

    static boolean isControl(final int from, final int to, final DirectBuffer frame, final int length)
    {
        return !isSubset(frame) && (frame.getShort(2, ByteOrder.LITTLE_ENDIAN) != HeartbeatDecoder.TEMPLATE_ID ||
            frame.getLong(8 + HeartbeatDecoder.inSyncSetEncodingOffset(), ByteOrder.LITTLE_ENDIAN) != 0);
    }

    /** Nothing but control frames arrives from now on, and no traffic was seen yet. */
    final void startAndLoseEverything()
    {
        cluster.startAll();
        cluster.run(5);
        cluster.link = ResendFixture::isControl;
    }

    final CoreStats primary()
    {
        return cluster.nodes[0].primary.stats();
    }

    final DecisionLog decisions()
    {
        return cluster.nodes[0].primary.decisions();
    }
}
