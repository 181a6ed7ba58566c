package io.antumbra.core;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.MessageHeaderEncoder;
import io.antumbra.wire.RefusalEncoder;
import io.antumbra.wire.RefusalReason;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who may speak, and what becomes of bytes that nobody should have sent. */
class HandshakeTest
{
    @Test
    void shouldRefuseAStandbyWithAnotherKey()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.nodes[1].config.key = "another key, 16+".getBytes(StandardCharsets.US_ASCII);
        cluster.start(0);
        cluster.start(1);
        cluster.run(3000);
        assertFalse(cluster.nodes[0].primary.isLeading());
        for (final TestNode node : cluster.nodes)
        {
            assertEquals(1, node.problems.stream().filter((p) -> p == Problem.PROOF_FAILED).count(),
                "replica " + node.replicaId + " is to be told once");
        }
    }

    @Test
    void shouldBelieveNobodyElseThatAProofWasRefused()
    {
        final TestCluster cluster = new TestCluster(2).startAll();
        final int[] strangers = { cluster.nodes[2].sessionId, cluster.nodes[1].sessionId + 1000 };
        for (final int sessionId : strangers)
        {
            final UnsafeBuffer frame = new UnsafeBuffer(new byte[256]);
            final RefusalEncoder refusal = new RefusalEncoder();
            refusal.wrapAndApplyHeader(frame, 0, new MessageHeaderEncoder())
                .shard(0).replicaId(1).reason(RefusalReason.PROOF);
            final int length = new FrameSeal().seal(
                frame, MessageHeaderEncoder.ENCODED_LENGTH + refusal.encodedLength(), refusal.sbeTemplateId());
            final long refused = cluster.nodes[0].primary.stats().refusedFrames;
            cluster.nodes[0].primary.onFrame(sessionId, frame, 0, length, cluster.nowNs);
            assertEquals(refused + 1, cluster.nodes[0].primary.stats().refusedFrames);
        }
        assertFalse(cluster.nodes[0].problems.contains(Problem.PROOF_FAILED));
        cluster.append("still works");
        cluster.awaitAcknowledged(1);
    }

    @Test
    void shouldRefuseAStandbyWithoutTheKey()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.nodes[1].config.key = null;
        cluster.start(0);
        cluster.start(1);
        cluster.run(3000);
        assertFalse(cluster.nodes[0].primary.isLeading());
        assertTrue(cluster.nodes[0].problems.contains(Problem.PROOF_FAILED));
        assertTrue(cluster.nodes[1].problems.contains(Problem.PROOF_FAILED));
    }

    @Test
    void shouldTellBothSidesOfAnotherWireVersion()
    {
        final TestCluster cluster = new TestCluster(1);
        cluster.link = (from, to, frame, length) ->
        {
            if (from == 1)
            {
                ((UnsafeBuffer)frame).putShort(6, (short)(MessageHeaderDecoder.SCHEMA_VERSION + 1),
                    ByteOrder.LITTLE_ENDIAN);
            }
            return true;
        };
        cluster.start(0);
        cluster.start(1);
        cluster.run(3000);
        assertFalse(cluster.nodes[0].primary.isLeading());
        assertEquals(1, cluster.nodes[0].problems.stream().filter((p) -> p == Problem.WIRE_VERSION).count());
        assertEquals(1, cluster.nodes[1].problems.stream().filter((p) -> p == Problem.WIRE_VERSION).count());
    }

    @Property(tries = 200)
    void shouldSurviveAnyBytes(@ForAll final byte[] bytes, @ForAll @IntRange(min = 0, max = 15) final int templateId)
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[bytes.length + 8]);
        frame.putBytes(8, bytes);
        frame.putShort(0, (short)Math.min(bytes.length, 64), ByteOrder.LITTLE_ENDIAN);
        frame.putShort(2, (short)templateId, ByteOrder.LITTLE_ENDIAN);
        frame.putShort(4, (short)4711, ByteOrder.LITTLE_ENDIAN);
        frame.putShort(6, (short)MessageHeaderDecoder.SCHEMA_VERSION, ByteOrder.LITTLE_ENDIAN);
        new FrameSeal().seal(frame, Math.max(0, frame.capacity() - FrameSeal.LENGTH), templateId);
        cluster.nodes[0].primary.onFrame(cluster.nodes[1].sessionId, frame, 0, frame.capacity(), cluster.nowNs);
        cluster.nodes[1].standby.onFrame(Outbox.LINE_A, cluster.nodes[0].sessionId, frame, 0, frame.capacity(),
            cluster.nowNs);
        cluster.append("still works");
        cluster.awaitAcknowledged(1);
    }

    @Property(tries = 300)
    void shouldNeverServeACorruptedEntry(@ForAll @IntRange(min = 0, max = 4000) final int bit)
    {
        final TestCluster cluster = new TestCluster(1).startAll();
        final int[] subsets = { 0 };
        cluster.link = (from, to, frame, length) ->
        {
            if (frame.getShort(2, ByteOrder.LITTLE_ENDIAN) == 6 && subsets[0]++ == 0)
            {
                final int index = bit / 8 % length;
                ((UnsafeBuffer)frame).putByte(index, (byte)(frame.getByte(index) ^ 1 << bit % 8));
            }
            return true;
        };
        cluster.append("precious cargo, never to be served broken");
        cluster.append("and another");
        cluster.awaitAcknowledged(2);
        cluster.run(200);
        assertEquals("0:1:precious cargo, never to be served broken", cluster.nodes[1].delivered.get(0));
        assertEquals("0:2:and another", cluster.nodes[1].delivered.get(1));
    }
}
