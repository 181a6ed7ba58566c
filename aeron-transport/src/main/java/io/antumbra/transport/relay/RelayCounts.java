package io.antumbra.transport.relay;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The counters of one direction: written by the relay's thread, read by any, who may see some later than others. */
public final class RelayCounts
{
    private final Map<RelayCounter, AtomicLong> values = new EnumMap<>(RelayCounter.class);

    RelayCounts()
    {
        for (final RelayCounter counter : RelayCounter.values())
        {
            values.put(counter, new AtomicLong());
        }
    }

    /**
     * @param counter to read.
     * @return its value.
     */
    public long get(final RelayCounter counter)
    {
        return values.get(counter).getAcquire();
    }

    /** @return datagrams that the impairment took away, whatever the cause; those that found no slot are not its. */
    public long lost()
    {
        return get(RelayCounter.LOST_ALONE) + get(RelayCounter.LOST_IN_BURST) + get(RelayCounter.LOST_IN_TRACE) +
            get(RelayCounter.LOST_WHILE_DOWN) + get(RelayCounter.DROPPED_BY_QUEUE);
    }

    void increment(final RelayCounter counter)
    {
        add(counter, 1);
    }

    void add(final RelayCounter counter, final long amount)
    {
        final AtomicLong value = values.get(counter);
        value.setRelease(value.getPlain() + amount);
    }

    void max(final RelayCounter counter, final long value)
    {
        if (value > values.get(counter).getPlain())
        {
            set(counter, value);
        }
    }

    void set(final RelayCounter counter, final long value)
    {
        values.get(counter).setRelease(value);
    }
}
