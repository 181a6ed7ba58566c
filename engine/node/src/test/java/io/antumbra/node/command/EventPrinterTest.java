package io.antumbra.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.Problem;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.EventKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EventPrinterTest
{
    private static final String MESSAGE = "primary 0 could not prove the pre-shared key";
    private static final String REFUSAL = "PROOF_FAILED: " + MESSAGE;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final EventPrinter events = new EventPrinter(new PrintStream(printed, true, StandardCharsets.UTF_8));

    @Test
    void shouldEndWithItsOwnStatusOnceARefusalHasLasted()
    {
        events.onProblem(Problem.PROOF_FAILED, 0, MESSAGE);
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
        events.onProblem(Problem.PROOF_FAILED, 0, MESSAGE);
        events.onEvent(EventKind.FOLLOWING, 0, 1, "followed");
        assertNull(events.refusal());
    }

    @Test
    void shouldNotTakeOtherProblemsForRefusals()
    {
        events.onProblem(Problem.MIN_IN_SYNC, 1, "PROOF_FAILED: is only a part of this message");
        events.onEvent(EventKind.WARNING, 1, 0, REFUSAL);
        assertNull(events.refusal());
        assertTrue(text().contains("PROBLEM replica=1 MIN_IN_SYNC: PROOF_FAILED: is only"), text());
    }

    @Test
    void shouldPrintAnErrorOnceUntilItIsOvercome()
    {
        events.onError(NodeException.environment("the disk is full"));
        events.onError(NodeException.environment("the disk is full"));
        events.onError(new IllegalStateException("a bug"));
        assertEquals(2, text().lines().count(), text());
        assertTrue(text().contains(" ERROR the disk is full"), text());
        assertTrue(text().contains(" ERROR java.lang.IllegalStateException: a bug"), text());
        events.onEvent(EventKind.TRANSPORT_RESET, -1, 1, "built anew");
        events.onError(NodeException.environment("the disk is full"));
        assertEquals(4, text().lines().count(), text());
    }

    @Test
    void shouldStayBoundedWhenEveryErrorIsAnother()
    {
        for (int i = 0; i < 10_000; i++)
        {
            events.onError(new IllegalStateException("error " + i));
        }
        assertEquals(64, text().lines().count());
    }

    private String text()
    {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
