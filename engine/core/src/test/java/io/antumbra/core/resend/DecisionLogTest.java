package io.antumbra.core.resend;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.FixedForecast;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class DecisionLogTest
{
    private final FixedForecast forecast = new FixedForecast();
    private final ResendController controller = new ResendController(new CoreConfig().conclude(), forecast);
    private final DecisionLog log = new DecisionLog();

    private static ResendAction action(final int i)
    {
        return i % 2 == 0 ? ResendAction.COPY : ResendAction.PROBE;
    }

    private static ResendReason reason(final int i)
    {
        return i % 3 == 0 ? ResendReason.TAIL : ResendReason.GAP;
    }

    private void note(final int i)
    {
        forecast.risk = (i + 1) / 1_000.0;
        forecast.overdueAfterNs = 1_000_000L + i;
        controller.assess(i);
        controller.budget().spend(1);
        log.note(1 + i % 5, i % 7, 10L * i, 10L * i + 3, action(i),
            reason(i), controller, 100 + i);
    }

    @Test
    void shouldBeEmptyAtFirst()
    {
        assertEquals(0, log.oldest());
        assertEquals(0, log.next());
    }

    @Test
    void shouldKeepTheLastDecisions()
    {
        final long full = controller.budget().leftBytes();
        for (int i = 0; i < DecisionLog.CAPACITY; i++)
        {
            note(i);
        }
        assertEquals(0, log.oldest());
        for (int i = DecisionLog.CAPACITY; i < 300; i++)
        {
            note(i);
        }
        assertEquals(300 - DecisionLog.CAPACITY, log.oldest());
        assertEquals(300, log.next());
        for (int i = (int)log.oldest(); i < 300; i++)
        {
            assertEquals(100 + i, log.timeNs(i));
            assertEquals(1 + i % 5, log.replicaId(i));
            assertEquals(i % 7, log.streamId(i));
            assertEquals(10L * i, log.first(i));
            assertEquals(10L * i + 3, log.last(i));
            assertEquals(action(i), log.action(i));
            assertEquals(reason(i), log.reason(i));
            assertEquals((i + 1) / 1_000.0, log.risk(i));
            assertEquals(1_000_000L + i, log.overdueAfterNs(i));
            assertTrue(Math.abs(full - i - 1 - log.budgetLeftBytes(i)) <= 1);
        }
    }
}
