package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

import io.antumbra.chaos.check.WingGongSearch.Kind;
import io.antumbra.chaos.check.WingGongSearch.Operation;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The judge and the search must say the same of any small history: of honest ones, and of ones with a lie in them. */
class LinearizabilityPropertyTest
{
    private static final int MOST_OPERATIONS = 7;

    enum Move
    {
        APPEND, READ, POSITION, TAKE_EFFECT, ANSWER, REFUSE
    }

    record Step(Move move, int pick, int lie)
    {
    }

    @Provide
    Arbitrary<List<Step>> histories()
    {
        final Arbitrary<Move> moves = Arbitraries.frequency(Tuple.of(5, Move.APPEND), Tuple.of(4, Move.READ),
            Tuple.of(3, Move.POSITION), Tuple.of(5, Move.TAKE_EFFECT), Tuple.of(8, Move.ANSWER),
            Tuple.of(1, Move.REFUSE));
        return Combinators.combine(moves, Arbitraries.integers().between(0, MOST_OPERATIONS),
            Arbitraries.integers().between(-30, 30)).as(Step::new).list().ofMinSize(4).ofMaxSize(24);
    }

    @Property(tries = 20_000)
    void shouldAgreeWithTheSearch(@ForAll("histories") final List<Step> steps)
    {
        final History history = new History();
        steps.forEach(history::play);
        final boolean isLinearizable = WingGongSearch.isLinearizable(history.operations);
        Statistics.collect(isLinearizable);
        Statistics.coverage((coverage) ->
        {
            coverage.check(true).percentage((share) -> share > 20);
            coverage.check(false).percentage((share) -> share > 20);
        });
        assertEquals(isLinearizable, history.isAccepted(), () -> history.operations.toString());
    }

    /** A true log, clients that ask it, and answers that are sometimes made up; the judge watches. */
    private static final class History
    {
        private final List<Operation> operations = new ArrayList<>();
        private final List<Integer> log = new ArrayList<>();
        private final List<Operation> pending = new ArrayList<>();
        private final LinearizabilityJudge judge = new LinearizabilityJudge(2, false);
        private boolean isRejected;
        private int now;
        private int asked;

        void play(final Step step)
        {
            now++;
            switch (step.move)
            {
                case APPEND:
                    ask(Kind.APPEND, 0);
                    break;
                case READ:
                    ask(Kind.READ, 1 + step.pick % 4);
                    break;
                case POSITION:
                    ask(Kind.POSITION, 0);
                    break;
                default:
                    if (!pending.isEmpty())
                    {
                        final Operation operation = pending.get(step.pick % pending.size());
                        if (step.move == Move.TAKE_EFFECT)
                        {
                            takeEffect(operation);
                        }
                        else if (step.move == Move.ANSWER)
                        {
                            answer(operation, step.lie);
                        }
                        else if (operation.kind == Kind.APPEND)
                        {
                            refuse(operation);
                        }
                    }
                    break;
            }
        }

        private void ask(final Kind kind, final int argument)
        {
            if (asked == MOST_OPERATIONS)
            {
                return;
            }
            asked++;
            final int id = kind == Kind.APPEND ? judge.onAppendAsked(1) : kind == Kind.READ ? judge.onReadAsked(1,
                argument) : judge.onPositionAsked(1);
            final Operation operation = new Operation(id, kind, now, argument);
            operations.add(operation);
            pending.add(operation);
        }

        private void takeEffect(final Operation operation)
        {
            if (operation.result != 0)
            {
                return;
            }
            switch (operation.kind)
            {
                case APPEND:
                    log.add(operation.id);
                    operation.result = log.size();
                    break;
                case READ:
                    operation.result = operation.argument > log.size() ? 0 : log.get(operation.argument - 1);
                    break;
                default:
                    operation.result = log.size();
                    break;
            }
        }

        private void answer(final Operation operation, final int lie)
        {
            takeEffect(operation);
            if (Math.abs(lie) <= 3)
            {
                operation.result = Math.max(0, operation.result + lie);
            }
            pending.remove(operation);
            operation.answeredAt = now;
            tell(() ->
            {
                switch (operation.kind)
                {
                    case APPEND:
                        judge.onAppendAcknowledged(operation.id, operation.result);
                        break;
                    case READ:
                        tellRead(operation);
                        break;
                    default:
                        judge.onPosition(operation.id, operation.result);
                        break;
                }
            });
        }

        private void tellRead(final Operation operation)
        {
            if (operation.result == 0)
            {
                judge.onReadNothing(operation.id);
            }
            else
            {
                judge.onReadEntry(operation.id, isAppend(operation.result) ? operation.result : 0);
            }
        }

        private boolean isAppend(final int id)
        {
            return operations.stream().anyMatch((operation) -> operation.id == id && operation.kind == Kind.APPEND);
        }

        /** Sometimes a lie: it may have taken effect. */
        private void refuse(final Operation operation)
        {
            pending.remove(operation);
            operations.remove(operation);
            tell(() -> judge.onAppendRefused(operation.id));
        }

        private void tell(final Runnable event)
        {
            try
            {
                event.run();
            }
            catch (final Violation violation)
            {
                assertEquals("linearizable", violation.invariant());
                isRejected = true;
            }
        }

        boolean isAccepted()
        {
            tell(judge::mustBeWhole);
            return !isRejected;
        }
    }
}
