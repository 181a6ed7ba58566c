package io.antumbra.core.resend;

import io.antumbra.core.CoreConfig;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class PeerHealthTest
{
    private static final long MS = 1_000_000;

    private final CoreConfig config = new CoreConfig().conclude();
    private final PeerHealth health = new PeerHealth(config);

    PeerHealthTest()
    {
        health.onJoined(0);
    }

    private void wellUntil(final long fromMs, final long untilMs)
    {
        for (long ms = fromMs; ms <= untilMs; ms += 50)
        {
            health.onReport(0, 0, 0, ms * MS);
            health.assess(ms * MS);
        }
    }

    @Test
    void shouldBeUnwellAtOnceAndWellAgainOnlyAfterAWhile()
    {
        wellUntil(50, 500);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
        health.onReport(config.unhealthyPauseNs, 0, 0, 550 * MS);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state());
        wellUntil(600, 1_500);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state(), "one good word is not enough");
        wellUntil(1_550, 1_550);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
    }

    @Test
    void shouldStayUnwellWhileItComesAndGoes()
    {
        for (long ms = 0; ms < 10_000; ms += 500)
        {
            health.onReport(config.unhealthyPauseNs, 0, 0, ms * MS);
            wellUntil(ms + 50, ms + 450);
            assertEquals(PeerHealth.State.UNHEALTHY, health.state());
        }
    }

    @Test
    void shouldBelieveWhatItSaysOfItsQueueAndDevice()
    {
        health.onReport(0, config.unhealthyQueueEntries - 1, config.unhealthyPauseNs - 1, MS);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
        health.onReport(0, config.unhealthyQueueEntries, 0, MS);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state());
        health.onJoined(2 * MS);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
        health.onReport(0, 0, config.unhealthyPauseNs, 3 * MS);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state());
    }

    @Test
    void shouldFailInSilenceAndComeBackUnwell()
    {
        wellUntil(50, 100);
        assertEquals(PeerHealth.State.HEALTHY, health.assess(300 * MS));
        assertEquals(PeerHealth.State.UNHEALTHY, health.assess(350 * MS));
        assertEquals(PeerHealth.State.FAILED, health.assess(1_100 * MS));
        health.onReport(0, 0, 0, 1_150 * MS);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state());
        wellUntil(1_200, 2_150);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
    }

    @Test
    void shouldCallItSilentAfterTwoHeartbeatsAndAPause()
    {
        wellUntil(50, 100);
        final long silenceNs = 2 * config.heartbeatIntervalNs + config.unhealthyPauseNs;
        assertEquals(PeerHealth.State.HEALTHY, health.assess(100 * MS + silenceNs - 1));
        assertEquals(PeerHealth.State.UNHEALTHY, health.assess(100 * MS + silenceNs));
        assertEquals(PeerHealth.State.UNHEALTHY, health.assess(100 * MS + config.peerTimeoutNs - 1));
        assertEquals(PeerHealth.State.FAILED, health.assess(100 * MS + config.peerTimeoutNs));
        assertEquals(PeerHealth.State.FAILED, health.assess(100 * MS + config.peerTimeoutNs + 1));
    }

    @Test
    void shouldBeHeardWhenItJoins()
    {
        health.onJoined(5_000 * MS);
        assertEquals(PeerHealth.State.HEALTHY, health.assess(5_001 * MS));
    }

    @Test
    void shouldFindItWellAgainWhenTheLastBadSignIsLongEnoughAgo()
    {
        health.onReport(config.unhealthyPauseNs, 0, 0, 50 * MS);
        health.onReport(0, 0, 0, 50 * MS + config.healthyAfterNs - 1);
        assertEquals(PeerHealth.State.UNHEALTHY, health.state());
        health.onReport(0, 0, 0, 50 * MS + config.healthyAfterNs);
        assertEquals(PeerHealth.State.HEALTHY, health.state());
    }
}
