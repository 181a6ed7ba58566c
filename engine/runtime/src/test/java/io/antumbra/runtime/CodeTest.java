package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.antumbra.core.Outcome;
import io.antumbra.ring.Code;
import io.antumbra.transport.Transport;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** One vocabulary of return codes from ring to wire, written down in three rooms that do not know each other. */
class CodeTest
{
    @Test
    void shouldHaveEqualValuesForEqualNames() throws IllegalAccessException
    {
        final Map<String, Long> outcomes = codes(Outcome.class);
        assertSubset(codes(Code.class), outcomes, 9);
        assertSubset(codes(Transport.class), outcomes, 5);
    }

    private static void assertSubset(final Map<String, Long> codes, final Map<String, Long> outcomes, final int count)
    {
        assertEquals(count, codes.size(), codes.toString());
        for (final Map.Entry<String, Long> code : codes.entrySet())
        {
            assertEquals(outcomes.get(code.getKey()), code.getValue(), code.getKey());
        }
    }

    private static Map<String, Long> codes(final Class<?> type) throws IllegalAccessException
    {
        final Map<String, Long> codes = new TreeMap<>();
        for (final Field field : type.getFields())
        {
            if (Modifier.isStatic(field.getModifiers()) && field.getType().isPrimitive() &&
                ((Number)field.get(null)).longValue() < 0)
            {
                codes.put(field.getName(), ((Number)field.get(null)).longValue());
            }
        }
        assertFalse(codes.isEmpty());
        return codes;
    }
}
