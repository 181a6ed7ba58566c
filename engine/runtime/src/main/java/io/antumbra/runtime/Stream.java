package io.antumbra.runtime;

import io.antumbra.ring.EntryRing;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.status.AtomicCounter;

/**
 * One gap-free, ordered sequence of entries.
 *
 * <p>Offering belongs to one thread for each stream, because an offer answers with the entry's sequence; different
 * streams may have different threads unless {@link Antumbra.Context#multiProducer(boolean)} is false. Positions are for
 * any thread. Offering waits for nothing and allocates nothing.
 *
 * <pre>
 *    oldestRetained        acknowledgedPosition    shadowedPosition     position
 *  ------|-------------------------|----------------------|----------------|-----&gt; sequence
 *                                       in flight            in the ring
 * </pre>
 */
public final class Stream
{
    private static final int DEFAULT_PRIORITY = 0;

    private final int id;
    private final String name;
    private final EntryRing ring;
    private final EngineStatus status;
    private final EngineClock clock;
    private final ProducerCheck producerCheck;
    private final AtomicLong position = new AtomicLong();
    private final AtomicCounter shadowed;
    private final AtomicCounter acknowledged;
    private final AtomicCounter oldestRetained;
    private final OfferGuard guard;
    private boolean isClaimOpen;

    Stream(final int id, final String name, final EntryRing ring, final EngineStatus status, final EngineClock clock,
        final ProducerCheck producerCheck, final OfferGuard guard, final EngineCounters counters)
    {
        this.id = id;
        this.name = name;
        this.ring = ring;
        this.status = status;
        this.clock = clock;
        this.producerCheck = producerCheck;
        this.guard = guard;
        shadowed = counters.ofStream(EngineCounter.SHADOWED, id);
        acknowledged = counters.ofStream(EngineCounter.ACKNOWLEDGED, id);
        oldestRetained = counters.ofStream(EngineCounter.OLDEST_RETAINED, id);
    }

    /** @return index of the stream in its shard, from 0. */
    public int id()
    {
        return id;
    }

    /** @return name given at launch. */
    public String name()
    {
        return name;
    }

    /**
     * Appends an entry of priority 0.
     *
     * @param buffer that holds it; copied before the call returns.
     * @param offset of its first byte.
     * @param length in bytes, 1 to {@link Antumbra.Context#maxEntryLength()}.
     * @return as {@link #offer(DirectBuffer, int, int, int)}.
     */
    public long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        return offer(buffer, offset, length, DEFAULT_PRIORITY);
    }

    /**
     * Appends an entry.
     *
     * @param buffer   that holds it; copied before the call returns.
     * @param offset   of its first byte.
     * @param length   in bytes, 1 to {@link Antumbra.Context#maxEntryLength()}.
     * @param priority 0 to 32767, higher is more urgent: what is lost is sent again in this order, and a
     *                 {@link io.antumbra.core.ShadowingPolicy} may look at it.
     * @return the entry's sequence in the stream, 1 or more; or one of {@link io.antumbra.core.Outcome}:
     *         {@code BACK_PRESSURED} (idle, then try again), {@code NOT_PRIMARY} (wait for {@link State#LEADING}, or go
     *         to the primary), {@code CLOSED} (stop), {@code TOO_LONG} and {@code EMPTY} (do not retry).
     * @throws IndexOutOfBoundsException when the entry is not within the buffer.
     * @throws IllegalArgumentException  when length or priority are not allowed.
     */
    public long offer(final DirectBuffer buffer, final int offset, final int length, final int priority)
    {
        assert producerCheck.isSameThread(id);
        final long gate = status.gate();
        if (gate != EngineStatus.OPEN)
        {
            return gate;
        }
        checkPriority(priority);
        if (isClaimOpen)
        {
            throw openClaim();
        }
        guard.enter();
        try
        {
            if (status.gate() != EngineStatus.OPEN)
            {
                return status.gate();
            }
            final long result = ring.offer(id, priority, clock.epochNs(), buffer, offset, length);
            return result < 0 ? result : advance();
        }
        finally
        {
            guard.leave();
        }
    }

    /**
     * Claims room for an entry of priority 0, to be written in place.
     *
     * @param length in bytes, 1 to {@link Antumbra.Context#maxEntryLength()}.
     * @param claim  to fill in; not open.
     * @return as {@link #tryClaim(int, int, StreamClaim)}.
     */
    public long tryClaim(final int length, final StreamClaim claim)
    {
        return tryClaim(length, DEFAULT_PRIORITY, claim);
    }

    /**
     * Claims room for an entry, to be written in place. One claim of a stream may be open at a time, and nothing else
     * may be offered to it meanwhile.
     *
     * @param length   in bytes, 1 to {@link Antumbra.Context#maxEntryLength()}.
     * @param priority 0 to 32767.
     * @param claim    to fill in; not open.
     * @return the sequence that the entry has once it is committed; or a code as of
     *         {@link #offer(DirectBuffer, int, int, int)}.
     * @throws IllegalStateException    when a claim of this stream is still open.
     * @throws IllegalArgumentException when length or priority are not allowed.
     */
    public long tryClaim(final int length, final int priority, final StreamClaim claim)
    {
        assert producerCheck.isSameThread(id);
        final long gate = status.gate();
        if (gate != EngineStatus.OPEN)
        {
            return gate;
        }
        checkPriority(priority);
        if (isClaimOpen)
        {
            throw openClaim();
        }
        guard.enter();
        try
        {
            if (status.gate() != EngineStatus.OPEN)
            {
                return status.gate();
            }
            final long result = ring.tryClaim(id, priority, clock.epochNs(), length, claim.ringClaim);
            if (result < 0)
            {
                return result;
            }
            isClaimOpen = true;
            claim.open(this);
            return position.getPlain() + 1;
        }
        finally
        {
            if (!isClaimOpen)
            {
                guard.leave();
            }
        }
    }

    /** @return sequence of the last entry accepted; right after launch the last one that the shadow recovered. */
    public long position()
    {
        return position.get();
    }

    /** @return highest sequence shadowed, as of the engine's last duty cycle. */
    public long shadowedPosition()
    {
        return shadowed.get();
    }

    /**
     * @return highest sequence held by the whole in-sync set in the declared durability; on a standby, highest sequence
     *         that it acknowledged. What the shadowing policy left out may lie below it, though nobody promises it.
     */
    public long acknowledgedPosition()
    {
        return acknowledged.get();
    }

    /** @return lowest sequence that this replica's shadow can still serve, as of the engine's last duty cycle. */
    public long oldestRetained()
    {
        return oldestRetained.get();
    }

    void onClaimEnd(final boolean isCommitted)
    {
        isClaimOpen = false;
        if (isCommitted)
        {
            advance();
        }
        guard.leave();
    }

    /** Engine's thread, before offers are accepted. */
    void startAt(final long sequence)
    {
        position.set(sequence);
    }

    private long advance()
    {
        final long sequence = position.getPlain() + 1;
        position.lazySet(sequence);
        return sequence;
    }

    private IllegalStateException openClaim()
    {
        return new IllegalStateException("stream=" + name + ": a claim is still open; commit or abort it first");
    }

    private static void checkPriority(final int priority)
    {
        if (priority < 0 || priority > Short.MAX_VALUE)
        {
            throw new IllegalArgumentException("priority=" + priority + ": allowed are 0 to " + Short.MAX_VALUE);
        }
    }

    @Override
    public String toString()
    {
        return "Stream{id=" + id + ", name=" + name + ", position=" + position() + ", acknowledgedPosition=" +
            acknowledgedPosition() + "}";
    }
}
