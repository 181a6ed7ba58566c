package io.antumbra.transport.relay;

import io.antumbra.transport.impair.Fate;
import io.antumbra.transport.impair.Impairment;
import io.antumbra.transport.impair.ImpairmentSettings;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/**
 * One direction of a flow, without sockets and clocks: datagrams enter at a time that is told, wait in slots as long as
 * the {@link Impairment} says, and leave when they are due.
 *
 * <pre>
 *   receiveBuffer() --&gt; the caller fills it --&gt; onReceived(now) --&gt; lost, or 1 or 2 slots in the due queue
 *                                                                         |
 *   send(sink) &lt;-- the caller, once firstDueNs() has come &lt;----------------+
 * </pre>
 *
 * The caller receives right into the next free slot, so a datagram is copied once into the process and once out of it,
 * and a lost one leaves its slot to the next. One thread. Allocates nothing after it is made.
 */
final class RelayLink
{
    /** A copy sent later than this after its time counts as late. */
    static final long LATE_NS = 20_000;

    private final Impairment impairment;
    private final RelayCounts counts = new RelayCounts();
    private final int maxLength;
    private final ByteBuffer[] slots;
    private final long[] numbers;
    private final int[] freeSlots;
    private final DueQueue due;
    private int freeCount;
    private int receiving;
    private long received;
    private long highestSent;

    /**
     * @param settings  of this direction.
     * @param random    64 even bits a call.
     * @param originNs  time at which flapping and trace begin.
     * @param slotCount copies that may be in flight.
     * @param maxLength of a datagram, bytes.
     */
    RelayLink(
        final ImpairmentSettings settings,
        final LongSupplier random,
        final long originNs,
        final int slotCount,
        final int maxLength)
    {
        impairment = new Impairment(settings, random, originNs);
        this.maxLength = maxLength;
        slots = new ByteBuffer[slotCount + 1];
        numbers = new long[slotCount + 1];
        freeSlots = new int[slotCount];
        due = new DueQueue(slotCount);
        final int stride = maxLength + 1;
        final ByteBuffer memory = ByteBuffer.allocateDirect((slotCount + 1) * stride);
        for (int i = 0; i <= slotCount; i++)
        {
            slots[i] = memory.slice(i * stride, stride);
        }
        for (int i = 0; i < slotCount; i++)
        {
            freeSlots[i] = i;
        }
        freeCount = slotCount;
        receiving = slotCount;
    }

    RelayCounts counts()
    {
        return counts;
    }

    void impair(final ImpairmentSettings settings)
    {
        impairment.impair(settings);
    }

    /**
     * One byte longer than a datagram may be, so that one that is too long shows.
     */
    ByteBuffer receiveBuffer()
    {
        return slots[receiving].clear();
    }

    /**
     * A datagram has come in; its bytes are in {@link #receiveBuffer()}, up to its position.
     *
     * @param nowNs when; never goes back.
     */
    void onReceived(final long nowNs)
    {
        final ByteBuffer datagram = slots[receiving].flip();
        final int length = datagram.limit();
        counts.increment(RelayCounter.RECEIVED);
        counts.add(RelayCounter.RECEIVED_BYTES, length);
        if (length > maxLength)
        {
            counts.increment(RelayCounter.DROPPED_AS_TOO_LONG);
            return;
        }
        received++;
        final int copies = impairment.onFrame(nowNs, length);
        if (copies == 0)
        {
            counts.increment(counterOf(impairment.fate()));
            return;
        }
        if (impairment.queuedNs() > 0)
        {
            counts.increment(RelayCounter.QUEUED);
        }
        for (int copy = copies - 1; copy > 0; copy--)
        {
            counts.increment(RelayCounter.DUPLICATED);
            hold(copy, datagram);
        }
        hold(0, datagram);
        counts.set(RelayCounter.IN_FLIGHT, due.size());
    }

    /** The first copy keeps the slot that it was received in, and the next datagram is received in another one. */
    private void hold(final int copy, final ByteBuffer datagram)
    {
        if (freeCount <= copy)
        {
            counts.increment(RelayCounter.DROPPED_BY_SLOTS);
            return;
        }
        final int spare = freeSlots[--freeCount];
        final int slot = copy == 0 ? receiving : spare;
        if (copy == 0)
        {
            receiving = spare;
        }
        else
        {
            slots[slot].clear().put(0, datagram, 0, datagram.limit()).limit(datagram.limit());
        }
        flip(slots[slot], impairment.corruptBit(copy));
        numbers[slot] = received;
        due.push(impairment.arrivalNs(copy), slot);
    }

    private void flip(final ByteBuffer datagram, final int bit)
    {
        if (bit != Impairment.INTACT)
        {
            counts.increment(RelayCounter.CORRUPTED);
            final int index = bit / Byte.SIZE;
            datagram.put(index, (byte)(datagram.get(index) ^ (1 << (bit % Byte.SIZE))));
        }
    }

    /** When the next copy has to leave, ns; {@link Long#MAX_VALUE} while there is none. */
    long firstDueNs()
    {
        return due.firstDueNs();
    }

    /**
     * Sends the copy that is due first.
     *
     * @param nowNs at or after {@link #firstDueNs()}.
     * @param sink  that takes it.
     */
    void send(final long nowNs, final Sink sink)
    {
        assert nowNs >= due.firstDueNs() : "nothing is due: ask firstDueNs() first";
        final long latenessNs = nowNs - due.firstDueNs();
        final int slot = due.pop();
        final int length = slots[slot].limit();
        if (numbers[slot] < highestSent)
        {
            counts.increment(RelayCounter.REORDERED);
        }
        highestSent = Math.max(highestSent, numbers[slot]);
        if (latenessNs > LATE_NS)
        {
            counts.increment(RelayCounter.LATE);
        }
        counts.max(RelayCounter.MAX_LATENESS_NS, latenessNs);
        if (sink.send(slots[slot]))
        {
            counts.increment(RelayCounter.FORWARDED);
            counts.add(RelayCounter.FORWARDED_BYTES, length);
        }
        else
        {
            counts.increment(RelayCounter.NOT_SENT);
        }
        freeSlots[freeCount++] = slot;
        counts.set(RelayCounter.IN_FLIGHT, due.size());
    }

    private static RelayCounter counterOf(final Fate fate)
    {
        return switch (fate)
        {
            case LOST_ALONE -> RelayCounter.LOST_ALONE;
            case LOST_IN_BURST -> RelayCounter.LOST_IN_BURST;
            case LOST_IN_TRACE -> RelayCounter.LOST_IN_TRACE;
            case LOST_WHILE_DOWN -> RelayCounter.LOST_WHILE_DOWN;
            case LOST_BY_FULL_QUEUE -> RelayCounter.DROPPED_BY_QUEUE;
            case ARRIVES -> throw new IllegalStateException("a frame that arrives was not lost");
        };
    }

    /** Takes what is due. */
    interface Sink
    {
        /**
         * @param datagram from its position, 0, to its limit; not to be kept.
         * @return false when it could not be sent.
         */
        boolean send(ByteBuffer datagram);
    }
}
