package io.antumbra.chaos.check;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** Who may serve a read while the arbiter gives the shard to others. */
class TermJudgeTest
{
    private final TestStorage test = new TestStorage();
    private final Holder one = test.replica(1);
    private final Holder two = test.replica(2);
    private final TermJudge judge = new TermJudge(test.ledger, test.storage, 1);

    @Test
    void shouldNoticeAReadOfADeposedPrimary()
    {
        judge.onConfiguration(1, one, true, List.of(one, two));
        judge.onRead(1, 1);
        judge.onConfiguration(2, two, true, List.of(two));
        final Violation violation = assertThrows(Violation.class, () -> judge.onRead(1, 1));
        assertEquals("lease", violation.invariant());
    }

    @Test
    void shouldAllowAReadWhileTheEpochIsGivenToAStartThatIsOver()
    {
        judge.onConfiguration(1, one, true, List.of(one, two));
        judge.onConfiguration(2, two, false, List.of(two));
        judge.onRead(1, 1);
        judge.onConfiguration(3, two, true, List.of(two));
        assertThrows(Violation.class, () -> judge.onRead(1, 1));
    }
}
