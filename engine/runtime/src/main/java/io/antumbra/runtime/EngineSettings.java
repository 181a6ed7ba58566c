package io.antumbra.runtime;

import io.antumbra.ring.AdaptiveIdleStrategy;
import io.antumbra.ring.RingContext;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.Durability;
import io.antumbra.transport.Transport;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * How an engine runs: the second half of the settings of an {@link Antumbra.Context}, each with its start value from
 * the system properties of {@link EngineConfiguration}.
 *
 * @param <C> the context, for a fluent API.
 */
public abstract class EngineSettings<C extends EngineSettings<C>> extends ReplicaSettings<C>
{
    private ThreadingMode threadingMode = EngineConfiguration.threadingMode();
    private Supplier<IdleStrategy> idleStrategySupplier = AdaptiveIdleStrategy::new;
    private int affinityCpu = EngineConfiguration.number(EngineConfiguration.AFFINITY_CPU_PROP, -1);
    private Durability durability = EngineConfiguration.durability();
    private ChronicleShadow.Context shadowContext;
    private Transport.Context transportContext;
    private int maxEntryLength =
        EngineConfiguration.size(EngineConfiguration.MAX_ENTRY_LENGTH_PROP, RingContext.MAX_ENTRY_LENGTH_DEFAULT);
    private int ringSlotCount =
        EngineConfiguration.number(RingContext.SLOT_COUNT_PROP_NAME, RingContext.SLOT_COUNT_DEFAULT);
    private int ringSlotLength =
        EngineConfiguration.size(RingContext.SLOT_LENGTH_PROP_NAME, RingContext.SLOT_LENGTH_DEFAULT);
    private boolean multiProducer = EngineConfiguration.flag(EngineConfiguration.MULTI_PRODUCER_PROP, true);
    private int minInSync = EngineConfiguration.number(EngineConfiguration.MIN_IN_SYNC_PROP, 0);
    private int maxInFlight = EngineConfiguration.number(EngineConfiguration.MAX_IN_FLIGHT_PROP, 0);
    private ResendSettings resend = new ResendSettings();
    private long dropStandbyAfterNs = EngineConfiguration.durationNs(EngineConfiguration.DROP_STANDBY_AFTER_PROP, 0);
    private long startTimeoutNs =
        EngineConfiguration.durationNs(EngineConfiguration.START_TIMEOUT_PROP, TimeUnit.SECONDS.toNanos(5));
    private long closeTimeoutNs =
        EngineConfiguration.durationNs(EngineConfiguration.CLOSE_TIMEOUT_PROP, TimeUnit.SECONDS.toNanos(5));
    private long heartbeatIntervalNs =
        EngineConfiguration.durationNs(EngineConfiguration.HEARTBEAT_INTERVAL_PROP, TimeUnit.MILLISECONDS.toNanos(100));
    private long peerTimeoutNs =
        EngineConfiguration.durationNs(EngineConfiguration.PEER_TIMEOUT_PROP, TimeUnit.SECONDS.toNanos(1));

    EngineSettings()
    {
    }

    /**
     * Who drives the engine.
     *
     * @param value one of {@link ThreadingMode}.
     * @return this for a fluent API.
     */
    public C threadingMode(final ThreadingMode value)
    {
        threadingMode = value;
        return self();
    }

    /**
     * Who drives the engine.
     *
     * @return one of {@link ThreadingMode}.
     */
    public ThreadingMode threadingMode()
    {
        return threadingMode;
    }

    /**
     * Makes the idle strategy of the engine's thread.
     *
     * @param value called once at launch.
     * @return this for a fluent API.
     */
    public C idleStrategySupplier(final Supplier<IdleStrategy> value)
    {
        idleStrategySupplier = value;
        return self();
    }

    /**
     * Makes the idle strategy of the engine's thread.
     *
     * @return called once at launch.
     */
    public Supplier<IdleStrategy> idleStrategySupplier()
    {
        return idleStrategySupplier;
    }

