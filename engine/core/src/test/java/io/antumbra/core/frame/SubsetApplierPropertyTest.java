package io.antumbra.core.frame;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordCodec;
import io.antumbra.core.memory.MemoryShadow;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.SubsetDecoder;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.agrona.concurrent.UnsafeBuffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A leader's log reaches a shadow in any order: subsets twice, out of order, in overlapping pieces, from another epoch,
 * with a bit flipped anywhere. The shadow never holds anything but a prefix of that log, and takes all that it can.
 */
class SubsetApplierPropertyTest
{
    private static final int LOG_LENGTH = 40;
    private static final int CAPACITY = 24;
    private static final int MAX_LENGTH = 64;

    record Piece(int at, int skip, int count, int bit)
    {
    }

    interface Step
    {
        void run(Merge merge, Piece piece);
    }

    @Property(tries = 1000)
    void shouldHoldAPrefixOfTheLog(@ForAll("arrivals") final ActionChain<Merge> arrivals)
    {
        arrivals.run();
    }

    @Provide
    Arbitrary<ActionChain<Merge>> arrivals()
    {
        return ActionChain.startWith(Merge::new).withAction(10, action("next subset", Merge::next))
            .withAction(6, action("piece of any subset", Merge::any))
            .withAction(4, action("damaged piece", Merge::damaged))
            .withAction(3, action("piece of another epoch", Merge::foreign))
            .withAction(2, action("reclaim", Merge::reclaim)).withMaxTransformations(60);
    }

    private static Action.Independent<Merge> action(final String name, final Step step)
    {
        final Arbitrary<Piece> pieces = Combinators.combine(Arbitraries.integers().between(1, LOG_LENGTH),
            Arbitraries.integers().between(0, 3), Arbitraries.integers().between(1, 4), Arbitraries.integers()
                .between(0, 1 << 14))
            .as(Piece::new);
        return () -> pieces.map((piece) -> Transformer.mutate(name + " " + piece, (merge) ->
        {
            step.run(merge, piece);
            merge.mustHoldAPrefix();
        }));
    }

    /** The log, the shadow, and how much of the log the shadow should hold. */
    static final class Merge
    {
        private final MemoryShadow shadow = new MemoryShadow(1, MAX_LENGTH, CAPACITY, false);
        private final CoreStats stats = new CoreStats();
        private final SubsetApplier applier = new SubsetApplier(shadow, stats);
        private final FrameCheck check = new FrameCheck();
        private final SubsetFrame frame = new SubsetFrame(4096);
        private final SubsetDecoder decoder = new SubsetDecoder();
        private final MessageHeaderDecoder header = new MessageHeaderDecoder();
        private final RecordCodec codec = new RecordCodec(MAX_LENGTH);
        private final EntryView view = new EntryView();
        private final List<EntryMeta> log = new ArrayList<>();
        private long held;
        private long reclaimed;

        Merge()
        {
            long subsetId = 1;
            for (int sequence = 1; sequence <= LOG_LENGTH; sequence++)
            {
                final int size = 1 + (int)(subsetId % 4);
                log.add(meta(sequence, 1 + sequence / 15, subsetId, size));
                subsetId += sequence == subsetId + size - 1 ? size : 0;
            }
        }

        private EntryMeta meta(final long sequence, final long epoch, final long subsetId, final int subsetCount)
        {
            final EntryMeta meta = new EntryMeta();
            meta.sequence = sequence;
            meta.originEpoch = epoch;
            meta.subsetId = subsetId;
            meta.subsetCount = subsetCount;
            meta.entryLength = 1 + (int)(sequence * 7 % MAX_LENGTH);
            meta.storedLength = meta.entryLength;
            meta.crc = codec.encode(meta, payload(meta), 0);
            return meta;
        }

