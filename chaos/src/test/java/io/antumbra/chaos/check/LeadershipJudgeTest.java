package io.antumbra.chaos.check;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class LeadershipJudgeTest
{
    private final TestStorage test = new TestStorage();
    private final LeadershipJudge judge = new LeadershipJudge(test.storage);
    private final Holder one = test.replica(1);
    private final Holder two = test.replica(2);

    @BeforeEach
    void setUp()
    {
        judge.onLeading(one, 1);
        test.offerAndWrite(0, 1, 1, one, two);
        test.offerAndWrite(0, 2, 1, one, two);
        test.offerAndWrite(0, 3, 1, one);
    }

    @Test
    void shouldAcceptAPrimaryThatSleptAndTellsWhatTheNextOneBroughtAlong()
    {
        judge.onAcknowledged(one, 1, 0, 1);
        judge.onLeading(two, 2);
        judge.onAcknowledged(one, 1, 0, 2);
        judge.onAcknowledged(two, 2, 0, 2);
        assertEquals(2, judge.lastEpoch());
        assertEquals(2, judge.terms());
    }

    @Test
    void shouldNoticeASleeperThatAcknowledgesWhatTheNextPrimaryDoesNotHold()
    {
        judge.onLeading(two, 2);
        mustFail("held by every later primary", () -> judge.onAcknowledged(one, 1, 0, 3));
    }

    @Test
    void shouldNoticeTwoPrimariesOfOneEpoch()
    {
        mustFail("one leader an epoch", () -> judge.onLeading(two, 1));
    }

    @Test
    void shouldNoticeAnotherStartOfTheSameReplicaInOneEpoch()
    {
        mustFail("one leader an epoch", () -> judge.onLeading(one, 1));
    }

    @Test
    void shouldNoticeAReplicaThatLeadsAnOlderEpochAgain()
    {
        judge.onLeading(two, 3);
        mustFail("one leader an epoch", () -> judge.onLeading(two, 2));
    }

    @Test
    void shouldNoticeAPrimaryThatBeginsWithoutAnAcknowledgedEntry()
    {
        judge.onAcknowledged(one, 1, 0, 3);
        test.ledger.acknowledged(0, 3, 1);
        mustFail("no acknowledged entry is lost", () -> judge.onLeading(two, 2));
    }

    @Test
    void shouldJudgeALateEpochByWhatEarlierOnesAcknowledgedOnly()
    {
        final Holder three = test.replica(3);
        test.write(three, 0, 1, 1);
        test.write(three, 0, 2, 1);
        judge.onAcknowledged(one, 1, 0, 2);
        judge.onLeading(three, 3);
        test.offerAndWrite(0, 3, 3, three);
        judge.onAcknowledged(three, 3, 0, 3);
        test.ledger.acknowledged(0, 3, 1);
        judge.onLeading(two, 2);
        judge.onAcknowledged(one, 1, 0, 2);
        mustFail("held by every later primary", () -> judge.onAcknowledged(one, 1, 0, 3));
    }

    @Test
    void shouldNoticeALatePrimaryOfAnEarlierEpochThatLacksAnEntry()
    {
        judge.onAcknowledged(one, 1, 0, 3);
        test.write(two, 0, 3, 1);
        judge.onLeading(two, 3);
        final Holder three = test.replica(3);
        test.write(three, 0, 1, 1);
        mustFail("held by every later primary", () -> judge.onLeading(three, 2));
    }

    @Test
    void shouldNoticeWhoAcknowledgesWithoutLeading()
    {
        mustFail("only a leader acknowledges", () -> judge.onAcknowledged(two, 1, 0, 1));
        mustFail("only a leader acknowledges", () -> judge.onAcknowledged(two, 2, 0, 1));
    }

    @Test
    void shouldNoticeAReadBehindTheEndOfItsLease()
    {
        judge.onRead(1, 1);
        judge.onLeading(two, 2);
        judge.onRead(2, 2);
        mustFail("lease", () -> judge.onRead(1, 1));
    }

    @Test
    void shouldNotHoldAForcedPrimaryToWhatWasGivenUp()
    {
        judge.onAcknowledged(one, 1, 0, 3);
        test.ledger.acknowledged(0, 3, 1);
        test.canon.agree(0, 3, 1, "test");
        judge.onForced(2);
        test.ledger.onForced(0, 2);
        test.canon.onForced(0, 2);
        judge.onLeading(two, 2);
        judge.onAcknowledged(one, 1, 0, 3);
        assertTrue(judge.isGivenUp(1));
        assertEquals(0, test.canon.epochOf(0, 3));
        test.offerAndWrite(0, 3, 2, two);
        judge.onAcknowledged(two, 2, 0, 3);
    }

    private static void mustFail(final String invariant, final Executable event)
    {
        assertEquals(invariant, assertThrows(Violation.class, event).invariant());
    }
}
