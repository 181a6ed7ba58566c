package io.antumbra.core.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordStatus;
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

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

/** Any life of a shadow on the heap, its crashes, reboots and damage included, against plain lists. */
class MemoryShadowPropertyTest
{
    private static final int STREAMS = 2;
    private static final int CAPACITY = 6;
    private static final int MAX_LENGTH = 40;

    record Call(int streamId, int amount)
    {
    }

    @Property(tries = 1000)
    void shouldBehaveLikeTheModel(@ForAll("lives") final ActionChain<Pair> life)
    {
        life.run();
    }

    @Provide
    Arbitrary<ActionChain<Pair>> lives()
    {
        return ActionChain.startWith(Pair::new).withAction(12, action("append", Pair::append))
            .withAction(2, action("append what a peer sent damaged", Pair::appendDamaged))
            .withAction(5, action("reclaim", Pair::reclaim)).withAction(3, action("promise", Pair::promise))
            .withAction(3, action("sync", Pair::sync)).withAction(3, action("truncate", Pair::truncate))
            .withAction(3, action("status", Pair::status)).withAction(2, action("damage", Pair::damage))
            .withAction(2, action("crash", Pair::crash)).withAction(1, action("reboot", Pair::reboot))
            .withMaxTransformations(60);
    }

    private static Action.Independent<Pair> action(final String name, final BiConsumer<Pair, Call> step)
    {
        final Arbitrary<Call> calls = Combinators.combine(Arbitraries.integers().between(0, STREAMS - 1),
            Arbitraries.integers().between(0, MAX_LENGTH)).as(Call::new);
        return () -> calls.map((call) -> Transformer.mutate(name + " " + call, (pair) ->
        {
            step.accept(pair, call);
            pair.compare();
        }));
    }

    /** One record as the model knows it. */
    private static final class Entry
    {
        private final EntryMeta meta = new EntryMeta();
        private final byte[] payload;
        private int status = RecordStatus.PENDING;
        private boolean isDamaged;

        Entry(final int streamId, final long sequence, final long epoch, final int length)
        {
            payload = new byte[length];
            Arrays.fill(payload, (byte)(sequence * 31 + epoch));
            meta.streamId = streamId;
            meta.sequence = sequence;
            meta.originEpoch = epoch;
            meta.subsetId = sequence;
            meta.subsetCount = 1;
            meta.flags = length == 0 ? EntryMeta.FLAG_UNPROTECTED : 0;
            meta.entryLength = Math.max(1, length);
            meta.storedLength = length;
        }

        UnsafeBuffer buffer()
        {
            return new UnsafeBuffer(payload);
        }
    }

    /** The shadow and the model of each of its streams. */
    static final class Pair
    {
        private final MemoryShadow shadow = new MemoryShadow(STREAMS, MAX_LENGTH, CAPACITY, true);
        private final EntryView view = new EntryView();
        private final List<List<Entry>> logs = List.of(new ArrayList<>(), new ArrayList<>());
        private final long[] oldest = { 1, 1 };
        private final long[] reclaimable = new long[STREAMS];
        private final long[] promised = new long[STREAMS];
        private final long[] synced = new long[STREAMS];
        private long epoch = 1;
        private long orphans;

        void append(final Call call)
        {
            final Entry entry = next(call);
            final int outcome = shadow.append(entry.meta, entry.buffer(), 0);
            final List<Entry> log = logs.get(call.streamId);
            final boolean isFull = entry.meta.sequence - oldest[call.streamId] >= CAPACITY;
            if (isFull && oldest[call.streamId] > reclaimable[call.streamId])
            {
                assertEquals(Outcome.BACK_PRESSURED, outcome);
                return;
            }
            assertEquals(Outcome.OK, outcome);
            oldest[call.streamId] += isFull ? 1 : 0;
            log.add(entry);
        }

        void appendDamaged(final Call call)
        {
            final Entry entry = next(call);
            entry.meta.crc = call.amount;
            assertEquals(Outcome.CORRUPT, shadow.appendVerified(entry.meta, entry.buffer(), 0));
        }

        private Entry next(final Call call)
        {
            return new Entry(call.streamId, end(call.streamId) + 1, epoch, call.amount);
        }

        void reclaim(final Call call)
        {
            final long through = Math.max(0, synced[call.streamId] - call.amount % 4);
            shadow.reclaimable(call.streamId, through);
            reclaimable[call.streamId] = Math.max(reclaimable[call.streamId], through);
        }