    /**
     * Processor that the engine's thread is pinned to; needs net.openhft:affinity.
     *
     * @param value number of a processor, or -1 for none.
     * @return this for a fluent API.
     */
    public C affinityCpu(final int value)
    {
        affinityCpu = value;
        return self();
    }

    /**
     * Processor that the engine's thread is pinned to; needs net.openhft:affinity.
     *
     * @return number of a processor, or -1 for none.
     */
    public int affinityCpu()
    {
        return affinityCpu;
    }

    /**
     * What it takes for this replica to hold an entry.
     *
     * @param value one of {@link Durability}.
     * @return this for a fluent API.
     */
    public C durability(final Durability value)
    {
        durability = value;
        return self();
    }

    /**
     * What it takes for this replica to hold an entry.
     *
     * @return one of {@link Durability}.
     */
    public Durability durability()
    {
        return durability;
    }

    /**
     * Settings of the shadow beyond those here: slots of each size class and so on.
     *
     * @param value a fresh context, or null for the defaults.
     * @return this for a fluent API.
     */
    public C shadowContext(final ChronicleShadow.Context value)
    {
        shadowContext = value;
        return self();
    }

    /**
     * Settings of the shadow beyond those here: slots of each size class and so on.
     *
     * @return a fresh context, or null for the defaults.
     */
    public ChronicleShadow.Context shadowContext()
    {
        return shadowContext;
    }

    /**
     * Settings of the transport beyond those here: term length, windows, time-outs, external driver.
     *
     * @param value a fresh context, or null for the defaults.
     * @return this for a fluent API.
     */
    public C transportContext(final Transport.Context value)
    {
        transportContext = value;
        return self();
    }

    /**
     * Settings of the transport beyond those here: term length, windows, time-outs, external driver.
     *
     * @return a fresh context, or null for the defaults.
     */
    public Transport.Context transportContext()
    {
        return transportContext;
    }

    /**
     * Length of the longest entry; the same on all replicas of a shard.
     *
     * @param value bytes, 1 to 16 MiB.
     * @return this for a fluent API.
     */
    public C maxEntryLength(final int value)
    {
        maxEntryLength = value;
        return self();
    }

    /**
     * Length of the longest entry; the same on all replicas of a shard.
     *
     * @return bytes, 1 to 16 MiB.
     */
    public int maxEntryLength()
    {
        return maxEntryLength;
    }

    /**
     * Slots of the ring between application and engine.
     *
     * @param value a power of two.
     * @return this for a fluent API.
     */
    public C ringSlotCount(final int value)
    {
        ringSlotCount = value;
        return self();
    }

    /**
     * Slots of the ring between application and engine.
     *
     * @return a power of two.
     */
    public int ringSlotCount()
    {
        return ringSlotCount;
    }

    /**
     * Length of one slot of the ring; common entries and 64 bytes should fit into one.
     *
     * @param value bytes, a multiple of 64.
     * @return this for a fluent API.
     */
    public C ringSlotLength(final int value)
    {
        ringSlotLength = value;
        return self();
    }

    /**
     * Length of one slot of the ring; common entries and 64 bytes should fit into one.
     *
     * @return bytes, a multiple of 64.
     */
    public int ringSlotLength()
    {
        return ringSlotLength;
    }

    /**
     * Whether different streams may have different producing threads.
     *
     * @param value false when one thread offers to all streams, which costs less.
     * @return this for a fluent API.
     */
    public C multiProducer(final boolean value)
    {
        multiProducer = value;
        return self();
    }

    /**
     * Whether different streams may have different producing threads.
     *
     * @return false when one thread offers to all streams, which costs less.
     */
    public boolean multiProducer()
    {
        return multiProducer;
    }

    /**
     * Replicas, this one included, below which nothing is acknowledged.
     *
     * @param value 0 for 2 with standbys and 1 without.
     * @return this for a fluent API.
     */
    public C minInSync(final int value)
    {
        minInSync = value;
        return self();
    }

