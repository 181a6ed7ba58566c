package io.antumbra.chaos.plant;

import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.antumbra.chaos.sim.Leadership;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.EpochState;
import io.antumbra.core.Journal;
import io.antumbra.core.arbiter.ArbiterRequest;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.wire.RequestKind;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Mistakes with the lead: of the arbiter, of what a replica remembers, and of what it is configured to do. */
final class ArbitratedMistakePorts implements Ports
{
    private final Consumer<CoreConfig> config;
    private final UnaryOperator<Journal> journal;
    private final BiFunction<ArbiterRequest, Configuration, Boolean> arbiter;

    private ArbitratedMistakePorts(final Consumer<CoreConfig> config, final UnaryOperator<Journal> journal,
        final BiFunction<ArbiterRequest, Configuration, Boolean> arbiter)
    {
        this.config = config;
        this.journal = journal;
        this.arbiter = arbiter;
    }

    @Override
    public Leadership leadership()
    {
        return Leadership.ARBITRATED;
    }

    @Override
    public CoreConfig config(final Seat seat, final CoreConfig drawn)
    {
        config.accept(drawn);
        return drawn;
    }

    @Override
    public Journal journal(final Seat seat, final Journal storage)
    {
        return journal.apply(storage);
    }

    @Override
    public byte[] arbiterRequest(final byte[] bytes, final Configuration known)
    {
        final ArbiterRequest request = new ArbiterRequest();
        if (!request.decode(new UnsafeBuffer(bytes), 0, bytes.length) || !arbiter.apply(request, known))
        {
            return bytes;
        }
        final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
        final byte[] changed = new byte[request.encode(buffer)];
        buffer.getBytes(0, changed);
        return changed;
    }

    private static Ports ofConfig(final Consumer<CoreConfig> config)
    {
        return new ArbitratedMistakePorts(config, journal -> journal, (request, known) -> false);
    }

    private static Ports ofArbiter(final BiFunction<ArbiterRequest, Configuration, Boolean> arbiter)
    {
        return new ArbitratedMistakePorts(config ->
        {
        }, journal -> journal, arbiter);
    }

    private static Ports ofLoad(final Consumer<EpochState> afterLoad)
    {
        return new ArbitratedMistakePorts(config ->
        {
        }, storage -> new LoadedJournal(storage, afterLoad), (request, known) -> false);
    }

    /** A lease counts as long as its grantor said, whatever the clocks do. */
    static Ports leaseIgnoresDrift()
    {
        return ofConfig(config -> config.clockDriftRatio = 0);
    }

    /** A host that was rebooted is taken for one whose process was restarted. */
    static Ports rebootNotNoticed()
    {
        return ofConfig(config -> config.syncedToDevice = true);
    }

    /** Fewer replicas than were wanted are enough. */
    static Ports minInSyncIgnored()
    {
        return ofConfig(config -> config.minInSync = 1);
    }

    /** Whatever configuration a request was decided on, it is taken. */
    static Ports arbiterDoesNotCompare()
    {
        return ofArbiter((request, known) ->
        {
            final boolean isStale = request.kind != RequestKind.QUERY && known.isKnown() &&
                request.version != known.version;
            request.epoch = isStale ? known.epoch : request.epoch;
            request.version = isStale ? known.version : request.version;
            return isStale;
        });
    }

    /** The window of what is not acknowledged yet is twice as wide as it was said to be. */
    static Ports inFlightUnbounded()
    {
        return ofConfig(config -> config.maxInFlight *= 2);
    }

    /** What is saved leaves out where the last epoch began, but not that it was promised. */
    static Ports historyLosesEpoch()
    {
        return new ArbitratedMistakePorts(config ->
        {
        }, SavedJournal::new, (request, known) -> false);
    }

    /** A start has forgotten which epoch the one before it has promised. */
    static Ports promisedEpochForgotten()
    {
        return ofLoad(state ->
        {
            final int size = state.history().size();
            if (size > 1)
            {
                state.history().keep(size - 1);
                state.promisedEpoch = state.history().lastEpoch();
            }
        });
    }

    /** Two starts of a replica go by the same number. */
    static Ports incarnationReused()
    {
        return ofLoad(state -> state.incarnation = Math.min(state.incarnation, 1));
    }

    private static final class SavedJournal implements Journal
    {
        private final Journal delegate;

        SavedJournal(final Journal delegate)
        {
            this.delegate = delegate;
        }

        @Override
        public void load(final EpochState state)
        {
            delegate.load(state);
        }

        @Override
        public void save(final EpochState state)
        {
            final EpochState kept = new EpochState(state.history().streamCount());
            kept.copyFrom(state);
            kept.history().keep(Math.max(1, state.history().size() - 1));
            delegate.save(kept);
        }
    }

    private static final class LoadedJournal implements Journal
    {
        private final Journal delegate;
        private final Consumer<EpochState> afterLoad;

        LoadedJournal(final Journal delegate, final Consumer<EpochState> afterLoad)
        {
            this.delegate = delegate;
            this.afterLoad = afterLoad;
        }

        @Override
        public void load(final EpochState state)
        {
            delegate.load(state);
            afterLoad.accept(state);
        }

        @Override
        public void save(final EpochState state)
        {
            delegate.save(state);
        }
    }
}
