package io.antumbra.node.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.antumbra.core.ShadowingPolicy;
import io.antumbra.node.term.NodeException;
import org.junit.jupiter.api.Test;

class PolicyParserTest
{
    @Test
    void shouldShadowEverythingByDefault()
    {
        assertProtects(true, "all", 0, 1);
    }

    @Test
    void shouldReadConditionsAndTheirCombinations()
    {
        assertProtects(true, "priority>=5", 5, 1);
        assertProtects(false, "priority>=5", 4, 1);
        assertProtects(true, "size >= 1k", 0, 1024);
        assertProtects(false, "size>=1k", 0, 1023);
        final String rule = "priority>=5 and size>=100 or size>=1000";
        assertProtects(true, rule, 5, 100);
        assertProtects(false, rule, 5, 99);
        assertProtects(false, rule, 4, 999);
        assertProtects(true, rule, 0, 1000);
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand()
    {
        for (final String text : new String[]{ "", "priority>5", "size>=1k and", "weight>=2", "size>=1 or or size>=2" })
        {
            assertThrows(NodeException.class, () -> PolicyParser.parse(text), text);
        }
    }

    private static void assertProtects(
        final boolean expected, final String text, final int priority, final int length)
    {
        final ShadowingPolicy policy = PolicyParser.parse(text);
        assertEquals(expected, policy.protects(0, priority, length, null, 0), text);
    }
}
