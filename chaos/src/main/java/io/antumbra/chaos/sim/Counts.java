package io.antumbra.chaos.sim;

import java.util.EnumMap;
import java.util.Map;

/** How often each value of an enum came up. */
final class Counts<E extends Enum<E>>
{
    private final Map<E, long[]> counts;

    Counts(final Class<E> type)
    {
        counts = new EnumMap<>(type);
        for (final E value : type.getEnumConstants())
        {
            counts.put(value, new long[1]);
        }
    }

    void increment(final E value)
    {
        counts.get(value)[0]++;
    }

    long of(final E value)
    {
        return counts.get(value)[0];
    }

    void add(final Counts<E> other)
    {
        counts.forEach((value, count) -> count[0] += other.of(value));
    }
}
