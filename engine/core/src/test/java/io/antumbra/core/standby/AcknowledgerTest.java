package io.antumbra.core.standby;

import java.util.concurrent.TimeUnit;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.wire.AcknowledgementDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an acknowledgement promises, and from when on that counts. */
class AcknowledgerTest
{
    private static final long LEASE_NS = TimeUnit.MILLISECONDS.toNanos(300);

    private final AcknowledgementDecoder sent = new AcknowledgementDecoder();
    private final StandbyState state;
    private final Acknowledger acknowledger;
    private int frames;

    AcknowledgerTest()
    {
        final CoreConfig config = new CoreConfig().conclude();
        final ReplicaState replica = new ReplicaState(config, new MemoryShadow(1, config.maxEntryLength, 8, false),
            new MemoryJournal(1));
        state = new StandbyState(replica, 0, (replicaId, line, buffer, offset, length) ->
        {
            final UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
            copy.putBytes(0, buffer, offset, length);
            sent.wrapAndApplyHeader(copy, 0, new MessageHeaderDecoder());
            frames++;
            return 1;
        }, null, LEASE_NS);
        state.epoch = 1;
        acknowledger = new Acknowledger(state, new StandbyFrames(state));
        acknowledger.start(0);
    }

    /** The clock was read, the process stood still, and only then the frame that is answered was sent. */
    @Test
    void shouldCountAPromiseFromTheCycleAfterItWasMade()
    {
        acknowledger.onTimestamp(777, 1_000);
        assertTrue(acknowledger.doWork(1_000));
        assertEquals(LEASE_NS, sent.leaseNs());
        assertTrue(acknowledger.isPromised(1_000));
        final long laterNs = 1_000 + TimeUnit.SECONDS.toNanos(5);
        assertTrue(acknowledger.isPromised(laterNs), "no cycle has begun since");
        acknowledger.doWork(laterNs);
        assertTrue(acknowledger.isPromised(laterNs + LEASE_NS - 1), "counted from a time before the promise");
        assertFalse(acknowledger.isPromised(laterNs + LEASE_NS));
    }

    @Test
    void shouldNotEchoTheClockOfAPrimaryThatIsGone()
    {
        acknowledger.onTimestamp(777, 1_000);
        acknowledger.stop();
        acknowledger.rewind();
        acknowledger.doWork(TimeUnit.SECONDS.toNanos(1));
        assertEquals(1, frames);
        assertEquals(0, sent.echoedTimestampNs());
    }

    @Test
    void shouldPromiseNothingBeforeItAcknowledges()
    {
        acknowledger.onTimestamp(777, 1_000);
        assertFalse(acknowledger.isPromised(1_000));
    }
}
