package io.antumbra.chaos.sim;

import io.antumbra.chaos.check.DeliveryJudge;
import io.antumbra.chaos.check.EligibilityJudge;
import io.antumbra.chaos.check.Holder;
import io.antumbra.chaos.check.StorageJudge;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import org.agrona.DirectBuffer;

/** Shows to the judges which entry a replica writes at each sequence, and what it takes back. */
final class WitnessShadow extends FullShadow
{
    private final EligibilityJudge eligibility;
    private final StorageJudge judge;
    private final Holder holder;
    private final DeliveryJudge delivery;

    WitnessShadow(final Host host, final EligibilityJudge eligibility, final DeliveryJudge delivery)
    {
        super(host);
        this.eligibility = eligibility;
        judge = host.world.storage;
        holder = host.holder;
        this.delivery = delivery;
    }

    @Override
    public long truncate(final int streamId, final long fromSequence, final long epoch)
    {
        judge.onTruncating(holder, streamId, fromSequence, delivery.position(streamId));
        eligibility.onTakenBack(streamId, fromSequence, epoch);
        return super.truncate(streamId, fromSequence, epoch);
    }

    @Override
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, super.append(meta, payload, offset));
    }

    @Override
    public int appendVerified(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return seen(meta, super.appendVerified(meta, payload, offset));
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
