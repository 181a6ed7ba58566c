package io.antumbra.node.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.term.NodeException;
import io.antumbra.transport.impair.ImpairmentSettings;
import io.antumbra.transport.relay.Direction;
import io.antumbra.transport.relay.RelayContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlLineTest implements ControlLine.Link
{
    @TempDir
    private Path folder;

    private final RelayContext context =
        new RelayContext().flow("127.0.0.1:24201", "127.0.0.1:24101").flow("127.0.0.1:24202", "127.0.0.1:24102");

    @Test
    void shouldUnderstandEveryImpairmentInItsUnit() throws IOException
    {
        final Path trace = Files.writeString(folder.resolve("trace.csv"), "t_send_ms,rtt_ms,lost\n0,10,1\n1,20,0\n");
        apply("loss=1.5 burst=0.005/0.25/0.9 delay-us=250.5 jitter-us=10 reorder=3 duplicate=4% corrupt=5 " +
            "bandwidth=8m queue=64k flap-ms=147/3/random");
        final ImpairmentSettings settings = settings(1, Direction.BACK);
        assertEquals(0.015, settings.lossRatio);
        assertEquals(0.005, settings.burstRatio);
        assertEquals(0.25, settings.burstEndRatio);
        assertEquals(0.9, settings.burstLossRatio);
        assertEquals(250_500, settings.delayNs);
        assertEquals(10_000, settings.jitterNs);
        assertEquals(0.03, settings.reorderRatio);
        assertEquals(500_000, settings.reorderDelayNs);
        assertEquals(0.04, settings.duplicateRatio);
        assertEquals(0.05, settings.corruptRatio);
        assertEquals(1_000_000, settings.bytesPerSecond);
        assertEquals(65_536, settings.queueLengthBytes);
        assertEquals(147_000_000, settings.flapUpNs);
        assertEquals(3_000_000, settings.flapDownNs);
        assertTrue(settings.flapsAtRandom);
        apply("reorder=0 reorder-delay-us=7 keep-order=yes trace-share=100 burst=0 flap-ms=0 bandwidth=0 trace=" +
            trace);
        final ImpairmentSettings more = settings(0, Direction.FORWARD);
        assertEquals(7_000, more.reorderDelayNs);
        assertTrue(more.keepsOrder);
        assertEquals(1, more.traceShareRatio);
        assertEquals(1, more.trace.lostPackets());
        assertEquals(0, more.burstRatio);
        assertEquals(0, more.flapDownNs);
        assertEquals(0, more.bytesPerSecond);
        assertEquals(0.015, more.lossRatio, "what is not named stays");
        assertEquals("loss 1.5 %, delay 251 us, jitter 10.0 us, duplicate 4 %, corrupt 5 %, trace of 2.00 ms, 1 of 2 " +
            "packets lost, in order", ImpairmentText.describe(more));
        apply("trace=none");
        assertNull(settings(0, Direction.FORWARD).trace);
        apply("clear");
        assertEquals("nothing", ImpairmentText.describe(settings(0, Direction.FORWARD)));
    }

    @Test
    void shouldChangeTheFlowAndWayThatAreNamedOnly()
    {
        apply("flow=2 way=back loss=5");
        apply("flow=1 cut");
        assertEquals(0.05, settings(1, Direction.BACK).lossRatio);
        assertEquals(0, settings(1, Direction.FORWARD).lossRatio);
        assertEquals(0, settings(0, Direction.BACK).lossRatio);
        assertTrue(settings(0, Direction.FORWARD).isCut && settings(0, Direction.BACK).isCut);
        assertFalse(settings(1, Direction.FORWARD).isCut);
        apply("heal way=forward");
        assertFalse(settings(0, Direction.FORWARD).isCut);
        assertTrue(settings(0, Direction.BACK).isCut);
    }

    @Test
    void shouldChangeNothingUnlessItUnderstandsAll()
    {
        for (final String line : new String[]{ "loss=1 los=2", "loss=1 delay-us=x", "loss=1 stop", "loss=1 flow=3",
            "loss=1 burst=0.1/0", "loss=1 way=up", "loss=1 reorder=1 keep-order=yes" })
        {
            assertThrows(NodeException.class, () -> apply(line), line);
            assertEquals(0, settings(0, Direction.FORWARD).lossRatio, line);
        }
    }

    private void apply(final String line)
    {
        ControlLine.apply(line, context.flowCount(), this);
    }

    @Override
    public ImpairmentSettings settings(final int flow, final Direction direction)
    {
        return context.settings(flow, direction);
    }

    @Override
    public void impair(final int flow, final Direction direction, final ImpairmentSettings settings)
    {
        context.impair(flow, direction, settings);
    }
}
