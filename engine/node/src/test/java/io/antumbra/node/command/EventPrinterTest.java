package io.antumbra.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.EventKind;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventPrinterTest
{
    private static final String REFUSAL = "PROOF_FAILED: primary 0 could not prove the pre-shared key";

    private final EventPrinter events =
        new EventPrinter(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));

    @Test
    void shouldEndWithItsOwnStatusOnceARefusalHasLasted()
    {
        events.onEvent(EventKind.PROBLEM, 0, 0, REFUSAL);
        assertEquals(REFUSAL, events.refusal());
        Replicas.requireWelcome(events, events.refusalNs() + Replicas.REFUSAL_GRACE_NS);
        final NodeException refused = assertThrows(NodeException.class,
            () -> Replicas.requireWelcome(events, events.refusalNs() + Replicas.REFUSAL_GRACE_NS + 1));
        assertEquals(ExitStatus.REFUSED, refused.exitStatus());
        assertEquals(REFUSAL, refused.getMessage());
    }

    @Test
    void shouldForgetARefusalOnceThePrimaryIsFollowed()
    {
        events.onEvent(EventKind.PROBLEM, 0, 0, REFUSAL);
        events.onEvent(EventKind.FOLLOWING, 0, 1, "followed");
        assertNull(events.refusal());
    }

    @Test
    void shouldNotTakeOtherProblemsForRefusals()
    {
        events.onEvent(EventKind.PROBLEM, 1, 0, "STANDBY_SILENT: standby 1 does not acknowledge");
        events.onEvent(EventKind.WARNING, 1, 0, REFUSAL);
        assertNull(events.refusal());
    }
}
