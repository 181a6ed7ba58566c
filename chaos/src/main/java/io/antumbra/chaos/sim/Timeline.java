package io.antumbra.chaos.sim;

import java.util.Arrays;

/**
 * Virtual time: runs events in order of their time, and of their making where times are equal. A binary heap in plain
 * arrays; what happens often is an object that lives on, with a number to tell its events apart, so that a frame or a
 * duty cycle costs no allocation. One thread.
 */
final class Timeline
{
    /** Something that events happen to. */
    interface Task
    {
        /**
         * @param argument given with the event.
         */
        void run(long argument);
    }

    private static final int INITIAL_CAPACITY = 256;

    /** Heap: when, and which slot. */
    private long[] times = new long[INITIAL_CAPACITY];
    private int[] slots = new int[INITIAL_CAPACITY];

    /** Slots: what never moves while the heap is put in order; behind the heap's end are the free ones. */
    private long[] orders = new long[INITIAL_CAPACITY];
    private long[] arguments = new long[INITIAL_CAPACITY];
    private Task[] tasks = new Task[INITIAL_CAPACITY];
    private int size;
    private long nowNs;
    private long nextOrder;
    private long steps;

    Timeline()
    {
        number(0);
    }

    private void number(final int from)
    {
        for (int i = from; i < slots.length; i++)
        {
            slots[i] = i;
        }
    }

    long nowNs()
    {
        return nowNs;
    }

    /** Events run so far. */
    long steps()
    {
        return steps;
    }

    void after(final long delayNs, final Runnable action)
    {
        at(nowNs + delayNs, argument -> action.run(), 0);
    }

    void at(final long timeNs, final Task task, final long argument)
    {
        assert timeNs >= nowNs : "timeNs=" + timeNs + " is over, now is " + nowNs;
        if (size == times.length)
        {
            grow();
        }
        int index = size++;
        final int slot = slots[index];
        orders[slot] = nextOrder++;
        arguments[slot] = argument;
        tasks[slot] = task;
        while (index > 0 && timeNs < times[(index - 1) >>> 1])
        {
            final int parent = (index - 1) >>> 1;
            times[index] = times[parent];
            slots[index] = slots[parent];
            index = parent;
        }
        times[index] = timeNs;
        slots[index] = slot;
    }

    private void grow()
    {
        final int from = times.length;
        times = Arrays.copyOf(times, 2 * from);
        slots = Arrays.copyOf(slots, 2 * from);
        orders = Arrays.copyOf(orders, 2 * from);
        arguments = Arrays.copyOf(arguments, 2 * from);
        tasks = Arrays.copyOf(tasks, 2 * from);
        number(from);
    }

    /** Runs the next event; false when there is none before the end, which is then now. */
    boolean step(final long endNs)
    {
        if (size == 0 || times[0] > endNs)
        {
            nowNs = endNs;
            return false;
        }
        nowNs = times[0];
        steps++;
        final int slot = slots[0];
        final Task task = tasks[slot];
        final long argument = arguments[slot];
        removeFirst();
        task.run(argument);
        return true;
    }

    /** Runs every event up to the end, which is then now. */
    void run(final long endNs)
    {
        boolean isMore = true;
        while (isMore)
        {
            isMore = step(endNs);
        }
    }

    private void removeFirst()
    {
        final int free = slots[0];
        final int last = --size;
        final long timeNs = times[last];
        final int slot = slots[last];
        int index = 0;
        int child = firstChild(0, last);
        while (child < last && isBefore(child, timeNs, slot))
        {
            times[index] = times[child];
            slots[index] = slots[child];
            index = child;
            child = firstChild(index, last);
        }
        times[index] = timeNs;
        slots[index] = slot;
        slots[last] = free;
    }

    /** The earlier of the two children; beyond the end when there is none. */
    private int firstChild(final int index, final int end)
    {
        final int left = 2 * index + 1;
        return left + 1 < end && isBefore(left + 1, times[left], slots[left]) ? left + 1 : left;
    }

    private boolean isBefore(final int index, final long timeNs, final int slot)
    {
        return times[index] < timeNs || (times[index] == timeNs && orders[slots[index]] < orders[slot]);
    }
}
