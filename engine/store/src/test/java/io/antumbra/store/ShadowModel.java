package io.antumbra.store;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

import io.antumbra.core.Outcome;

/**
 * What a shadow promises, in plain objects: circles of slots shared by the streams, nothing indexed, everything found
 * by looking through all slots.
 */
final class ShadowModel
{
    private final SizeClass[] classes;
    private final int indexCapacity;
    private final Slot[][] slots;
    private final boolean[][] isDamaged;
    private final long[] next;
    private final long[] ends;
    private final long[] oldest;
    private final long[] floors;
    private final long[] reclaimable;
    private final long[] promised;
    private final Set<String> orphans = new TreeSet<>();

    ShadowModel(final SizeClass[] classes, final int streamCount, final int indexCapacity)
    {
        this.classes = classes;
        this.indexCapacity = indexCapacity;
        slots = new Slot[classes.length][];
        isDamaged = new boolean[classes.length][];
        for (int i = 0; i < classes.length; i++)
        {
            slots[i] = new Slot[classes[i].slotCount()];
            isDamaged[i] = new boolean[slots[i].length];
        }
        next = new long[classes.length];
        ends = new long[streamCount];
        oldest = new long[streamCount];
        floors = new long[streamCount];
        reclaimable = new long[streamCount];
        promised = new long[streamCount];
        Arrays.fill(oldest, 1);
        Arrays.fill(floors, 1);
    }

    int append(final int streamId, final long sequence, final long epoch, final int length)
    {
        settle();
        int c = 0;
        while (classes[c].capacityBytes() < length)
        {
            c++;
        }
        final int ordinal = (int)(next[c] % slots[c].length);
        final Slot victim = slots[c][ordinal];
        final boolean victimInUse = victim != null && victim.sequence >= oldest[victim.streamId] &&
            victim.sequence <= ends[victim.streamId];
        if (victimInUse && victim.sequence > reclaimable[victim.streamId])
        {
            return Outcome.BACK_PRESSURED;
        }
        final long displaced = sequence - indexCapacity;
        if (displaced >= oldest[streamId] && displaced > reclaimable[streamId])
        {
            return Outcome.BACK_PRESSURED;
        }
        if (victimInUse)
        {
            raise(victim.streamId, victim.sequence + 1);
        }
        raise(streamId, displaced + 1);
        slots[c][ordinal] = new Slot(streamId, sequence, epoch, next[c]++);
        isDamaged[c][ordinal] = false;
        ends[streamId] = sequence;
        return Outcome.OK;
    }

    void reclaimable(final int streamId, final long through)
    {
        reclaimable[streamId] = Math.max(reclaimable[streamId], Math.min(through, ends[streamId]));
    }

    void promised(final int streamId, final long through)
    {
        promised[streamId] = Math.max(promised[streamId], through);
    }

    long truncate(final int streamId, final long from, final long epoch)
    {
        settle();
        if (from > ends[streamId])
        {
            return 0;
        }
        final long count = ends[streamId] + 1 - Math.max(from, oldest[streamId]);
        for (long sequence = Math.max(from, oldest[streamId]); sequence <= ends[streamId]; sequence++)
        {
            orphans.add(epoch + " took " + find(streamId, sequence).identity());
        }
        for (final Slot[] circle : slots)
        {
            for (int i = 0; i < circle.length; i++)
            {
                if (circle[i] != null && circle[i].streamId == streamId && circle[i].sequence >= from)
                {
                    circle[i] = null;
                }
            }
        }
        promised[streamId] = Math.min(promised[streamId], from - 1);
        ends[streamId] = from - 1;
        oldest[streamId] = Math.min(oldest[streamId], from);
        floors[streamId] = Math.min(floors[streamId], from);
        reclaimable[streamId] = Math.min(reclaimable[streamId], from - 1);
        return count;
    }

    /** Before anything changes after an open, what lies beyond a hole is put away. */
    private void settle()
    {
        for (final Slot[] circle : slots)
        {
            for (int i = 0; i < circle.length; i++)
            {
                if (circle[i] != null && circle[i].sequence > ends[circle[i].streamId])
                {
                    orphans.add("0 took " + circle[i].identity());
                    circle[i] = null;
                }
            }
        }
    }

    /**
     * A record is destroyed while nobody has the shadow open.
     *
     * @return where it was: class and ordinal.
     */
    int[] destroy(final int streamId, final long sequence)
    {
        for (int c = 0; c < slots.length; c++)
        {
            for (int i = 0; i < slots[c].length; i++)
            {
                if (slots[c][i] != null && slots[c][i].streamId == streamId && slots[c][i].sequence == sequence)
                {
                    slots[c][i] = null;
                    isDamaged[c][i] = true;
                    if (sequence >= floors[streamId])
                    {
                        ends[streamId] = sequence - 1;
                    }
                    return new int[]{ c, i };
                }
            }
        }
        throw new IllegalArgumentException("sequence=" + sequence + " of stream " + streamId + " is not retained");
    }

    /** After an open, reuse goes on after the latest write that is left, and what is still whole counts again. */
    void reopen()
    {
        for (int c = 0; c < slots.length; c++)
        {
            next[c] = 0;
            for (final Slot slot : slots[c])
            {
                next[c] = Math.max(next[c], slot == null ? 0 : slot.writeIndex + 1);
            }
        }
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            reclaimable[streamId] = floors[streamId] - 1;
            oldest[streamId] = floors[streamId];
            while (ends[streamId] - oldest[streamId] + 1 < indexCapacity &&
                find(streamId, oldest[streamId] - 1) != null)
            {
                oldest[streamId]--;
            }
        }
    }

    long end(final int streamId)
    {
        return ends[streamId];
    }

    long oldest(final int streamId)
    {
        return oldest[streamId];
    }

    long promised(final int streamId)
    {
        return promised[streamId];
    }

    /** @return slots whose record was destroyed and that nobody has written since. */
    long damagedCount()
    {
        long count = 0;
        for (final boolean[] circle : isDamaged)
        {
            for (final boolean isSlotDamaged : circle)
            {
                count += isSlotDamaged ? 1 : 0;
            }
        }
        return count;
    }

    boolean mayVouch()
    {
        boolean isWhole = true;
        for (int streamId = 0; streamId < ends.length; streamId++)
        {
            isWhole &= promised[streamId] <= ends[streamId];
        }
        return isWhole;
    }

    /** @return every record that was ever put away, with the epoch that took it. */
    Set<String> orphans()
    {
        return orphans;
    }

    long epochOf(final int streamId, final long sequence)
    {
        return find(streamId, sequence).epoch;
    }

    private void raise(final int streamId, final long sequence)
    {
        if (sequence > oldest[streamId])
        {
            oldest[streamId] = sequence;
            if (sequence > floors[streamId])
            {
                floors[streamId] = Math.min(reclaimable[streamId] + 1, sequence + SlotStore.FLOOR_STEP);
            }
        }
    }

    private Slot find(final int streamId, final long sequence)
    {
        for (final Slot[] circle : slots)
        {
            for (final Slot slot : circle)
            {
                if (slot != null && slot.streamId == streamId && slot.sequence == sequence)
                {
                    return slot;
                }
            }
        }
        return null;
    }

    private record Slot(int streamId, long sequence, long epoch, long writeIndex)
    {
        String identity()
        {
            return ShadowModel.identity(streamId, sequence, epoch);
        }
    }

    static String identity(final int streamId, final long sequence, final long epoch)
    {
        return "sequence " + sequence + " of stream " + streamId + " of epoch " + epoch;
    }
}
