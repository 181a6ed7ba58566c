package io.antumbra.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.term.NodeException;
import org.junit.jupiter.api.Test;

class PeerOptionTest
{
    @Test
    void shouldReadOneAddressOrOneForEachLine()
    {
        assertEquals(new PeerOption(1, "127.0.0.1:24101", null), PeerOption.parse("--standby", "1=127.0.0.1:24101"));
        assertEquals(new PeerOption(12, "[::1]:24101", "127.0.0.1:24111"),
            PeerOption.parse("--standby", "12=[::1]:24101+127.0.0.1:24111"));
    }

    @Test
    void shouldSayWhatIsExpected()
    {
        for (final String text : new String[]{ "127.0.0.1:24101", "1=127.0.0.1", "1=127.0.0.1:24101+", "1=+h:1",
            "1=h:1+h:2+h:3", "1=h:1+h" })
        {
            final NodeException ex = assertThrows(NodeException.class, () -> PeerOption.parse("--standby", text));
            assertTrue(ex.getMessage().contains("--standby " + text + ": expected NUMBER=HOST:PORT"), ex.getMessage());
        }
    }
}
