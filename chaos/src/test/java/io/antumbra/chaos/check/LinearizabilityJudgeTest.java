package io.antumbra.chaos.check;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Histories by name: what clients may see, and every kind of answer that no log gives. */
class LinearizabilityJudgeTest
{
    private final LinearizabilityJudge judge = new LinearizabilityJudge(2, false);

    @Test
    void shouldAcceptOverlappingAppendsInAnyOrder()
    {
        final int first = judge.onAppendAsked(0);
        final int second = judge.onAppendAsked(0);
        final int position = judge.onPositionAsked(0);
        judge.onAppendAcknowledged(second, 1);
        judge.onPosition(position, 2);
        judge.onAppendAcknowledged(first, 2);
        judge.mustBeWhole();
        assertEquals(3, judge.operationCount());
    }

    @Test
    void shouldLetAnOpenAppendCountWhenItIsSeen()
    {
        final int open = judge.onAppendAsked(0);
        final int lost = judge.onAppendAsked(0);
        judge.onReadEntry(judge.onReadAsked(0, 1), open);
        judge.onPosition(judge.onPositionAsked(0), 1);
        final int next = judge.onAppendAsked(0);
        judge.onAppendAcknowledged(next, 2);
        judge.onReadEntry(judge.onReadAsked(0, 2), next);
        judge.mustBeWhole();
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 2), lost));
    }

    @Test
    void shouldJudgeStreamsAlone()
    {
        acknowledged(0, 1);
        acknowledged(0, 2);
        judge.onPosition(judge.onPositionAsked(1), 0);
        acknowledged(1, 1);
        judge.mustBeWhole();
    }

    @Test
    void shouldNoticeALostAcknowledgedEntry()
    {
        acknowledged(0, 1);
        final int other = judge.onAppendAsked(0);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 1), other));
    }

    @Test
    void shouldNoticeAStaleRead()
    {
        acknowledged(0, 1);
        mustFail(() -> judge.onReadNothing(judge.onReadAsked(0, 1)));
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 0));
    }

    @Test
    void shouldNoticeAPositionThatGoesBackAcrossPromotion()
    {
        judge.onAppendAsked(0);
        judge.onAppendAsked(0);
        final int early = judge.onPositionAsked(0);
        judge.onPosition(judge.onPositionAsked(0), 2);
        judge.onPosition(early, 1);
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 1));
    }

    @Test
    void shouldNoticeAReadThatSawWhatALaterOneDoesNot()
    {
        final int open = judge.onAppendAsked(0);
        judge.onReadEntry(judge.onReadAsked(0, 1), open);
        mustFail(() -> judge.onReadNothing(judge.onReadAsked(0, 1)));
    }

    @Test
    void shouldNoticeASequenceGivenTwice()
    {
        acknowledged(0, 1);
        final int second = judge.onAppendAsked(0);
        mustFail(() -> judge.onAppendAcknowledged(second, 1));
    }

    @Test
    void shouldNoticeASequenceBelowWhatWasKnownBefore()
    {
        final int open = judge.onAppendAsked(0);
        acknowledged(0, 2);
        final int late = judge.onAppendAsked(0);
        mustFail(() -> judge.onAppendAcknowledged(late, 1));
        judge.onAppendAcknowledged(open, 1);
    }

    @Test
    void shouldNoticeAnEntryAtTwoPlaces()
    {
        final int append = acknowledged(0, 1);
        judge.onAppendAsked(0);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 2), append));
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(1, 1), append));
    }

    @Test
    void shouldNoticeBytesThatNobodyAppended()
    {
        judge.onAppendAsked(0);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 1), 0));
    }

    @Test
    void shouldNoticeARefusedEntryThatIsThereAnyway()
    {
        final int refused = judge.onAppendAsked(0);
        judge.onAppendRefused(refused);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 1), refused));
        final int seen = judge.onAppendAsked(0);
        judge.onReadEntry(judge.onReadAsked(0, 1), seen);
        mustFail(() -> judge.onAppendRefused(seen));
    }

    @Test
    void shouldNoticeMoreEntriesThanWereAppended()
    {
        judge.onAppendRefused(judge.onAppendAsked(0));
        judge.onAppendAsked(0);
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 2));
    }

    @Test
    void shouldAcceptAHoleThatAnOpenAppendCanHaveFilled()
    {
        final int second = judge.onAppendAsked(0);
        judge.onAppendAsked(0);
        judge.onAppendAcknowledged(second, 2);
        judge.mustBeWhole();
    }

    @Test
    void shouldNoticeAHoleThatOnlyALaterAppendCouldFill()
    {
        final int second = judge.onAppendAsked(0);
        judge.onAppendRefused(judge.onAppendAsked(0));
        final int third = judge.onAppendAsked(0);
        judge.onAppendAcknowledged(second, 2);
        judge.onAppendAsked(0);
        judge.onAppendAcknowledged(third, 3);
        mustFail(judge::mustBeWhole);
    }

    @Test
    void shouldNoticeTwoHolesThatOneOpenAppendCannotFill()
    {
        final int third = judge.onAppendAsked(0);
        judge.onAppendAsked(0);
        judge.onPosition(judge.onPositionAsked(0), 2);
        judge.onAppendAsked(0);
        judge.onAppendAcknowledged(third, 3);
        mustFail(judge::mustBeWhole);
    }

    @Test
    void shouldNoticeSequencesThatDoNotExist()
    {
        final int append = judge.onAppendAsked(0);
        mustFail(() -> judge.onAppendAcknowledged(append, 0));
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), -1));
    }

    @Test
    void shouldCountStaleReadsWhereClocksAreBeyondTheBound()
    {
        final LinearizabilityJudge lenient = new LinearizabilityJudge(1, true);
        lenient.onAppendAcknowledged(lenient.onAppendAsked(0), 1);
        lenient.onReadNothing(lenient.onReadAsked(0, 1));
        lenient.onPosition(lenient.onPositionAsked(0), 0);
        assertEquals(2, lenient.staleReads());
        final int second = lenient.onAppendAsked(0);
        mustFail(() -> lenient.onAppendAcknowledged(second, 1));
    }

    @Test
    void shouldForgetWhatAnOperatorGaveUp()
    {
        acknowledged(0, 1);
        final int lost = acknowledged(0, 2);
        final int open = judge.onAppendAsked(0);
        judge.onForced(0, 1);
        judge.onPosition(judge.onPositionAsked(0), 1);
        acknowledged(0, 2);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 3), lost));
        judge.onAppendAcknowledged(open, 3);
        judge.mustBeWhole();
        mustFail(() -> judge.onReadNothing(judge.onReadAsked(0, 3)));
    }

    @Test
    void shouldLetWhatOneForceGaveUpComeBackWithTheNextAtItsOwnPlaceOnly()
    {
        acknowledged(0, 1);
        final int second = acknowledged(0, 2);
        final int third = acknowledged(0, 3);
        judge.onForced(0, 1);
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 2), second));
        judge.onForced(0, 3);
        judge.onPosition(judge.onPositionAsked(0), 3);
        judge.mustBeWhole();
        mustFail(() -> judge.onReadEntry(judge.onReadAsked(0, 2), third));
        judge.onReadEntry(judge.onReadAsked(0, 2), second);
        judge.onReadEntry(judge.onReadAsked(0, 3), third);
        judge.mustBeWhole();
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 4));
    }

    @Test
    void shouldNotLetWhatTheLastForceGaveUpComeBack()
    {
        acknowledged(0, 1);
        acknowledged(0, 2);
        judge.onForced(0, 1);
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 2));
    }

    @Test
    void shouldNotLetWhatWasGivenUpFillAnotherPlace()
    {
        acknowledged(0, 1);
        acknowledged(0, 2);
        judge.onForced(0, 0);
        judge.onForced(0, 0);
        acknowledged(0, 1);
        judge.onAppendAsked(0);
        judge.onPosition(judge.onPositionAsked(0), 3);
        judge.mustBeWhole();
        mustFail(() -> judge.onPosition(judge.onPositionAsked(0), 4));
    }

    private int acknowledged(final int streamId, final long sequence)
    {
        final int append = judge.onAppendAsked(streamId);
        judge.onAppendAcknowledged(append, sequence);
        return append;
    }

    private static void mustFail(final Executable event)
    {
        final Violation violation = assertThrows(Violation.class, event);
        assertEquals("linearizable", violation.invariant());
        assertTrue(violation.getMessage().contains("stream"), violation.getMessage());
    }
}
