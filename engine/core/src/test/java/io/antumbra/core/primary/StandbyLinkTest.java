package io.antumbra.core.primary;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.PeerConfig;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a primary still counts on after a standby has started again. */
class StandbyLinkTest
{
    private final StandbyLink link = new StandbyLink(new PeerConfig(1, false), new CoreConfig().conclude());

    /** The start that has made a promise is gone. */
    @Test
    void shouldCountOnNoLeaseOfAnEarlierStart()
    {
        link.isInSync = true;
        link.bind(1, 1, 0);
        link.hasLease = true;
        link.leaseUntilNs = 100;
        assertFalse(link.mayPropose(50));
        link.bind(2, 2, 50);
        assertTrue(link.mayPropose(50), "the lease of a start that is gone");
    }
}