        private static UnsafeBuffer payload(final EntryMeta meta)
        {
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_LENGTH]);
            buffer.setMemory(0, meta.storedLength, (byte)(meta.sequence * 3 + meta.originEpoch));
            return buffer;
        }

        /** A piece of one subset of the log, or the same with other epochs; returns its last sequence. */
        private long build(final long at, final Piece piece, final long epochsAhead)
        {
            final long subsetId = log.get((int)(at - 1)).subsetId;
            final long subsetEnd = Math.min(LOG_LENGTH, subsetId + log.get((int)(at - 1)).subsetCount - 1);
            final long first = Math.min(subsetEnd, subsetId + piece.skip);
            final long last = Math.min(subsetEnd, first + piece.count - 1);
            frame.begin(0, 0, 9, first, 0, 1, false);
            for (long sequence = first; sequence <= last; sequence++)
            {
                final EntryMeta own = log.get((int)(sequence - 1));
                final EntryMeta sent = epochsAhead == 0 ? own : meta(sequence, own.originEpoch + epochsAhead,
                    own.subsetId, own.subsetCount);
                frame.add(sent, sent.crc, payload(sent), 0, sent.storedLength);
            }
            frame.end();
            return last;
        }

        private int arrive(final UnsafeBuffer bytes)
        {
            final int templateId = check.templateId(bytes, 0, bytes.capacity());
            return templateId < 0 ? templateId : applier.apply(decoder.wrapAndApplyHeader(bytes, 0, header));
        }

        private UnsafeBuffer copy()
        {
            final UnsafeBuffer bytes = new UnsafeBuffer(new byte[frame.sealedLength()]);
            bytes.putBytes(0, frame.buffer(), 0, bytes.capacity());
            return bytes;
        }

        void next(final Piece piece)
        {
            intact(Math.min(LOG_LENGTH, held + 1), new Piece(0, 0, 4, 0));
        }

        void any(final Piece piece)
        {
            intact(piece.at, piece);
        }

        private void intact(final long at, final Piece piece)
        {
            final long last = build(at, piece, 0);
            final long first = frame.firstSequence();
            final long duplicates = stats.duplicates;
            final int outcome = arrive(copy());
            final long room = reclaimed + CAPACITY;
            final long before = held;
            if (first > held + 1)
            {
                assertEquals(SubsetApplier.GAP, outcome);
            }
            else
            {
                held = Math.max(held, Math.min(last, room));
                assertEquals(last > room && last > before ? Outcome.BACK_PRESSURED : SubsetApplier.APPLIED, outcome);
            }
            assertEquals(held - before, applier.appended());
            final long known = Math.max(0, Math.min(last, before) - first + 1);
            assertEquals(known, stats.duplicates - duplicates, "duplicates counted");
        }

        void foreign(final Piece piece)
        {
            if (held > 0)
            {
                build(1 + piece.at % held, piece, 1);
                if (frame.firstSequence() <= held && frame.firstSequence() >= shadow.oldestRetained(0))
                {
                    assertEquals(SubsetApplier.CONFLICT, arrive(copy()), "the same sequence of another epoch");
                }
            }
        }

        /** Whatever it comes to: nothing that is not in the log may get in. */
        void damaged(final Piece piece)
        {
            final long last = build(1 + (held + piece.at % 3) % LOG_LENGTH, piece, 0);
            final UnsafeBuffer bytes = copy();
            final int index = piece.bit % (bytes.capacity() * Byte.SIZE);
            bytes.putByte(index / Byte.SIZE, (byte)(bytes.getByte(index / Byte.SIZE) ^ 1 << index % Byte.SIZE));
            arrive(bytes);
            assertTrue(shadow.end(0) >= held && shadow.end(0) <= Math.max(held, last));
            held = shadow.end(0);
        }

        void reclaim(final Piece piece)
        {
            reclaimed = Math.max(reclaimed, held - piece.at % 8);
            shadow.reclaimable(0, reclaimed);
        }

        void mustHoldAPrefix()
        {
            assertEquals(held, shadow.end(0));
            for (long sequence = shadow.oldestRetained(0); sequence <= held; sequence++)
            {
                final EntryMeta own = log.get((int)(sequence - 1));
                assertEquals(Outcome.OK, shadow.read(0, sequence, view));
                assertEquals(own.toString(), view.meta().toString());
                assertEquals(payload(own).getByte(0), view.payload().getByte(own.storedLength - 1));
            }
        }
    }
}
