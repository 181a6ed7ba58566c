package io.antumbra.chaos.check;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

class HeldUpJudgeTest
{
    private static final long LONG_NS = HeldUpJudge.PATIENCE_NS + 1;

    private final HeldUpJudge judge = new HeldUpJudge(1);

    private static void mustFail(final Runnable step)
    {
        assertEquals("nobody waits for ever", assertThrows(Violation.class, step::run).invariant());
    }

    @Test
    void shouldNoticeWhoWaitsThoughNothingIsRefused()
    {
        judge.onAsked(true, 0);
        judge.onAsked(true, HeldUpJudge.PATIENCE_NS);
        mustFail(() -> judge.onAsked(true, LONG_NS));
    }

    @Test
    void shouldLetAPrimaryWaitForWhoRefuses()
    {
        judge.onAsked(true, 0);
        judge.onReason(LONG_NS - 1);
        judge.onAsked(true, LONG_NS);
        judge.onAsked(true, 2 * LONG_NS - 2);
        mustFail(() -> judge.onAsked(true, 2 * LONG_NS));
    }

    @Test
    void shouldCountFromTheLastTimeThatEntriesWereTaken()
    {
        judge.onAsked(true, 0);
        judge.onAsked(false, LONG_NS);
        judge.onAsked(true, LONG_NS);
        judge.onAsked(true, 2 * LONG_NS - 1);
        mustFail(() -> judge.onAsked(true, 2 * LONG_NS + 1));
    }
}
