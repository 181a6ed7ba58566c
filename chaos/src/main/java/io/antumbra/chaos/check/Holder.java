package io.antumbra.chaos.check;

import io.antumbra.core.Shadow;

/** The storage of one replica as a judge sees it: directly, past everything that the replica's machine is given. */
public final class Holder
{
    private final int replicaId;
    private final Shadow shadow;
    private final long[] excusedFrom;
    private final long[] excusedThrough;
    private final String name;

    /**
     * @param replicaId of the replica.
     * @param shadow    its storage.
     */
    public Holder(final int replicaId, final Shadow shadow)
    {
        this.replicaId = replicaId;
        this.shadow = shadow;
        excusedFrom = new long[shadow.streamCount()];
        excusedThrough = new long[shadow.streamCount()];
        name = "the shadow of replica " + replicaId;
    }

    /** @return id of the replica. */
    public int replicaId()
    {
        return replicaId;
    }

    /** Made once: it is asked for with every entry, and hardly ever printed. */
    String name()
    {
        return name;
    }

    /** @return its storage. */
    public Shadow shadow()
    {
        return shadow;
    }

    /**
     * Storage was damaged on purpose: until the end of the faults nobody is blamed for what was hit.
     *
     * @param streamId of the stream.
     * @param from     first sequence hit.
     * @param through  last one.
     */
    public void excuse(final int streamId, final long from, final long through)
    {
        if (excusedThrough[streamId] == 0)
        {
            excusedFrom[streamId] = from;
        }
        excusedFrom[streamId] = Math.min(excusedFrom[streamId], from);
        excusedThrough[streamId] = Math.max(excusedThrough[streamId], through);
    }

    /** Faults are over: what was hit must be there again. */
    public void noExcuses()
    {
        for (int i = 0; i < excusedFrom.length; i++)
        {
            excusedFrom[i] = 0;
            excusedThrough[i] = 0;
        }
    }

    boolean isExcused(final int streamId, final long sequence)
    {
        return sequence >= excusedFrom[streamId] && sequence <= excusedThrough[streamId];
    }
}
