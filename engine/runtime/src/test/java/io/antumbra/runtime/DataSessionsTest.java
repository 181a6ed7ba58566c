package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DataSessionsTest
{
    private final DataSessions sessions = new DataSessions();

    @Test
    void shouldBeGoneOnlyWhenNeitherLineHasIt()
    {
        sessions.onAvailable(7);
        sessions.onAvailable(-3);
        sessions.onAvailable(7);
        assertFalse(sessions.onUnavailable(7), "the other line still has it");
        assertTrue(sessions.onUnavailable(-3));

        sessions.onAvailable(7);
        assertFalse(sessions.onUnavailable(7), "it came back in the meantime");
        assertTrue(sessions.onUnavailable(7));
    }
}
