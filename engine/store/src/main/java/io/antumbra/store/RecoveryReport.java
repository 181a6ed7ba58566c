package io.antumbra.store;

import java.util.List;

import io.antumbra.core.RecordStatus;

/**
 * What an open, or a look from outside, found in a shadow. Immutable once handed out.
 *
 * <p>Per size class every slot is counted once, by what its bytes say. Per stream every whole record is counted once,
 * by what became of it.
 */
public final class RecoveryReport
{
    private final Geometry geometry;
    private final boolean wasClosedInOrder;
    private final boolean wasMapRepaired;
    private final long[][] verdicts;
    private final StreamCounts[] streams;
    private final List<String> damage;

    RecoveryReport(final Geometry geometry, final boolean wasClosedInOrder, final boolean wasMapRepaired,
        final long[][] verdicts, final StreamCounts[] streams, final List<String> damage)
    {
        this.geometry = geometry;
        this.wasClosedInOrder = wasClosedInOrder;
        this.wasMapRepaired = wasMapRepaired;
        this.verdicts = verdicts;
        this.streams = streams;
        this.damage = List.copyOf(damage);
    }

    /** @return whether the last owner closed the shadow, in this boot of the host; true for a new one. */
    public boolean wasClosedInOrder()
    {
        return wasClosedInOrder;
    }

    /** @return whether Chronicle Map had lost slots, which were put back empty. */
    public boolean wasMapRepaired()
    {
        return wasMapRepaired;
    }

    /** @return number of size classes. */
    public int classCount()
    {
        return verdicts.length;
    }

    /**
     * @param classIndex of the size class, ascending by capacity.
     * @return the class.
     */
    public SizeClass sizeClass(final int classIndex)
    {
        return geometry.sizeClasses.get(classIndex);
    }

    /**
     * @param classIndex of the size class.
     * @return slots with a whole record whose checksum matches.
     */
    public long verified(final int classIndex)
    {
        return verdicts[classIndex][SlotJudge.WHOLE];
    }

    /**
     * @param classIndex of the size class.
     * @return slots never used.
     */
    public long empty(final int classIndex)
    {
        return verdicts[classIndex][SlotJudge.NEVER_USED];
    }

    /**
     * @param classIndex of the size class.
     * @return slots whose write was cut short.
     */
    public long torn(final int classIndex)
    {
        return verdicts[classIndex][SlotJudge.TORN];
    }

    /**
     * @param classIndex of the size class.
     * @return slots whose record was taken back after it was saved as an orphan.
     */
    public long takenBack(final int classIndex)
    {
        return verdicts[classIndex][SlotJudge.TAKEN_BACK];
    }

    /**
     * @param classIndex of the size class.
     * @return slots whose bytes contradict a checksum; never served.
     */
    public long rejected(final int classIndex)
    {
        return verdicts[classIndex][SlotJudge.REJECTED];
    }

    /** @return {@link #rejected(int)} of all classes. */
    public long rejected()
    {
        return total(SlotJudge.REJECTED);
    }

    /** @return {@link #torn(int)} of all classes. */
    public long torn()
    {
        return total(SlotJudge.TORN);
    }

    /** @return {@link #verified(int)} of all classes. */
    public long verified()
    {
        return total(SlotJudge.WHOLE);
    }

    /** @return torn and rejected slots by file and ordinal, the first hundred of them. */
    public List<String> damage()
    {
        return damage;
    }

    /** @return number of streams. */
    public int streamCount()
    {
        return streams.length;
    }

    /**
     * @param streamId of the stream.
     * @return the stream's counts.
     */
    public StreamCounts stream(final int streamId)
    {
        return streams[streamId];
    }

    /**
     * @return whether this replica still holds, in every stream, all that it promised to hold. If not, it must be
     *         repaired by a peer before it may vouch for anything.
     */
    public boolean mayVouch()
    {
        for (final StreamCounts stream : streams)
        {
            if (!stream.mayVouch())
            {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString()
    {
        final StringBuilder text = new StringBuilder(256);
        text.append("shadow of shard ").append(geometry.shard).append(", ").append(wasClosedInOrder ?
            "closed in order" : "not closed in order").append(wasMapRepaired ? ", map repaired" : "")
            .append(mayVouch() ?
                "" : ", MUST NOT VOUCH: it lacks records that it promised to hold");
        for (int i = 0; i < verdicts.length; i++)
        {
            text.append("\n  slots of ").append(sizeClass(i).capacityBytes()).append(" bytes: ").append(verified(i))
                .append(
                    " verified, ")
                .append(empty(i)).append(" empty, ").append(torn(i)).append(" torn, ").append(
                    takenBack(i))
                .append(" taken back, ").append(rejected(i)).append(" rejected");
        }
        for (int i = 0; i < streams.length; i++)
        {
            text.append("\n  stream ").append(i).append(": ").append(streams[i]);
        }
        return text.toString();
    }

    private long total(final int verdict)
    {
        long total = 0;
        for (final long[] ofClass : verdicts)
        {
            total += ofClass[verdict];
        }
        return total;
    }

    /** Counts of one stream. Immutable once handed out. */
    public static final class StreamCounts
    {
        static final int UNKNOWN_STATUS = RecordStatus.FAILED + 1;

        long oldestRetained;
        long end;
        long promised;
        long retained;
        long staleDuplicates;
        long beyondHole;
        long outlived;
        final long[] statusCounts = new long[UNKNOWN_STATUS + 1];

        /** @return lowest sequence that can be read; {@code end + 1} when none can. */
        public long oldestRetained()
        {
            return oldestRetained;
        }

        /** @return highest sequence up to which every record is there. */
        public long end()
        {
            return end;
        }

        /** @return highest sequence that was promised to be held. */
        public long promised()
        {
            return promised;
        }

        /** @return records that can be read. */
        public long retained()
        {
            return retained;
        }

        /**
         * @param status one of {@link RecordStatus}, or anything else for those whose status word is damaged.
         * @return retained records with that status, which is a hint and no more.
         */
        public long withStatus(final int status)
        {
            return statusCounts[statusPosition(status)];
        }

        static int statusPosition(final int status)
        {
            return status < 0 || status > RecordStatus.FAILED ? UNKNOWN_STATUS : status;
        }

        /** @return whole records with the sequence of another one that superseded them; never served. */
        public long staleDuplicates()
        {
            return staleDuplicates;
        }

        /** @return whole records above the first missing one; not served, saved as orphans before they are reused. */
        public long beyondHole()
        {
            return beyondHole;
        }

        /** @return whole records older than the retained ones, in slots that were not reused yet. */
        public long outlived()
        {
            return outlived;
        }

        /** @return whether the stream holds all that was promised of it. */
        public boolean mayVouch()
        {
            return end >= promised;
        }

        @Override
        public String toString()
        {
            return (retained == 0 ? "nothing retained, end " + end : oldestRetained + " to " + end + " retained") +
                ", promised " + promised + ", " + staleDuplicates + " stale duplicates, " + beyondHole +
                " beyond a hole, " + outlived + " outlived" + (mayVouch() ? "" : ", LACKS " + (promised - end) +
                    " promised");
        }
    }
}