        void promise(final Call call)
        {
            final long through = Math.max(0, end(call.streamId) - call.amount % 4);
            shadow.promised(call.streamId, through);
            promised[call.streamId] = Math.max(promised[call.streamId], through);
        }

        void sync(final Call call)
        {
            boolean isMoved = false;
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                isMoved |= synced[streamId] != end(streamId);
                synced[streamId] = end(streamId);
            }
            assertEquals(isMoved, shadow.sync(), call::toString);
        }

        void truncate(final Call call)
        {
            final int streamId = call.streamId;
            final long from = Math.max(1, end(streamId) + 2 - call.amount % 9);
            epoch++;
            final long count = Math.max(0, end(streamId) + 1 - Math.max(from, oldest[streamId]));
            assertEquals(count, shadow.truncate(streamId, from, epoch));
            orphans += count;
            cut(streamId, Math.min(from - 1, end(streamId)));
            oldest[streamId] = Math.min(oldest[streamId], end(streamId) + 1);
            promised[streamId] = Math.min(promised[streamId], end(streamId));
            reclaimable[streamId] = Math.min(reclaimable[streamId], end(streamId));
        }

        void status(final Call call)
        {
            final long last = end(call.streamId) + 1 - call.amount % 3;
            final long first = last - call.amount % 5;
            shadow.status(call.streamId, first, last, RecordStatus.ACKNOWLEDGED);
            for (long sequence = Math.max(1, first); sequence <= Math.min(last, end(call.streamId)); sequence++)
            {
                entry(call.streamId, sequence).status = RecordStatus.ACKNOWLEDGED;
            }
        }

        void damage(final Call call)
        {
            final long sequence = end(call.streamId) - call.amount % CAPACITY;
            if (sequence >= oldest[call.streamId] && !entry(call.streamId, sequence).isDamaged)
            {
                shadow.flipBit(call.streamId, sequence, call.amount * 37);
                entry(call.streamId, sequence).isDamaged = true;
            }
        }

        void crash(final Call call)
        {
            shadow.recover();
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                long whole = oldest[streamId] - 1;
                while (whole < end(streamId) && !entry(streamId, whole + 1).isDamaged)
                {
                    whole++;
                }
                cut(streamId, whole);
                reclaimable[streamId] = 0;
            }
        }

        void reboot(final Call call)
        {
            shadow.loseUnsynced();
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                cut(streamId, synced[streamId]);
            }
            crash(call);
        }

        private void cut(final int streamId, final long end)
        {
            final List<Entry> log = logs.get(streamId);
            log.subList((int)end, log.size()).clear();
            synced[streamId] = Math.min(synced[streamId], end);
        }

        private long end(final int streamId)
        {
            return logs.get(streamId).size();
        }

        private Entry entry(final int streamId, final long sequence)
        {
            return logs.get(streamId).get((int)(sequence - 1));
        }

        void compare()
        {
            assertEquals(orphans, shadow.orphanCount());
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                assertEquals(end(streamId), shadow.end(streamId), "end");
                assertEquals(synced[streamId], shadow.held(streamId), "held");
                assertEquals(oldest[streamId], shadow.oldestRetained(streamId), "oldest");
                assertEquals(promised[streamId], shadow.promised(streamId), "promised");
                assertEquals(Outcome.NOT_RETAINED, shadow.read(streamId, oldest[streamId] - 1, view));
                assertEquals(Outcome.NOT_RETAINED, shadow.read(streamId, end(streamId) + 1, view));
                for (long sequence = oldest[streamId]; sequence <= end(streamId); sequence++)
                {
                    compare(streamId, sequence, entry(streamId, sequence));
                }
            }
        }

        private void compare(final int streamId, final long sequence, final Entry entry)
        {
            final int outcome = shadow.read(streamId, sequence, view);
            assertEquals(entry.isDamaged ? Outcome.CORRUPT : Outcome.OK, outcome, entry.meta::toString);
            if (outcome == Outcome.OK)
            {
                final byte[] payload = new byte[view.meta().storedLength];
                view.payload().getBytes(0, payload);
                assertArrayEquals(entry.payload, payload);
                assertEquals(entry.meta.toString(), view.meta().toString());
                assertEquals(entry.status, shadow.statusOf(streamId, sequence), "status");
            }
        }
    }
}
