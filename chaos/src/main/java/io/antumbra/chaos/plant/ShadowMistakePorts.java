package io.antumbra.chaos.plant;

import java.util.function.UnaryOperator;

import io.antumbra.chaos.sim.ForwardingShadow;
import io.antumbra.chaos.sim.Ports;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** Shadows with one wrong method, at standbys. */
final class ShadowMistakePorts implements Ports
{
    private final UnaryOperator<Shadow> mistake;

    private ShadowMistakePorts(final UnaryOperator<Shadow> mistake)
    {
        this.mistake = mistake;
    }

    @Override
    public Shadow shadow(final Seat seat, final Shadow storage)
    {
        return seat.isPrimary() ? storage : mistake.apply(storage);
    }

    /** What arrives is written with a checksum of its own, whatever the sender's was. */
    static Ports trustsFrames()
    {
        return new ShadowMistakePorts(storage -> new ForwardingShadow(storage)
        {
            @Override
            public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
            {
                return delegate.append(meta, payload, offset);
            }
        });
    }

    /** The tail that an epoch does not know stays where it is. */
    static Ports keepsOrphans()
    {
        return new ShadowMistakePorts(storage -> new ForwardingShadow(storage)
        {
            @Override
            public long truncate(final int streamId, final long fromSequence, final long epoch)
            {
                return 0;
            }
        });
    }

    /** The tail that goes is one entry longer than it should be. */
    static Ports takesBackOneTooMany()
    {
        return new ShadowMistakePorts(storage -> new ForwardingShadow(storage)
        {
            @Override
            public long truncate(final int streamId, final long fromSequence, final long epoch)
            {
                return delegate.truncate(streamId, Math.max(1, fromSequence - 1), epoch);
            }
        });
    }

    /** Slots are free as soon as they are written. */
    static Ports reclaimsTooEarly()
    {
        return new ShadowMistakePorts(storage -> new ForwardingShadow(storage)
        {
            @Override
            public void reclaimable(final int streamId, final long throughSequence)
            {
                delegate.reclaimable(streamId, delegate.end(streamId));
            }
        });
    }

    /** Says that the device has what only the page cache has. */
    static Ports neverSyncs()
    {
        return new ShadowMistakePorts(storage -> new UnsyncedShadow(storage));
    }

    private static final class UnsyncedShadow extends ForwardingShadow
    {
        private final long[] claimed;

        UnsyncedShadow(final Shadow delegate)
        {
            super(delegate);
            claimed = new long[delegate.streamCount()];
        }

        @Override
        public boolean sync()
        {
            boolean isMoved = false;
            for (int streamId = 0; streamId < claimed.length; streamId++)
            {
                isMoved |= claimed[streamId] != delegate.end(streamId);
                claimed[streamId] = delegate.end(streamId);
            }
            return isMoved;
        }

        @Override
        public long held(final int streamId)
        {
            return Math.max(delegate.held(streamId), Math.min(claimed[streamId], delegate.end(streamId)));
        }
    }
}
