package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;

import org.agrona.IoUtil;

/**
 * Any history of calls, closes, kills and damaged records against {@link ShadowModel}, which keeps the same promises in
 * plain lists.
 */
class ShadowModelTest
{
    private static final SizeClass[] CLASSES = { new SizeClass(32, 7), new SizeClass(96, 5), new SizeClass(512, 3) };
    private static final int INDEX_CAPACITY = 16;

    enum Kind
    {
        APPEND, RECLAIM, PROMISE, TRUNCATE, CLOSE, KILL, DAMAGE
    }

    record Action(Kind kind, int streamId, int amount)
    {
    }

    @Provide
    Arbitrary<List<Action>> histories()
    {
        final Arbitrary<Kind> kinds = Arbitraries.frequency(Tuple.of(20, Kind.APPEND), Tuple.of(10, Kind.RECLAIM),
            Tuple.of(3, Kind.PROMISE), Tuple.of(2, Kind.TRUNCATE), Tuple.of(1, Kind.CLOSE), Tuple.of(1, Kind.KILL),
            Tuple.of(1, Kind.DAMAGE));
        return Combinators.combine(kinds, Arbitraries.integers().between(0, 1), Arbitraries.integers().between(0,
            512)).as(Action::new).list().ofMinSize(20).ofMaxSize(120);
    }

    @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
    void shouldBehaveLikeTheModel(@ForAll("histories") final List<Action> history) throws IOException
    {
        final Path root = Files.createTempDirectory("shadow-model");
        try
        {
            new Run(root).play(history);
        }
        finally
        {
            IoUtil.delete(root.toFile(), true);
        }
    }

    private static final class Run
    {
        private final Path root;
        private final ShadowModel model = new ShadowModel(CLASSES, 2, INDEX_CAPACITY);
        private final EntryView view = new EntryView();
        private int generation;
        private long epoch = 1;
        private ChronicleShadow shadow;

        Run(final Path root)
        {
            this.root = root;
            shadow = launch();
        }

        void play(final List<Action> history) throws IOException
        {
            try
            {
                for (final Action action : history)
                {
                    apply(action);
                    compare();
                }
                assertEquals(model.orphans(), orphans());
            }
            finally
            {
                shadow.close();
            }
        }

        private void apply(final Action action) throws IOException
        {
            final int streamId = action.streamId;
            switch (action.kind)
            {
                case APPEND:
                    final long sequence = model.end(streamId) + 1;
                    final EntryMeta meta = TestRecords.meta(streamId, sequence, epoch, action.amount);
                    assertEquals(model.append(streamId, sequence, epoch, action.amount), shadow.append(meta,
                        TestRecords.payload(meta), 0), action::toString);
                    break;
                case RECLAIM:
                    final long through = model.end(streamId) - action.amount % 4;
                    model.reclaimable(streamId, through);
                    shadow.reclaimable(streamId, through);
                    break;
                case PROMISE:
                    final long promised = Math.max(0, model.end(streamId) - action.amount % 4);
                    model.promised(streamId, promised);
                    shadow.promised(streamId, promised);
                    break;
                case TRUNCATE:
                    epoch++;
                    final long from = Math.max(1, model.end(streamId) + 1 - action.amount % 12);
                    assertEquals(model.truncate(streamId, from, epoch), shadow.truncate(streamId, from, epoch));
                    break;
                case CLOSE:
                    shadow.close();
                    reopen();
                    assertTrue(shadow.recovery().wasClosedInOrder());
                    break;
                case KILL:
                    kill();
                    reopen();
                    break;
                default:
                    final long victim = model.end(streamId) - action.amount % INDEX_CAPACITY;
                    if (victim >= model.oldest(streamId))
                    {
                        kill();
                        damage(streamId, victim, action.amount);
                        reopen();
                        epoch++; // What is offered instead of the lost ones is another entry.
                    }
                    break;
            }
        }

        /** What is in the page cache stays, and nobody says farewell. */
        private void kill() throws IOException
        {
            final Path old = folder();
            generation++;
            TestRecords.copy(old, folder());
            shadow.close();
        }

        private void reopen()
        {
            shadow = launch();
            model.reopen();
            assertEquals(model.damagedCount(), shadow.recovery().rejected());
            assertEquals(model.mayVouch(), shadow.recovery().mayVouch());
        }

        /** Flips one bit of a slot that a checksum covers: its check, its crc, its header or its first bytes. */
        private void damage(final int streamId, final long sequence, final int amount) throws IOException
        {
            final int[] place = model.destroy(streamId, sequence);
            final String name = "slots-" + CLASSES[place[0]].capacityBytes();
            final long slot = SlotOffsets.read(folder().resolve(name + ".offsets"))[place[1]];
            final int covered = SlotFormat.OVERHEAD_LENGTH - SlotFormat.CHECK_OFFSET;
            Bytes.flip(folder().resolve(name + ".map"), slot + SlotFormat.CHECK_OFFSET + amount % covered, amount % 8);
        }

        private Set<String> orphans()
        {
            final Set<String> found = new TreeSet<>();
            for (final Path log : OrphanReader.list(folder()))
            {
                try (OrphanReader reader = new OrphanReader(log, 512))
                {
                    while (reader.next(view))
                    {
                        TestRecords.assertGenuine(view);
                        assertTrue(found.add(reader.epoch() + " took " + ShadowModel.identity(view.meta().streamId,
                            view.meta().sequence, view.meta().originEpoch)), "an orphan is kept once");
                    }
                }
            }
            return found;
        }

        private void compare()
        {
            for (int streamId = 0; streamId < 2; streamId++)
            {
                assertEquals(model.end(streamId), shadow.end(streamId), "end of " + streamId);
                assertEquals(model.oldest(streamId), shadow.oldestRetained(streamId), "oldest of " + streamId);
                assertEquals(model.promised(streamId), shadow.promised(streamId), "promised of " + streamId);
                assertEquals(Outcome.NOT_RETAINED, shadow.read(streamId, model.oldest(streamId) - 1, view));
                assertEquals(Outcome.NOT_RETAINED, shadow.read(streamId, model.end(streamId) + 1, view));
                for (long sequence = model.oldest(streamId); sequence <= model.end(streamId); sequence++)
                {
                    assertEquals(Outcome.OK, shadow.read(streamId, sequence, view));
                    assertEquals(model.epochOf(streamId, sequence), view.meta().originEpoch);
                    assertEquals(sequence, view.meta().sequence);
                    TestRecords.assertGenuine(view);
                }
            }
        }

        private Path folder()
        {
            return root.resolve("generation-" + generation);
        }

        private ChronicleShadow launch()
        {
            return ChronicleShadow.launch(TestRecords.context(folder()).sizeClasses(CLASSES).indexCapacity(
                INDEX_CAPACITY));
        }
    }
}
