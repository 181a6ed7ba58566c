package io.antumbra.chaos.check;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

class ConfigurationJudgeTest
{
    private static final String NAME = "one configuration";

    private final ConfigurationJudge judge = new ConfigurationJudge();
    private final Configuration first = configuration(1, 1, 1, 1, 2, 3);

    @BeforeEach
    void setUp()
    {
        judge.onApplied(0, first);
    }

    @Test
    void shouldAcceptShrinkGrowHandoverAndFailover()
    {
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        judge.onApplied(1, first);
        judge.onApplied(0, configuration(1, 3, 1, 1, 2, 3));
        judge.onApplied(0, configuration(2, 4, 2, 1, 2, 3));
        judge.onApplied(0, configuration(3, 5, 3, 1, 3));
        assertEquals(5, judge.last().version());
        assertEquals(3, judge.lastOf(1).version());
        assertNull(judge.lastOf(4));
    }

    @Test
    void shouldNoticeAVersionThatIsNoSingleChange()
    {
        mustFail(NAME, () -> judge.onApplied(0, configuration(1, 3, 1, 1, 2)));
        mustFail(NAME, () -> judge.onApplied(0, configuration(3, 2, 2, 2, 3)));
        judge.onApplied(0, configuration(2, 2, 2, 2, 3));
        mustFail(NAME, () -> judge.onApplied(0, configuration(1, 3, 1, 1, 2, 3)));
    }

    @Test
    void shouldNoticeArbiterMembersThatDisagree()
    {
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        mustFail(NAME, () -> judge.onApplied(1, configuration(1, 2, 1, 1, 3)));
    }

    @Test
    void shouldNoticeAnotherPrimaryInTheSameEpoch()
    {
        mustFail("one leader an epoch", () -> judge.onApplied(0, configuration(1, 2, 2, 2, 3)));
        final List<Configuration.Member> members = first.members();
        mustFail("one leader an epoch", () -> judge.onApplied(0, new Configuration(1, 2, 1, 9, members)));
    }

    @Test
    void shouldNoticeAPrimaryThatWasNoMember()
    {
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        mustFail(NAME, () -> judge.onApplied(0, configuration(2, 3, 3, 2, 3)));
        mustFail(NAME, () -> judge.onApplied(0, configuration(2, 3, 3, 2)));
    }

    @Test
    void shouldNoticeAFailoverThatDropsMoreThanTheOldPrimary()
    {
        mustFail(NAME, () -> judge.onApplied(0, configuration(2, 2, 2, 2)));
    }

    @Test
    void shouldLetAnOperatorForceAnybody()
    {
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        judge.onForced(2);
        judge.onApplied(0, configuration(2, 3, 3, 3));
    }

    @Test
    void shouldLetAnOperatorForceAnyStartOfAMember()
    {
        final List<Configuration.Member> anyStart = List.of(new Configuration.Member(2, 0));
        mustFail(NAME, () -> judge.onApplied(0, new Configuration(2, 2, 2, 0, anyStart)));
        judge.onForced(2);
        judge.onApplied(0, new Configuration(2, 2, 2, 0, anyStart));
    }

    @Test
    void shouldNoticeAMemberThatBecomesAnOlderIncarnation()
    {
        final List<Configuration.Member> newer = new ArrayList<>(first.members());
        newer.set(1, new Configuration.Member(2, 5));
        judge.onApplied(0, new Configuration(1, 2, 1, 1, newer));
        mustFail(NAME, () -> judge.onApplied(0, configuration(1, 3, 1, 1, 2, 3)));
    }

    @Test
    void shouldNoticeAnAnswerThatWasNeverDecided()
    {
        judge.onTold(2, first);
        mustFail(NAME, () -> judge.onTold(2, configuration(1, 2, 1, 1, 2)));
        mustFail(NAME, () -> judge.onTold(2, configuration(1, 1, 2, 2, 3)));
    }

    @Test
    void shouldNoticeAReplicaThatGoesBack()
    {
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        judge.onAdopted(2, first);
        judge.onAdopted(2, judge.last());
        judge.onAdopted(3, first);
        judge.onTold(2, first);
        mustFail(NAME, () -> judge.onAdopted(2, first));
    }

    @Test
    void shouldNoticeAPrimaryThatDoesNotWaitForWhoCouldSucceedIt()
    {
        judge.onAcknowledged(1, 0b1110);
        mustFail("union", () -> judge.onAcknowledged(1, 0b0110));
        judge.onApplied(0, configuration(1, 2, 1, 1, 2));
        judge.onAcknowledged(1, 0b0110);
        judge.onApplied(0, configuration(2, 3, 2, 2));
        judge.onAcknowledged(1, 0b0110);
        mustFail("union", () -> judge.onAcknowledged(1, 0b0010));
        mustFail(NAME, () -> judge.onAcknowledged(3, 0b1110));
    }

    private static Configuration configuration(final long epoch, final long version, final int primaryId,
        final int... replicaIds)
    {
        final List<Configuration.Member> members = new ArrayList<>();
        for (final int replicaId : replicaIds)
        {
            members.add(new Configuration.Member(replicaId, 1));
        }
        return new Configuration(epoch, version, primaryId, 1, members);
    }

    private static void mustFail(final String invariant, final Executable event)
    {
        assertEquals(invariant, assertThrows(Violation.class, event).invariant());
    }
}
