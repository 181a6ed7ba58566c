package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

import org.agrona.collections.IntArrayList;
import org.agrona.collections.LongArrayList;

/**
 * Whether clients could tell the whole shard, with its failovers, from one log that never fails: linearizability
 * (Herlihy and Wing 1990, "Linearizability: a correctness condition for concurrent objects", section 2) of
 * acknowledged appends, reads and positions. Sees what clients ask and what they are told, nothing else. The order of
 * the calls here is real time: who answers before another asks must call before it.
 *
 * <pre>
 *   client 1   |--- append a ---------> 1 |      |- read 2 -> b -|        fine: a, b, read
 *   client 2        |- append b ------------------------------------ ...  open for ever, but seen
 *
 *   client 1   |- append a -> 1 -|
 *   client 2                        |- position -> 0 -|                   not linearizable: a was acknowledged before
 * </pre>
 *
 * <p>A general check searches through all orders (Wing and Gong 1993) and is exponential. This object lets it be done
 * in constant time for each call, because a log only grows and an operation that is told a sequence tells where it
 * stands. Streams are independent objects, so each is judged alone (locality, section 3.3). In one stream an order is
 * fixed by the moments {@code T(1) < T(2) < ...} at which the entries join the log, and
 * <ul>
 * <li>whoever is told of entry n, or of a length of at least n, is answered after {@code T(n)};</li>
 * <li>entry n itself, and whoever is told that the log ends below n, asked before {@code T(n)};</li>
 * <li>an exact length p needs a moment of its own between {@code T(p)} and {@code T(p + 1)} and between question and
 * answer: two intervals, which meet exactly when the two lines above hold.</li>
 * </ul>
 * So there is an order exactly when no upper bound for an entry k lies before a lower bound for an entry {@code m <=
 * k}. In events: the <em>floor</em>, the greatest length that anybody was told, must at the time of a question be below
 * the first entry that its answer says was not there yet. Entries below the floor that nobody was told of must be
 * appends that are still open, and asked before the floor rose above them; those are nested sets, so counting them
 * decides (Hall 1935). Nothing is ever searched. {@code LinearizabilityJudgeTest} compares this with the search.
 *
 * <p>An append that is never answered may count, at any place, or not. A question that is never answered, or answered
 * by an error, says nothing: {@link #onReadAsked} and no more. Memory: a few words for each operation. One thread.
 */
public final class LinearizabilityJudge
{
    private static final int UNKNOWN = 0;
    private static final int REFUSED = -1;
    private static final String NAME = "linearizable";

    private final List<Log> logs = new ArrayList<>();
    private final IntArrayList streams = new IntArrayList();
    private final LongArrayList floors = new LongArrayList();

    /** Of an append, where it stands, below REFUSED where it may come back; of a read, what it asks for. */
    private final LongArrayList places = new LongArrayList();
    private final boolean isStaleReadAllowed;
    private long staleReads;

    /**
     * @param streamCount        streams.
     * @param isStaleReadAllowed true when clocks run beyond the written drift bound: an answer about a log that has
     *                           grown since is then counted and no violation. Appends are judged as ever.
     */
    public LinearizabilityJudge(final int streamCount, final boolean isStaleReadAllowed)
    {
        this.isStaleReadAllowed = isStaleReadAllowed;
        for (int i = 0; i < streamCount; i++)
        {
            logs.add(new Log());
        }
    }

    /**
     * A client appends an entry. It is open until told otherwise.
     *
     * @param streamId of the stream.
     * @return the operation, to name it from now on; never 0.
     */
    public int onAppendAsked(final int streamId)
    {
        final int operation = begin(streamId, UNKNOWN);
        final Log log = logs.get(streamId);
        log.appends.addInt(operation);
        log.possible++;
        return operation;
    }

    /**
     * The client is told that its entry is safe.
     *
     * @param operation that appended it.
     * @param sequence  that it got.
     */
    public void onAppendAcknowledged(final int operation, final long sequence)
    {
        final int streamId = streams.getInt(operation - 1);
        place(operation, streamId, sequence);
        grownTo(streamId, sequence);
    }

