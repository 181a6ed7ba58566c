package io.antumbra.transport.relay;

/**
 * Slots by the time at which they are due, first in first out among equals: a binary heap of bounded size in three
 * arrays. What is pushed in order costs one comparison. Rejected: a timer wheel, whose ticks would round the very
 * times that the relay has to keep.
 *
 * <p>One thread. Allocates nothing.
 */
final class DueQueue
{
    private final long[] dueNs;
    private final long[] turn;
    private final int[] slot;
    private int size;
    private long nextTurn;

    DueQueue(final int capacity)
    {
        dueNs = new long[capacity];
        turn = new long[capacity];
        slot = new int[capacity];
    }

    int size()
    {
        return size;
    }

    /** When the first one is due, ns; {@link Long#MAX_VALUE} while there is none. */
    long firstDueNs()
    {
        return size == 0 ? Long.MAX_VALUE : dueNs[0];
    }

    void push(final long atNs, final int pushedSlot)
    {
        final long pushedTurn = nextTurn++;
        int i = size++;
        while (i > 0 && isBefore(atNs, pushedTurn, (i - 1) >> 1))
        {
            move((i - 1) >> 1, i);
            i = (i - 1) >> 1;
        }
        put(i, atNs, pushedTurn, pushedSlot);
    }

    /** Takes the first one out; there has to be one. */
    int pop()
    {
        final int first = slot[0];
        final int last = --size;
        final long atNs = dueNs[last];
        final long lastTurn = turn[last];
        int i = 0;
        for (int child = 1; child < size; child = 2 * i + 1)
        {
            if (child + 1 < size && isBefore(dueNs[child + 1], turn[child + 1], child))
            {
                child++;
            }
            if (isBefore(atNs, lastTurn, child))
            {
                break;
            }
            move(child, i);
            i = child;
        }
        put(i, atNs, lastTurn, slot[last]);
        return first;
    }

    private boolean isBefore(final long atNs, final long itsTurn, final int i)
    {
        return atNs < dueNs[i] || (atNs == dueNs[i] && itsTurn < turn[i]);
    }

    private void move(final int from, final int to)
    {
        put(to, dueNs[from], turn[from], slot[from]);
    }

    private void put(final int i, final long atNs, final long itsTurn, final int itsSlot)
    {
        dueNs[i] = atNs;
        turn[i] = itsTurn;
        slot[i] = itsSlot;
    }
}
