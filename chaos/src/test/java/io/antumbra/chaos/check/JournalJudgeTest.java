package io.antumbra.chaos.check;

import io.antumbra.core.EpochState;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class JournalJudgeTest
{
    private static final String PROMISE = "a promise stands";
    private static final String HISTORY = "one epoch history";

    private final JournalJudge judge = new JournalJudge(2);

    @Test
    void shouldAcceptHistoriesThatKnowDifferentEpochs()
    {
        final EpochState one = state(2);
        begin(one, 1, 1, 1);
        begin(one, 2, 5, 7);
        judge.onSaved(1, one);
        final EpochState two = state(3);
        begin(two, 1, 1, 1);
        begin(two, 3, 4, 7);
        judge.onSaved(2, two);
        one.promisedEpoch = 3;
        judge.onSaved(1, one);
        one.history().copyFrom(two.history());
        judge.onSaved(1, one);
        assertEquals(3, judge.savedBy(1).history().lastEpoch());
    }

    @Test
    void shouldLetAJournalBeginAnewOnAnotherDiskOnly()
    {
        final EpochState old = state(5);
        judge.onSaved(1, old);
        mustFail(PROMISE, 1, state(1));
        judge.onReplaced(1);
        judge.onSaved(1, state(1));
    }

    @Test
    void shouldNoticeHistoriesThatDisagree()
    {
        final EpochState one = state(1);
        begin(one, 1, 1, 5);
        judge.onSaved(1, one);
        final EpochState two = state(1);
        begin(two, 1, 1, 6);
        mustFail(HISTORY, 2, two);
    }

    @Test
    void shouldTakeAHistoryThatIsRebuiltForTheOnlyOne()
    {
        final EpochState one = state(1);
        begin(one, 1, 1, 5);
        judge.onSaved(1, one);
        final EpochState rebuilt = state(1);
        begin(rebuilt, 1, 1, 3);
        mustFail(HISTORY, 2, rebuilt);
        judge.onRebuilt();
        judge.onSaved(2, rebuilt);
        mustFail(HISTORY, 1, one);
    }

    @Test
    void shouldRememberWhatAReplicaHasForgotten()
    {
        final EpochState one = state(1);
        begin(one, 1, 1, 5);
        judge.onSaved(1, one);
        one.promisedEpoch = 2;
        one.history().clear();
        begin(one, 2, 9, 9);
        judge.onSaved(1, one);
        final EpochState two = state(1);
        begin(two, 1, 2, 5);
        mustFail(HISTORY, 2, two);
    }

    @Test
    void shouldNoticeAPromiseThatIsTakenBack()
    {
        judge.onSaved(1, state(3));
        mustFail(PROMISE, 1, state(2));
    }

    @Test
    void shouldNoticeAnIncarnationThatIsUsedAgain()
    {
        final EpochState newer = state(1);
        newer.incarnation = 7;
        judge.onSaved(1, newer);
        mustFail(PROMISE, 1, state(1));
    }

    @Test
    void shouldNoticeAnEpochThatIsForgotten()
    {
        final EpochState one = state(2);
        begin(one, 2, 1, 1);
        judge.onSaved(1, one);
        mustFail(HISTORY, 1, state(2));
    }

    @Test
    void shouldNoticeAnEpochThatWasNotPromised()
    {
        final EpochState one = state(1);
        begin(one, 2, 1, 1);
        mustFail(PROMISE, 1, one);
    }

    @Test
    void shouldNoticeAConfigurationThatGoesBackWithinAnEpoch()
    {
        final EpochState one = state(2);
        begin(one, 1, 1, 1);
        one.configurationVersion = 4;
        judge.onSaved(1, one);
        one.configurationVersion = 3;
        mustFail("one configuration", 1, one);
    }

    private static EpochState state(final long promisedEpoch)
    {
        final EpochState state = new EpochState(2);
        state.promisedEpoch = promisedEpoch;
        state.incarnation = 1;
        return state;
    }

    private static void begin(final EpochState state, final long epoch, final long first, final long second)
    {
        state.history().append(epoch);
        state.history().firstSequence(0, first);
        state.history().firstSequence(1, second);
    }

    private void mustFail(final String invariant, final int replicaId, final EpochState state)
    {
        assertEquals(invariant, assertThrows(Violation.class, () -> judge.onSaved(replicaId, state)).invariant());
    }
}