    /**
     * The client is told that its entry was not taken, and never will be.
     *
     * @param operation that tried to append it.
     */
    public void onAppendRefused(final int operation)
    {
        final int streamId = streams.getInt(operation - 1);
        if (places.getLong(operation - 1) != UNKNOWN)
        {
            throw new Violation(NAME, "append " + operation + " of stream " + streamId +
                " is refused, but was seen at sequence " + places.getLong(operation - 1));
        }
        places.setLong(operation - 1, REFUSED);
        logs.get(streamId).possible--;
        mustBeEnough(streamId);
    }

    /**
     * A client asks for one entry.
     *
     * @param streamId of the stream.
     * @param sequence asked for, from 1.
     * @return the operation, to name it from now on; never 0.
     */
    public int onReadAsked(final int streamId, final long sequence)
    {
        return begin(streamId, sequence);
    }

    /**
     * The client is given an entry.
     *
     * @param operation       that asked.
     * @param appendOperation that had appended just these bytes; 0 when nobody had.
     */
    public void onReadEntry(final int operation, final int appendOperation)
    {
        final int streamId = streams.getInt(operation - 1);
        final long sequence = places.getLong(operation - 1);
        if (appendOperation == 0)
        {
            throw new Violation(NAME, "sequence " + sequence + " of stream " + streamId +
                " is read as bytes that nobody appended");
        }
        place(appendOperation, streamId, sequence);
        grownTo(streamId, sequence);
    }

    /**
     * The client is told that no entry stands there yet.
     *
     * @param operation that asked.
     */
    public void onReadNothing(final int operation)
    {
        mustNotHaveGrownTo(operation, places.getLong(operation - 1));
    }

    /**
     * A client asks how long the log is.
     *
     * @param streamId of the stream.
     * @return the operation, to name it from now on; never 0.
     */
    public int onPositionAsked(final int streamId)
    {
        return begin(streamId, UNKNOWN);
    }

    /**
     * The client is told the length.
     *
     * @param operation that asked.
     * @param position  highest sequence that is safe, 0 for none.
     */
    public void onPosition(final int operation, final long position)
    {
        mustNotHaveGrownTo(operation, position + 1);
        grownTo(streams.getInt(operation - 1), position);
    }

    /**
     * An operator forced a primary that ends here and was told that the rest may be lost: what was known beyond counts
     * as never appended. What an earlier force gave up is in the log again where this primary has not heard of that
     * force and holds it: at its own place, or not at all.
     *
     * @param streamId of the stream.
     * @param through  highest sequence that is kept.
     */
    public void onForced(final int streamId, final long through)
    {
        final Log log = logs.get(streamId);
        log.floor = Math.min(log.floor, through);
        for (int i = 0; i < log.givenUp.size(); i++)
        {
            final int operation = log.givenUp.getInt(i);
            places.setLong(operation - 1, mayReturnTo(log.givenUpAt.getLong(i)));
            log.returning.addInt(operation);
        }
        log.givenUp.clear();
        log.givenUpAt.clear();
        for (long sequence = log.entries.size(); sequence > through; sequence--)
        {
            final int operation = log.entries.removeAt((int)(sequence - 1));
            if (operation != UNKNOWN)
            {
                places.setLong(operation - 1, REFUSED);
                log.givenUp.addInt(operation);
                log.givenUpAt.addLong(sequence);
                log.possible--;
            }
        }
        for (int i = 0; i < floors.size(); i++)
        {
            if (streams.getInt(i) == streamId)
            {
                floors.setLong(i, Math.min(floors.getLong(i), through));
            }
        }
    }

    /** The run is over: what was seen to be there must be somebody's append. */
    public void mustBeWhole()
    {
        for (int streamId = 0; streamId < logs.size(); streamId++)
        {
            final Log log = logs.get(streamId);
            int next = 0;
            for (long sequence = 1; sequence <= log.floor; sequence++)
            {
                if (log.entryAt(sequence) == UNKNOWN && !isReturnedTo(log, sequence))
                {
                    next = openAppendFrom(log, next);
                    if (next == log.appends.size() || floors.getLong(log.appends.getInt(next) - 1) >= sequence)
                    {
                        throw new Violation(NAME, "sequence " + sequence + " of stream " + streamId +
                            " was seen to be taken, but no append is left that can have taken it");
                    }
                    next++;
                }
            }
        }
    }

    /** @return operations asked so far. */
    public int operationCount()
    {
        return floors.size();
    }

    /** @return answers about a log that had grown since, where they are allowed. */
    public long staleReads()
    {
        return staleReads;
    }

