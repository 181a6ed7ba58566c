package io.antumbra.chaos.check;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Memory and files stay bounded: whoever runs a cluster tells sizes and what they may be, by name; the highest is kept
 * for a report. One thread.
 */
public final class BoundsJudge
{
    private final Map<String, long[]> highest = new HashMap<>();

    /**
     * @param what      is counted, with its unit.
     * @param replicaId of the replica.
     * @param size      of it now.
     * @param limit     that it may reach.
     */
    public void onSize(final String what, final int replicaId, final long size, final long limit)
    {
        if (size < 0 || size > limit)
        {
            throw new Violation("bounded", what + " of replica " + replicaId + " is " + size + ", allowed is 0 to " +
                limit);
        }
        long[] known = highest.get(what);
        if (known == null)
        {
            known = new long[1];
            highest.put(what, known);
        }
        known[0] = Math.max(known[0], size);
    }

    /** @return highest size seen by name. */
    public Map<String, Long> highest()
    {
        final Map<String, Long> sizes = new TreeMap<>();
        highest.forEach((what, size) -> sizes.put(what, size[0]));
        return sizes;
    }
}
