package io.antumbra.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Any growth of an epoch history, far beyond what it keeps, against a plain list that forgets its oldest. */
class EpochHistoryPropertyTest
{
    private static final int STREAMS = 3;

    @Property(tries = 500)
    void shouldBehaveLikeAListThatForgets(@ForAll("growths") final ActionChain<Pair> growth)
    {
        growth.run();
    }

    @Provide
    Arbitrary<ActionChain<Pair>> growths()
    {
        return ActionChain.startWith(Pair::new).withAction(20, action("begin", Pair::begin))
            .withAction(3, action("begin many", Pair::beginMany)).withAction(3, action("refuse", Pair::refuse))
            .withAction(2, action("copy", Pair::copy)).withAction(1, action("clear", Pair::clear))
            .withMaxTransformations(50);
    }

    private static Action.Independent<Pair> action(final String name, final BiConsumer<Pair, Integer> step)
    {
        return () -> Arbitraries.integers().between(1, 40).map((amount) -> Transformer.mutate(name + " " + amount,
            (pair) ->
            {
                step.accept(pair, amount);
                pair.compare();
            }));
    }

    private static final class Known
    {
        private final long epoch;
        private final long[] firsts;

        Known(final long epoch, final long[] firsts)
        {
            this.epoch = epoch;
            this.firsts = firsts;
        }
    }

    /** The history and its model. */
    static final class Pair
    {
        private final List<Known> model = new ArrayList<>();
        private EpochHistory history = new EpochHistory(STREAMS);

        void begin(final int amount)
        {
            final long epoch = history.lastEpoch() + 1 + amount % 3;
            final long[] firsts = new long[STREAMS];
            history.append(epoch);
            for (int streamId = 0; streamId < STREAMS; streamId++)
            {
                final long before = model.isEmpty() ? 1 : model.get(model.size() - 1).firsts[streamId];
                firsts[streamId] = before + (long)amount * streamId;
                if (firsts[streamId] > 1)
                {
                    history.firstSequence(streamId, firsts[streamId]);
                }
            }
            model.add(new Known(epoch, firsts));
            if (model.size() > EpochHistory.CAPACITY)
            {
                model.remove(0);
            }
        }

        void beginMany(final int amount)
        {
            for (int i = 0; i < amount; i++)
            {
                begin(amount + i);
            }
        }

        void refuse(final int amount)
        {
            final long epoch = Math.max(0, history.lastEpoch() - amount % 3);
            final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> history.append(
                epoch));
            assertEquals("epoch=" + epoch + " must be above the last one, " + history.lastEpoch(), ex.getMessage());
        }

        void copy(final int amount)
        {
            final EpochHistory copy = new EpochHistory(STREAMS);
            for (int i = 1; i <= amount; i++)
            {
                copy.append(i);
            }
            copy.copyFrom(history);
            history.clear();
            history = copy;
            assertThrows(IllegalArgumentException.class, () -> new EpochHistory(STREAMS + 1).copyFrom(copy));
        }

        void clear(final int amount)
        {
            history.clear();
            model.clear();
        }

        void compare()
        {
            assertEquals(model.size(), history.size());
            assertEquals(model.isEmpty() ? 0 : model.get(model.size() - 1).epoch, history.lastEpoch());
            for (int i = 0; i < model.size(); i++)
            {
                assertEquals(model.get(i).epoch, history.epochAt(i));
                for (int streamId = 0; streamId < STREAMS; streamId++)
                {
                    assertEquals(model.get(i).firsts[streamId], history.firstSequenceAt(i, streamId));
                }
            }
        }
    }
}