    private int begin(final int streamId, final long place)
    {
        streams.addInt(streamId);
        floors.addLong(logs.get(streamId).floor);
        places.addLong(place);
        return floors.size();
    }

    private void place(final int operation, final int streamId, final long sequence)
    {
        final Log log = logs.get(streamId);
        final long known = places.getLong(operation - 1);
        final int other = log.entryAt(sequence);
        final boolean isBack = known == mayReturnTo(sequence);
        if (streams.getInt(operation - 1) != streamId || (known != UNKNOWN && known != sequence && !isBack) ||
            (other != UNKNOWN && other != operation))
        {
            throw new Violation(NAME, "append " + operation + " of stream " + streams.getInt(operation - 1) +
                (known <= REFUSED ? ", which was refused or given up," : ", known at " + known + ",") +
                " is seen at sequence " + sequence + " of stream " + streamId + ", where append " + other +
                " is known (0 for none)");
        }
        if (floors.getLong(operation - 1) >= sequence)
        {
            throw new Violation(NAME, "append " + operation + " got sequence " + sequence + " of stream " + streamId +
                ", but somebody knew of " + floors.getLong(operation - 1) + " entries before it was offered");
        }
        if (isBack)
        {
            log.returning.removeInt(operation);
            log.possible++;
        }
        places.setLong(operation - 1, sequence);
        log.entryAt(sequence, operation);
    }

    private void grownTo(final int streamId, final long length)
    {
        final Log log = logs.get(streamId);
        if (length > log.floor)
        {
            log.floor = length;
            mustBeEnough(streamId);
        }
    }

    private void mustBeEnough(final int streamId)
    {
        final Log log = logs.get(streamId);
        if (log.floor > log.possible && log.floor > log.possible + returned(log))
        {
            throw new Violation(NAME, "stream " + streamId + " is told to hold " + log.floor + " entries, but only " +
                log.possible + " were appended");
        }
    }

    private static long mayReturnTo(final long sequence)
    {
        return REFUSED - sequence;
    }

    /** Entries below the floor that nobody was told of and that may be what was given up there. */
    private long returned(final Log log)
    {
        long count = 0;
        for (int i = 0; i < log.returning.size(); i++)
        {
            final long sequence = REFUSED - places.getLong(log.returning.getInt(i) - 1);
            count += sequence <= log.floor && log.entryAt(sequence) == UNKNOWN ? 1 : 0;
        }
        return count;
    }

    private boolean isReturnedTo(final Log log, final long sequence)
    {
        for (int i = 0; i < log.returning.size(); i++)
        {
            if (places.getLong(log.returning.getInt(i) - 1) == mayReturnTo(sequence))
            {
                return true;
            }
        }
        return false;
    }

    private void mustNotHaveGrownTo(final int operation, final long sequence)
    {
        final long floor = floors.getLong(operation - 1);
        if (floor >= sequence)
        {
            if (!isStaleReadAllowed)
            {
                throw new Violation(NAME, "operation " + operation + " is told that stream " +
                    streams.getInt(operation - 1) + " ends below " + sequence + ", but " + floor +
                    " entries were known before it asked");
            }
            staleReads++;
        }
    }

    private int openAppendFrom(final Log log, final int from)
    {
        int next = from;
        while (next < log.appends.size() && places.getLong(log.appends.getInt(next) - 1) != UNKNOWN)
        {
            next++;
        }
        return next;
    }

    /** One stream. Appends are kept in the order in which they were asked: their floors ascend. */
    private static final class Log
    {
        private final IntArrayList appends = new IntArrayList();
        private final IntArrayList entries = new IntArrayList();

        /** What the last force gave up, and where it stood; what those before did, unless it was seen since. */
        private final IntArrayList givenUp = new IntArrayList();
        private final LongArrayList givenUpAt = new LongArrayList();
        private final IntArrayList returning = new IntArrayList();
        private long floor;
        private long possible;

        int entryAt(final long sequence)
        {
            return sequence < 1 || sequence > entries.size() ? UNKNOWN : entries.getInt((int)(sequence - 1));
        }

        void entryAt(final long sequence, final int operation)
        {
            while (entries.size() < sequence)
            {
                entries.addInt(UNKNOWN);
            }
            entries.setInt((int)(sequence - 1), operation);
        }
    }
}