    /**
     * Replicas, this one included, below which nothing is acknowledged.
     *
     * @return 0 for 2 with standbys and 1 without.
     */
    public int minInSync()
    {
        return minInSync;
    }

    /**
     * Entries of one stream that may be shadowed and not yet acknowledged. Fewer stay in the processor's cache until
     * they are acknowledged; more bridge a longer way: at least the rate times the round trip. A standby keeps what it
     * does not know to be committed, so that all streams together may have half of the shadow's slots in flight.
     *
     * @param value 1 to half of the slots of the class with most, or 0: 16384, fewer where the streams share few
     *              slots.
     * @return this for a fluent API.
     */
    public C maxInFlight(final int value)
    {
        maxInFlight = value;
        return self();
    }

    /**
     * Entries of one stream that may be shadowed and not yet acknowledged.
     *
     * @return 1 or more, or 0 for as many as fit, 16384 at most.
     */
    public int maxInFlight()
    {
        return maxInFlight;
    }

    /**
     * Silence after which a primary goes on without a standby by itself.
     *
     * @param value nanoseconds, 0 to leave it to {@link Antumbra#dropStandby(int)}.
     * @return this for a fluent API.
     */
    public C dropStandbyAfterNs(final long value)
    {
        dropStandbyAfterNs = value;
        return self();
    }

    /**
     * Silence after which a primary goes on without a standby by itself.
     *
     * @return nanoseconds, 0 to leave it to {@link Antumbra#dropStandby(int)}.
     */
    public long dropStandbyAfterNs()
    {
        return dropStandbyAfterNs;
    }

    /**
     * When something is sent again before anybody asks for it.
     *
     * @param value settings of one's own.
     * @return this for a fluent API.
     */
    public C resend(final ResendSettings value)
    {
        resend = value;
        return self();
    }

    /**
     * When something is sent again before anybody asks for it.
     *
     * @return settings; those of the system properties unless others were given.
     */
    public ResendSettings resend()
    {
        return resend;
    }

    /**
     * How long a primary waits for all of its standbys before it leads with those that answered.
     *
     * @param value nanoseconds.
     * @return this for a fluent API.
     */
    public C startTimeoutNs(final long value)
    {
        startTimeoutNs = value;
        return self();
    }

    /**
     * How long a primary waits for all of its standbys before it leads with those that answered.
     *
     * @return nanoseconds.
     */
    public long startTimeoutNs()
    {
        return startTimeoutNs;
    }

    /**
     * How long {@code close} waits for accepted entries to be acknowledged.
     *
     * @param value nanoseconds, 0 not to wait.
     * @return this for a fluent API.
     */
    public C closeTimeoutNs(final long value)
    {
        closeTimeoutNs = value;
        return self();
    }

    /**
     * How long {@code close} waits for accepted entries to be acknowledged.
     *
     * @return nanoseconds, 0 not to wait.
     */
    public long closeTimeoutNs()
    {
        return closeTimeoutNs;
    }

    /**
     * How often a primary without traffic lets itself be heard.
     *
     * @param value nanoseconds.
     * @return this for a fluent API.
     */
    public C heartbeatIntervalNs(final long value)
    {
        heartbeatIntervalNs = value;
        return self();
    }

    /**
     * How often a primary without traffic lets itself be heard.
     *
     * @return nanoseconds.
     */
    public long heartbeatIntervalNs()
    {
        return heartbeatIntervalNs;
    }

    /**
     * Silence after which a peer counts as lost.
     *
     * @param value nanoseconds, at least {@link #heartbeatIntervalNs()}.
     * @return this for a fluent API.
     */
    public C peerTimeoutNs(final long value)
    {
        peerTimeoutNs = value;
        return self();
    }

    /**
     * Silence after which a peer counts as lost.
     *
     * @return nanoseconds, at least {@link #heartbeatIntervalNs()}.
     */
    public long peerTimeoutNs()
    {
        return peerTimeoutNs;
    }
}
