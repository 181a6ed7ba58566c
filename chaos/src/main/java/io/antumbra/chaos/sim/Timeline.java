package io.antumbra.chaos.sim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Virtual time: runs events in order of their time, and of their making where times are equal. A binary heap in plain
 * arrays; what happens often is an object that lives on, with a number to tell its events apart, so that a frame costs
 * no allocation.
 *
 * <p>Two events in three are duty cycles, of a handful of hosts, and most are put forward before they come. They have
 * {@link #addAlarm alarms} beside the heap, one for each host, that are looked through at each step: cheaper than a way
 * through the heap, and nothing is left behind there when one moves. One thread.
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

    /** Of an alarm that is not set. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int INITIAL_CAPACITY = 256;

    /** Odd, so that nothing that went in is lost. */
    private static final long DIGEST_FACTOR = 0x5851F42D4C957F2DL;

    /** Heap: when, and which slot. */
    private long[] times = new long[INITIAL_CAPACITY];
    private int[] slots = new int[INITIAL_CAPACITY];

    /** Slots: what never moves while the heap is put in order; behind the heap's end are the free ones. */
    private long[] orders = new long[INITIAL_CAPACITY];
    private long[] arguments = new long[INITIAL_CAPACITY];
    private Task[] tasks = new Task[INITIAL_CAPACITY];
    private int size;
    /** Few: they are looked through at each step. */
    private final List<Task> alarmTasks = new ArrayList<>();
    private long[] alarms = new long[0];
    private long nowNs;
    private long nextOrder;
    private long steps;
    private long digest;

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

    /** Of when everything happened so far: two runs that are the same event for event have the same. */
    long digest()
    {
        return digest;
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

    /**
     * @param task that is run whenever the alarm goes off, with the time.
     * @return number of the alarm; it is not set.
     */
    int addAlarm(final Task task)
    {
        alarmTasks.add(task);
        alarms = Arrays.copyOf(alarms, alarms.length + 1);
        alarms[alarms.length - 1] = NEVER;
        return alarms.length - 1;
    }

    /** When an alarm goes off next, {@link #NEVER} when it is not set. */
    long alarmNs(final int alarm)
    {
        return alarms[alarm];
    }

    /** Sets an alarm, whether it was set or not; it goes off once. */
    void alarm(final int alarm, final long timeNs)
    {
        assert timeNs >= nowNs : "timeNs=" + timeNs + " is over, now is " + nowNs;
        alarms[alarm] = timeNs;
    }

    private int firstAlarm()
    {
        int first = -1;
        long firstNs = NEVER;
        for (int i = 0; i < alarms.length; i++)
        {
            if (alarms[i] < firstNs)
            {
                first = i;
                firstNs = alarms[i];
            }
        }
        return first;
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
        final int alarm = firstAlarm();
        final long eventNs = size == 0 ? NEVER : times[0];
        final boolean isAlarm = alarm >= 0 && alarms[alarm] < eventNs;
        final long nextNs = isAlarm ? alarms[alarm] : eventNs;
        if (nextNs > endNs)
        {
            nowNs = endNs;
            return false;
        }
        nowNs = nextNs;
        steps++;
        digest = (digest ^ nowNs) * DIGEST_FACTOR;
        if (isAlarm)
        {
            alarms[alarm] = NEVER;
            alarmTasks.get(alarm).run(nextNs);
            return true;
        }
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
