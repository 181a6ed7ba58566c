package io.antumbra.perf.loss;

import java.util.concurrent.TimeUnit;

/** What the applications send: streams that are independent of each other, each with its own phase. */
enum Workload
{
    /** 5 entries each 250 ms on each of 30 streams: every fifth entry has nothing behind it. */
    BURST("burst", 30, 250, 5, 1 << 13),

    /** 20 streams of 100 entries a second. */
    SPARSE("sparse", 20, 10, 1, 1 << 13),

    /** One stream of 100 entries a second. */
    SLOW("100", 1, 10, 1, 1 << 14),

    /** One stream of 10,000 entries a second. */
    FAST("10k", 1, 1, 10, 1 << 17);

    /** Payload of an entry, bytes. */
    static final int ENTRY_LENGTH = 256;

    private static final long BURST_STEP_NS = 20_000;

    final String label;
    final int streams;
    final long periodNs;
    final int entriesInPeriod;

    /** Frames of one stream that may be under way. */
    final int capacity;

    Workload(final String label, final int streams, final long periodMs, final int entriesInPeriod, final int capacity)
    {
        this.label = label;
        this.streams = streams;
        this.periodNs = TimeUnit.MILLISECONDS.toNanos(periodMs);
        this.entriesInPeriod = entriesInPeriod;
        this.capacity = capacity;
    }

    /** From one entry of a period to the next. */
    long stepNs()
    {
        return this == FAST ? periodNs / entriesInPeriod : BURST_STEP_NS;
    }

    /**
     * When a stream's next entry is meant to be sent.
     *
     * @param nowNs when this one is.
     * @param place of this one in its period, from 0.
     */
    long nextNs(final long nowNs, final int place)
    {
        return isLast(place) ? nowNs - place * stepNs() + periodNs : nowNs + stepNs();
    }

    /** Is this place the last one of its period? */
    boolean isLast(final int place)
    {
        return place + 1 == entriesInPeriod;
    }

    double entriesPerSecond()
    {
        return (double)streams * entriesInPeriod * TimeUnit.SECONDS.toNanos(1) / periodNs;
    }
}
