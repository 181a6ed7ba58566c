package io.antumbra.chaos.check;

import java.util.List;
import java.util.Map;

import io.antumbra.core.memory.MemoryShadow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What storage may give up, how the logs of two replicas may differ, and how far anything may grow. */
class StorageAndBoundsTest
{
    private final TestStorage test = new TestStorage();
    private final Holder one = test.replica(1);
    private final Holder two = test.replica(2);

    @Test
    void shouldLetOrphansGo()
    {
        test.offerAndWrite(0, 1, 1, one, two);
        test.offerAndWrite(0, 2, 1, one);
        test.canon.agree(0, 1, 1, "test");
        test.storage.onTruncating(one, 0, 2, 1);
        one.shadow().truncate(0, 2, 2);
        test.offerAndWrite(0, 2, 2, two);
        test.canon.agree(0, 2, 2, "test");
        test.storage.onTruncating(one, 0, 2, 1);
    }

    @Test
    void shouldNoticeACommittedEntryThatIsTakenBack()
    {
        test.offerAndWrite(0, 1, 1, one);
        test.offerAndWrite(0, 2, 1, one);
        test.canon.agree(0, 2, 1, "test");
        test.storage.onTruncating(one, 0, 2, 1);
        mustFail("nothing committed is taken back", () -> test.storage.onTruncating(one, 0, 1, 2));
    }

    @Test
    void shouldNotBlameATruncationForDamage()
    {
        test.offerAndWrite(0, 1, 1, one);
        test.canon.agree(0, 1, 1, "test");
        ((MemoryShadow)one.shadow()).flipBit(0, 1, 99);
        test.storage.onTruncating(one, 0, 1, 1);
    }

    @Test
    void shouldNotTakeAnOrphanForTheDecidedEntryInItsPlace()
    {
        test.offerAndWrite(0, 1, 1, one, two);
        assertTrue(test.storage.holds(one, 0, 1, 1), "nothing is decided");
        test.canon.agree(0, 1, 1, "test");
        test.write(one, 0, 2, 1);
        test.write(two, 0, 2, 2);
        test.canon.agree(0, 2, 2, "test");
        assertFalse(test.storage.holds(one, 0, 1, 2), "sequence 2 of epoch 1 is an orphan");
        assertTrue(test.storage.holds(two, 0, 1, 2));
    }

    @Test
    void shouldNoticeCommittedLogsThatAreNoPrefixOfEachOther()
    {
        test.offerAndWrite(0, 1, 1, one);
        test.ledger.offered(0, 1, 2, new byte[]{ 1, 2, 7 }, true);
        test.write(two, 0, 1, 2);
        test.storage.mustHold(one, 0, 1);
        mustFail("prefix", () -> test.storage.mustHold(two, 0, 1));
    }

    @Test
    void shouldNoticeAPromotedPrimaryWhoseSetDoesNotHoldWhatItTells()
    {
        test.offerAndWrite(0, 1, 1, one, two);
        test.offerAndWrite(0, 2, 1, one);
        one.shadow().promised(0, 2);
        two.shadow().promised(0, 2);
        final AcknowledgementJudge judge = new AcknowledgementJudge(test.ledger, test.storage);
        test.ledger.acknowledged(0, 2, 1);
        judge.promoted();
        judge.inSync(two);
        judge.onAcknowledged(one, 0b110, 2, 0, 1);
        mustFail("no acknowledged entry is lost", () -> judge.onAcknowledged(one, 0b110, 2, 0, 2));
    }

    @Test
    void shouldNoticeWhatGrowsBeyondItsBound()
    {
        final BoundsJudge judge = new BoundsJudge();
        judge.onSize("frames in flight", 1, 3, 8);
        judge.onSize("frames in flight", 2, 8, 8);
        mustFail("bounded", () -> judge.onSize("frames in flight", 1, 9, 8));
        mustFail("bounded", () -> judge.onSize("frames in flight", 1, -1, 8));
        assertEquals(Map.of("frames in flight", 8L), judge.highest());
    }

    @Test
    void shouldNoticeWhatNobodyHoldsButWhatIsKnownToBeGone()
    {
        final long[] nothingLost = { Long.MAX_VALUE, Long.MAX_VALUE };
        for (int sequence = 1; sequence <= 3; sequence++)
        {
            test.offerAndWrite(0, sequence, 1, one);
            test.canon.agree(0, sequence, 1, "test");
        }
        test.ledger.acknowledged(0, 3, 1);
        test.storage.mustBeHeldBySomebody(List.of(one), nothingLost);
        one.shadow().truncate(0, 2, 2);
        mustFail("no acknowledged entry is lost", () -> test.storage.mustBeHeldBySomebody(List.of(one), nothingLost));
        test.storage.mustBeHeldBySomebody(List.of(one), new long[]{ 2, Long.MAX_VALUE });
        mustFail("no acknowledged entry is lost", () -> test.storage.mustBeHeldBySomebody(List.of(one),
            new long[]{ 3, Long.MAX_VALUE }));
    }

    @Test
    void shouldTellHowFarAReplicaAgreesWithWhatWasDecided()
    {
        for (int sequence = 1; sequence <= 3; sequence++)
        {
            test.offerAndWrite(0, sequence, 1, one);
        }
        test.canon.agree(0, 1, 1, "test");
        assertEquals(3, test.storage.agreedThrough(one, 0));
        test.canon.agree(0, 3, 2, "test");
        assertEquals(2, test.storage.agreedThrough(one, 0));
        assertEquals(0, test.storage.agreedThrough(one, 1));
    }

    @Test
    void shouldNoticeAShadowThatRetainsTooMuch()
    {
        for (int sequence = 1; sequence <= 9; sequence++)
        {
            test.offerAndWrite(0, sequence, 1, one);
        }
        test.storage.mustBeSound(one, 9);
        mustFail("bounded", () -> test.storage.mustBeSound(one, 8));
    }

    private static void mustFail(final String invariant, final Executable event)
    {
        assertEquals(invariant, assertThrows(Violation.class, event).invariant());
    }
}
