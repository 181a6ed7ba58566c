package io.antumbra.perf.loss;

import java.util.Arrays;

/**
 * Virtual time: what is going to happen, earliest first, and at the same time in the order of asking. A binary heap of
 * plain arrays, because ranking rivals takes some hundred million events: an event is a time and one packed long, and
 * nothing is allocated for it.
 *
 * <pre>
 *   63        52 51   48 47                 28 27                          0
 *  +------------+-------+---------------------+-----------------------------+
 *  |  handler   | kind  |        count        |            frame            |
 *  +------------+-------+---------------------+-----------------------------+
 * </pre>
 *
 * One thread.
 */
final class EventQueue
{
    /** Largest frame number that an event can carry. */
    static final int MAX_FRAME = (1 << 28) - 1;

    /** Largest count that an event can carry. */
    static final int MAX_COUNT = (1 << 20) - 1;

    private static final int COUNT_SHIFT = 28;
    private static final int KIND_SHIFT = 48;
    private static final int KIND_MASK = 0xF;
    private static final int HANDLER_SHIFT = 52;
    private static final int FIRST_CAPACITY = 1024;

    /** Whom an event is for. */
    interface Handler
    {
        /**
         * The time has come.
         *
         * @param kind  as given, from 0 to 15.
         * @param frame as given.
         * @param count as given.
         */
        void onEvent(int kind, int frame, int count);
    }

    private Handler[] handlers = new Handler[16];
    private int handlerCount;
    private long[] atNs = new long[FIRST_CAPACITY];
    private long[] order = new long[FIRST_CAPACITY];
    private long[] data = new long[FIRST_CAPACITY];
    private int size;
    private long nextOrder;
    private long nowNs;

    /** Number under which events for this handler are scheduled. */
    int register(final Handler handler)
    {
        if (handlerCount == handlers.length)
        {
            handlers = Arrays.copyOf(handlers, 2 * handlerCount);
        }
        handlers[handlerCount] = handler;
        return handlerCount++;
    }

    /** Time of the event being handled, ns. */
    long nowNs()
    {
        return nowNs;
    }

    boolean isEmpty()
    {
        return size == 0;
    }

    /** Time of the next event; only while there is one. */
    long nextNs()
    {
        return atNs[0];
    }

    void schedule(final long timeNs, final int handler, final int kind, final int frame, final int count)
    {
        assert timeNs >= nowNs : "timeNs=" + timeNs + " is before " + nowNs;
        assert frame >= 0 && frame <= MAX_FRAME && count >= 0 && count <= MAX_COUNT : frame + " " + count;
        if (size == atNs.length)
        {
            atNs = Arrays.copyOf(atNs, 2 * size);
            order = Arrays.copyOf(order, 2 * size);
            data = Arrays.copyOf(data, 2 * size);
        }
        final long packed = ((long)handler << HANDLER_SHIFT) | ((long)kind << KIND_SHIFT) |
            ((long)count << COUNT_SHIFT) | frame;
        up(size++, timeNs, nextOrder++, packed);
    }

    /** Handles all events up to a time, and it is that time then. */
    void runUntil(final long untilNs)
    {
        while (size > 0 && atNs[0] <= untilNs)
        {
            runNext();
        }
        nowNs = Math.max(nowNs, untilNs);
    }

    void runNext()
    {
        nowNs = atNs[0];
        final long packed = data[0];
        size--;
        if (size > 0)
        {
            down(atNs[size], order[size], data[size]);
        }
        handlers[(int)(packed >>> HANDLER_SHIFT)].onEvent((int)(packed >>> KIND_SHIFT) & KIND_MASK,
            (int)packed & MAX_FRAME, (int)(packed >>> COUNT_SHIFT) & MAX_COUNT);
    }

    private void up(final int from, final long timeNs, final long sequence, final long packed)
    {
        int hole = from;
        while (hole > 0)
        {
            final int parent = (hole - 1) >>> 1;
            if (atNs[parent] <= timeNs)
            {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, timeNs, sequence, packed);
    }

    private void down(final long timeNs, final long sequence, final long packed)
    {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1)
        {
            if (child + 1 < size && isBefore(child + 1, atNs[child], order[child]))
            {
                child++;
            }
            if (!isBefore(child, timeNs, sequence))
            {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, timeNs, sequence, packed);
    }

    private boolean isBefore(final int index, final long timeNs, final long sequence)
    {
        return atNs[index] < timeNs || (atNs[index] == timeNs && order[index] < sequence);
    }

    private void move(final int from, final int to)
    {
        atNs[to] = atNs[from];
        order[to] = order[from];
        data[to] = data[from];
    }

    private void put(final int index, final long timeNs, final long sequence, final long packed)
    {
        atNs[index] = timeNs;
        order[index] = sequence;
        data[index] = packed;
    }
}
