package io.antumbra.chaos.check;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * How far replicas have said to hold streams, in which epoch: taken from the frames that leave them, and so independent
 * of what a primary believes to have been told. What an epoch was told never shrinks; a replica that loses something
 * afterwards has said it all the same. One thread.
 */
public final class Sayings
{
    private final int streamCount;
    private final int maxReplicaId;
    private final Map<Long, long[]> epochs = new HashMap<>();
    private long epoch;
    private long[] said = {};

    /**
     * @param streamCount  streams.
     * @param maxReplicaId highest id of a replica.
     */
    public Sayings(final int streamCount, final int maxReplicaId)
    {
        this.streamCount = streamCount;
        this.maxReplicaId = maxReplicaId;
    }

    /**
     * A replica says how far it holds a stream.
     *
     * @param replicaId of the replica.
     * @param inEpoch   that the frame is for.
     * @param streamId  of the stream.
     * @param through   highest sequence.
     */
    public void onSaid(final int replicaId, final long inEpoch, final int streamId, final long through)
    {
        find(inEpoch);
        final int index = replicaId * streamCount + streamId;
        said[index] = Math.max(said[index], through);
    }

    /**
     * @param inEpoch  of a primary.
     * @param streamId of the stream.
     * @param through  highest sequence.
     * @return replicas that have said in that epoch to hold the stream so far, one bit each.
     */
    public long holders(final long inEpoch, final int streamId, final long through)
    {
        find(inEpoch);
        long holders = 0;
        for (int replicaId = 0; replicaId <= maxReplicaId; replicaId++)
        {
            holders |= said[replicaId * streamCount + streamId] >= through ? 1L << replicaId : 0;
        }
        return holders;
    }

    private void find(final long wanted)
    {
        if (wanted != epoch || said.length == 0)
        {
            epoch = wanted;
            said = epochs.computeIfAbsent(wanted, (key) ->
            {
                final long[] nothing = new long[(maxReplicaId + 1) * streamCount];
                Arrays.fill(nothing, -1);
                return nothing;
            });
        }
    }
}
