package io.antumbra.core.standby;

import io.antumbra.core.Problem;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.RefusalDecoder;

/** Tells what a primary's refusal means, and what helps. */
final class Refusals
{
    private final StandbyState state;

    Refusals(final StandbyState state)
    {
        this.state = state;
    }

    void onRefusal(final RefusalDecoder refusal)
    {
        if (refusal.shard() != state.config.shard)
        {
            state.stats.foreignFrames++;
        }
        switch (refusal.reason())
        {
            case WIRE_VERSION:
                state.tellOnce(Problem.WIRE_VERSION, "the primary speaks another version of the wire than this" +
                    " standby, " + MessageHeaderDecoder.SCHEMA_VERSION + ": run the same release on all replicas");
                break;
            case PROOF:
                state.tellOnce(Problem.PROOF_FAILED, "the primary did not accept our proof of the pre-shared key:" +
                    " give both replicas the same key file");
                break;
            case GAP_BEYOND_SHADOW:
                state.tellOnce(Problem.GAP_BEYOND_SHADOW, "stream " + refusal.streamId() + " is needed from sequence " +
                    refusal.firstSequence() + ", the primary's oldest is " + refusal.oldestSequence() +
                    ": give this replica a copy of a complete shadow folder");
                break;
            case HISTORY:
                state.tellOnce(Problem.HISTORY_TOO_OLD, "this standby is further behind than the primary's epoch" +
                    " history: give it a copy of a complete shadow folder");
                break;
            default:
                state.tellOnce(Problem.UNKNOWN_REPLICA, "the primary of shard " + refusal.shard() +
                    " does not accept this replica: its id, shard, streams or entry length differ");
                break;
        }
    }
}
