package io.antumbra.core.arbiter;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import io.antumbra.core.frame.FrameSeal;
import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.ArbiterRequestDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.RequestKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The arbiter under requests that come in any order, twice, late, damaged, or from nobody. */
class ArbiterPropertyTest
{
    private static final int SHARD = 3;
    private static final int STEPS = 300;

    @Property(tries = 300)
    void shouldChangeByOneVersionAtATimeAndNameOnePrimaryAnEpoch(@ForAll final long seed)
    {
        new Run(seed).run();
    }

    @Property(tries = 1000)
    void shouldSurviveAnyBytes(@ForAll final byte[] bytes, @ForAll @IntRange(min = 0, max = 64) final int blockLength)
    {
        final Arbiter arbiter = new Arbiter(4);
        final UnsafeBuffer frame = new UnsafeBuffer(new byte[bytes.length + 12]);
        frame.putBytes(8, bytes);
        frame.putShort(0, (short)(blockLength > 60 ? ArbiterRequestDecoder.BLOCK_LENGTH : blockLength));
        frame.putShort(2, (short)ArbiterRequestDecoder.TEMPLATE_ID);
        frame.putShort(4, (short)MessageHeaderDecoder.SCHEMA_ID);
        frame.putShort(6, (short)MessageHeaderDecoder.SCHEMA_VERSION);
        new FrameSeal().seal(frame, frame.capacity() - FrameSeal.LENGTH, ArbiterRequestDecoder.TEMPLATE_ID);
        arbiter.onRequest(frame, 0, frame.capacity(), 0, (buffer, offset, length) -> assertTrue(length > 0));
        assertEquals(0, arbiter.shardCount());
    }

    @Property(tries = 500)
    void shouldDropADamagedRequest(@ForAll final long seed, @ForAll @IntRange(min = 0, max = 4000) final int bit)
    {
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final SplittableRandom random = new SplittableRandom(seed);
        final int length = new Run(seed).draw(random).encode(buffer);
        final int at = bit % (8 * length);
        buffer.putByte(at / 8, (byte)(buffer.getByte(at / 8) ^ 1 << at % 8));
        final Arbiter arbiter = new Arbiter(4);
        assertTrue(!arbiter.onRequest(buffer, 0, length, 0, (from, offset, size) ->
        {
            throw new AssertionError("answered a damaged request");
        }));
    }

    /** Requests by four replicas, each drawn on what holds at some time, delivered at another, or several times. */
    private static final class Run
    {
        private final SplittableRandom random;
        private final long seed;
        private final Arbiter arbiter = new Arbiter(1);
        private final Configuration now = new Configuration();
        private final Configuration before = new Configuration();
        private final Answer answer = new Answer();
        private final List<byte[]> late = new ArrayList<>();
        private final long[] primaryOf = new long[STEPS * 4];
        private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        private long correlationId;
        private int granted;

        Run(final long seed)
        {
            this.seed = seed;
            random = new SplittableRandom(seed);
        }

        void run()
        {
            for (int i = 0; i < STEPS; i++)
            {
                final byte[] frame = new byte[draw(random).encode(buffer)];
                buffer.getBytes(0, frame);
                late.add(frame);
                deliver(random.nextInt(3) == 0 ? late.get(random.nextInt(late.size())) : frame);
            }
            assertTrue(granted > 5, "seed " + seed + " granted only " + granted);
        }

        private void deliver(final byte[] frame)
        {
            before.copyFrom(now);
            assertTrue(arbiter.onRequest(new UnsafeBuffer(frame), 0, frame.length, random.nextLong(), (from, offset,
                length) -> assertTrue(answer.decode(from, offset, length))));
            arbiter.configuration(SHARD, now);
            assertEquals(now.version, answer.configuration.version, "seed " + seed);
            if (now.version == before.version)
            {
                assertEquals(before.toString(), now.toString(), "changed without a version, seed " + seed);
                return;
            }
            granted++;
            assertEquals(ArbiterOutcome.GRANTED, answer.outcome, "seed " + seed);
            assertEquals(before.version + 1, now.version, "seed " + seed);
            assertTrue(now.epoch >= before.epoch, "seed " + seed);
            assertTrue(now.members.contains(now.primaryId), "seed " + seed);
            final long primary = 1000L * now.primaryId + now.primaryIncarnation + 1;
            final int index = (int)now.epoch;
            assertTrue(primaryOf[index] == 0 || primaryOf[index] == primary, "two primaries of an epoch, seed " + seed);
            primaryOf[index] = primary;
        }

        ArbiterRequest draw(final SplittableRandom from)
        {
            final ArbiterRequest request = new ArbiterRequest();
            request.clear();
            final RequestKind[] kinds = { RequestKind.QUERY, RequestKind.CHANGE_SET, RequestKind.PROPOSE,
                RequestKind.HANDOVER, RequestKind.FORCE, RequestKind.LEASE };
            request.kind = kinds[from.nextInt(kinds.length)];
            request.shard = SHARD;
            request.requesterId = from.nextInt(3) == 0 || !now.isKnown() ? from.nextInt(4) : now.primaryId;
            request.requesterIncarnation = from.nextInt(3) == 0 ? 1 + from.nextInt(3) : Math.max(1,
                now.primaryIncarnation);
            request.correlationId = ++correlationId;
            request.epoch = from.nextInt(8) == 0 ? from.nextInt(5) : now.epoch;
            request.version = from.nextInt(8) == 0 ? from.nextInt(5) : now.version;
            request.targetId = from.nextInt(4);
            request.targetIncarnation = from.nextInt(4);
            request.promisedEpoch = from.nextInt(4) == 0 ? from.nextLong(now.epoch + 2) : 0;
            request.leaseNs = from.nextLong(ArbiterRequest.MAX_LEASE_NS);
            for (int id = 0; id < 4; id++)
            {
                if (from.nextInt(3) > 0)
                {
                    request.members.put(id, 1 + from.nextInt(3));
                }
            }
            request.ends = new long[]{ from.nextInt(100), from.nextInt(100) };
            return request;
        }
    }
}
