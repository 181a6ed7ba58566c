package io.antumbra.chaos.check;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertThrows;

/** What a replica may vouch for after an epoch has taken something back. */
class EligibilityJudgeTest
{
    private final TestStorage test = new TestStorage();
    private final Holder one = test.replica(1);
    private final EligibilityJudge judge = new EligibilityJudge(one, test.canon, test.ledger);

    private void holdAndAcknowledge()
    {
        for (long sequence = 1; sequence <= 2; sequence++)
        {
            test.offerAndWrite(0, sequence, 9, one);
            judge.onWritten(0, sequence, 9);
        }
        judge.onAcknowledged(0, 2);
    }

    @Test
    void shouldHoldAReplicaToADecidedEntryThatItTookBack()
    {
        holdAndAcknowledge();
        test.canon.agree(0, 2, 9, "test");
        judge.onTakenBack(0, 2, 10);
        one.shadow().truncate(0, 2, 10);

        assertThrows(Violation.class, judge::mustVouch);
    }

    @Test
    void shouldFreeAReplicaOfWhatWasTakenBackUndecided()
    {
        holdAndAcknowledge();
        judge.onTakenBack(0, 2, 10);
        one.shadow().truncate(0, 2, 10);
        test.canon.agree(0, 2, 9, "test");

        judge.mustVouch();
    }

    @Test
    void shouldFreeAReplicaOfWhatALaterEpochDecidedWithoutIt()
    {
        holdAndAcknowledge();
        test.canon.agree(0, 2, 9, "test");
        test.ledger.acknowledged(0, 2, 11);
        judge.onTakenBack(0, 2, 10);
        one.shadow().truncate(0, 2, 10);
        judge.mustVouch();
    }

    @Test
    void shouldHoldAReplicaToWhatTheEpochThatTakesItBackHasDecided()
    {
        holdAndAcknowledge();
        test.canon.agree(0, 2, 9, "test");
        test.ledger.acknowledged(0, 2, 10);
        judge.onTakenBack(0, 2, 10);
        one.shadow().truncate(0, 2, 10);
        assertThrows(Violation.class, judge::mustVouch);
    }

    @Test
    void shouldForgetWithTheDiskWhatWasAcknowledgedFromIt()
    {
        holdAndAcknowledge();
        test.canon.agree(0, 2, 9, "test");
        one.shadow().truncate(0, 2, 10);
        judge.onReplaced();
        judge.mustVouch();

        judge.onAcknowledged(0, 1);
        test.canon.agree(0, 1, 9, "test");
        one.shadow().truncate(0, 1, 10);
        assertThrows(Violation.class, judge::mustVouch, "a copy counts once it is acknowledged");
    }

    @Test
    void shouldHoldAReplicaToWhatItAcknowledgedAgain()
    {
        holdAndAcknowledge();
        judge.onTakenBack(0, 2, 10);
        judge.onWritten(0, 2, 9);
        judge.onAcknowledged(0, 2);
        test.canon.agree(0, 2, 9, "test");
        one.shadow().truncate(0, 2, 10);

        assertThrows(Violation.class, judge::mustVouch);
    }

    @Test
    void shouldFreeANewStartOfWhatAnEarlierOneHadLostUndecided()
    {
        holdAndAcknowledge();
        one.shadow().truncate(0, 2, 9);
        judge.onRecorded(2);
        test.canon.agree(0, 2, 9, "test");
        judge.mustVouch();
    }

    @Test
    void shouldHoldANewStartToWhatWasDecidedBefore()
    {
        holdAndAcknowledge();
        test.canon.agree(0, 2, 9, "test");
        one.shadow().truncate(0, 2, 9);
        judge.onRecorded(2);
        assertThrows(Violation.class, judge::mustVouch);
    }

    @Test
    void shouldHoldANewStartToWhatItAcknowledgesItself()
    {
        holdAndAcknowledge();
        one.shadow().truncate(0, 2, 9);
        judge.onRecorded(2);
        test.write(one, 0, 2, 9);
        judge.onWritten(0, 2, 9);
        judge.onAcknowledged(0, 2);
        test.canon.agree(0, 2, 9, "test");
        judge.mustVouch();
        one.shadow().truncate(0, 2, 9);
        assertThrows(Violation.class, judge::mustVouch);
    }

    @Test
    void shouldNotFreeAStartThatIsRecordedOfWhatItLosesItself()
    {
        judge.onRecorded(2);
        holdAndAcknowledge();
        one.shadow().truncate(0, 2, 9);
        judge.onRecorded(2);
        test.canon.agree(0, 2, 9, "test");
        assertThrows(Violation.class, judge::mustVouch);
    }
}
