package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.DeliveryJudge;
import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.chaos.check.Holder;
import io.antumbra.chaos.check.StorageJudge;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.Shadow;
import org.agrona.DirectBuffer;

/** Shows to the judges which entry a replica writes at each sequence, and what it takes back. */
final class WitnessShadow extends ForwardingShadow
{
    private final EligibilityJudge eligibility;
    private final StorageJudge storage;
    private final Holder holder;
    private final DeliveryJudge delivery;

    WitnessShadow(final Shadow delegate, final EligibilityJudge eligibility, final StorageJudge storage,
        final Holder holder, final DeliveryJudge delivery)
    {
        super(delegate);
        this.eligibility = eligibility;
        this.storage = storage;
        this.holder = holder;
        this.delivery = delivery;
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        storage.onTruncating(holder, streamId, fromSequence, delivery.position(streamId));
        eligibility.onTakenBack(streamId, fromSequence);
        return delegate.truncate(streamId, fromSequence, epoch);
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, delegate.append(meta, payload, offset));
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, delegate.appendVerified(meta, payload, offset));
    }

    private int seen(final EntryMeta meta, final int outcome)
    {
        if (outcome == Outcome.OK)
        {
            eligibility.onWritten(meta.streamId, meta.sequence, meta.originEpoch);
        }
        return outcome;
    }
}
