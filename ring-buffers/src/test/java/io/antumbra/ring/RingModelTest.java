package io.antumbra.ring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RingModelTest
{
    private static final int SLOT_COUNT = 8;
    private static final int MAX_LENGTH = SLOT_COUNT * RingSupport.SLOT_LENGTH - RingSupport.HEADER_LENGTH;

    @Property(tries = 400, seed = "8471536012")
    void shouldFollowTheModel(@ForAll("chains") final ActionChain<RingModel> chain)
    {
        chain.run().drain();
    }

    @ParameterizedTest
    @CsvSource({ "SINGLE, 8, 1", "SINGLE, 16, 3", "SINGLE, 1, 2", "MULTI, 8, 1", "MULTI, 16, 3", "MULTI, 1, 2" })
    void shouldFollowTheModelForManyLaps(final ProducerType type, final int slotCount, final int stageCount)
    {
        final long seed = RingSupport.seed("shouldFollowTheModelForManyLaps");
        final SplittableRandom random = new SplittableRandom(seed);
        final RingModel model = new RingModel(type, slotCount, stageCount);
        for (int i = 0; i < 30_000; i++)
        {
            switch (random.nextInt(6))
            {
                case 0:
                    model.offer(randomLength(random, model));
                    break;

                case 1:
                    model.tryClaim(randomLength(random, model));
                    break;

                case 2:
                    model.finishClaim(random.nextInt(8), random.nextInt(3) > 0);
                    break;

                default:
                    model.poll(random.nextInt(8), 1 + random.nextInt(4), random.nextInt(5) > 0);
                    break;
            }
        }
        model.drain();
        assertTrue(model.entriesThrough() > 2_000, () -> "too few entries to mean anything: " + model);
        assertTrue(model.refusals() > 200, () -> "too few refusals to mean anything: " + model);
    }

    @Provide
    Arbitrary<ActionChain<RingModel>> chains()
    {
        return Combinators.combine(Arbitraries.of(ProducerType.class), Arbitraries.integers().between(1, 3)).flatAs(
            (type, stageCount) -> ActionChain.startWith(() -> new RingModel(type, SLOT_COUNT, stageCount))
                .withAction(3, offers()).withAction(2, claims()).withAction(2, finishes()).withAction(5, polls())
                .withMaxTransformations(120));
    }

    private static Action.Independent<RingModel> offers()
    {
        return () -> lengths().map(
            length -> Transformer.mutate("offer " + length, (final RingModel model) -> model.offer(length)));
    }

    private static Action.Independent<RingModel> claims()
    {
        return () -> lengths().map(
            length -> Transformer.mutate("claim " + length, (final RingModel model) -> model.tryClaim(length)));
    }

    private static Action.Independent<RingModel> finishes()
    {
        return () -> Combinators.combine(Arbitraries.integers().between(0, 7), Arbitraries.of(true, true, false)).as(
            (choice, commit) -> Transformer.mutate(
                (commit ? "commit " : "abort ") + choice,
                (final RingModel model) -> model.finishClaim(choice, commit)));
    }

    private static Action.Independent<RingModel> polls()
    {
        return () -> Combinators.combine(
            Arbitraries.integers().between(0, 5), Arbitraries.integers().between(1, 5), Arbitraries.of(true, false)).as(
                (choice, count, release) -> Transformer.mutate(
                    "poll " + choice + " for " + count + (release ? ", release" : ""),
                    (final RingModel model) -> model.poll(choice, count, release)));
    }

    private static Arbitrary<Integer> lengths()
    {
        return Arbitraries.oneOf(
            Arbitraries.integers().between(1, 64), Arbitraries.integers().between(65, 450),
            Arbitraries.integers().between(1, MAX_LENGTH + 1));
    }

    private static int randomLength(final SplittableRandom random, final RingModel model)
    {
        return 1 + random.nextInt(
            random.nextInt(4) > 0 ? Math.min(200, model.ring.maxEntryLength()) : model.ring.maxEntryLength() + 1);
    }
}
