package io.antumbra.core;

import org.agrona.DirectBuffer;

/**
 * The off-heap copy of every entry, as the protocol sees it. Single writer: every method belongs to the engine thread
 * unless its implementation says otherwise. Streams are numbered 0 to {@code streamCount() - 1}; sequences start at 1.
 *
 * <p>A call of {@link #append} that returned {@link Outcome#OK} survives a kill of the process at any later
 * instruction. It survives the host once {@link #sync} returned, in the mode that syncs.
 *
 * <pre>
 *      oldestRetained           reclaimable          held        end
 *  ---------|========================|================|===========|--------&gt; sequence
 *   reused     may be reused           in use            not yet in
 *              for new records                           the declared durability
 * </pre>
 */
public interface Shadow
{
    /** @return number of streams, fixed when the shadow was created. */
    int streamCount();

    /** @return longest payload of one entry, bytes. */
    int maxEntryLength();

    /**
     * Writes the next record of a stream. {@code meta.sequence} must be {@code end(streamId) + 1}; {@code meta.crc} is
     * filled in. The status becomes pending.
     *
     * @param meta    identity and metadata; {@code storedLength} bytes of payload are kept.
     * @param payload that holds them; ignored when there are none.
     * @param offset  of the first one.
     * @return {@link Outcome#OK}, or {@link Outcome#BACK_PRESSURED} when the slot it needs is still in use.
     */
    int append(EntryMeta meta, DirectBuffer payload, int offset);

    /**
     * The same for a record that came from a peer: {@code meta.crc} is what the peer computed.
     *
     * @param meta    as for {@link #append}, with {@code crc} set.
     * @param payload as for {@link #append}.
     * @param offset  as for {@link #append}.
     * @return as {@link #append}, or {@link Outcome#CORRUPT} when the bytes do not match the checksum; nothing is
     *         written then.
     */
    int appendVerified(EntryMeta meta, DirectBuffer payload, int offset);

    /**
     * Reads one record and verifies its checksum.
     *
     * @param streamId of the stream.
     * @param sequence of the entry.
     * @param view     to fill.
     * @return {@link Outcome#OK}, {@link Outcome#NOT_RETAINED}, or {@link Outcome#CORRUPT} (counted; never served).
     */
    int read(int streamId, long sequence, EntryView view);

    /**
     * @param streamId of the stream.
     * @return highest sequence up to which every record is there, 0 when there is none.
     */
    long end(int streamId);

    /**
     * @param streamId of the stream.
     * @return highest sequence that is held in the declared durability mode; equals {@link #end} where that is
     *         "survives the process".
     */
    long held(int streamId);

    /**
     * Makes everything appended so far durable in the declared mode. Returns at once where nothing is to be done.
     *
     * @return true when {@link #held} of any stream moved.
     */
    boolean sync();

    /** @return how long the last {@link #sync} to the device took, ns; 0 where there is none or nobody measured it. */
    default long syncNs()
    {
        return 0;
    }

    /**
     * @param streamId of the stream.
     * @return lowest sequence that is still readable; {@code end + 1} when nothing is.
     */
    long oldestRetained(int streamId);

    /**
     * Allows slots up to here to be reused. Never moves back.
     *
     * @param streamId        of the stream.
     * @param throughSequence acknowledged, delivered, and needed by nobody who may wait for it.
     */
    void reclaimable(int streamId, long throughSequence);

    /**
     * Records what this replica has promised to hold: acknowledged to a primary, or committed as one. Kept beside the
     * records so that a later open can tell a loss from a tail that was never promised.
     *
     * @param streamId        of the stream.
     * @param throughSequence highest promised sequence.
     */
    void promised(int streamId, long throughSequence);

    /**
     * @param streamId of the stream.
     * @return the highest sequence promised before, as found at open and moved by {@link #promised}. A replica whose
     *         {@link #end} is below it may not vouch for what it acknowledged.
     */
    long promised(int streamId);

    /**
     * Updates the status words of a run of records in place; silently nothing for those that are not retained. A run
     * instead of one, because acknowledgements are cumulative: the words are far apart and long out of the cache, and
     * only one loop over them lets the processor wait for several at once.
     *
     * @param streamId      of the stream.
     * @param firstSequence of the run.
     * @param lastSequence  of the run; below the first one for none.
     * @param status        one of {@link RecordStatus}.
     */
    void status(int streamId, long firstSequence, long lastSequence, int status);

    /**
     * Counts one more retransmission in the status word of a record.
     *
     * @param streamId of the stream.
     * @param sequence of the entry.
     */
    void retransmitted(int streamId, long sequence);

    /**
     * Takes back the tail of a stream, keeping what is taken where application and operator can read it. The
     * promised and reclaimable positions are lowered to the new end: what an epoch does not know was never
     * acknowledged.
     *
     * @param streamId     of the stream.
     * @param fromSequence first sequence to take back; afterwards {@code end == fromSequence - 1}, or lower if it was.
     * @param epoch        whose adoption made the records orphans.
     * @return number of records saved as orphans.
     */
    long truncate(int streamId, long fromSequence, long epoch);
}
