package io.antumbra.core.primary;

/**
 * The way of one standby into the in-sync set, under load. Under load nobody ever holds all that is committed: what it
 * holds is one round trip old. So it is admitted in two steps.
 *
 * <pre>
 *   CATCHING_UP --a round within the patience--&gt; REQUIRED --holds what was committed then--&gt; member
 *        ^   |                                      |
 *        +---+ a longer round: another one          +--patience is over--&gt; PAUSING --a while--&gt; CATCHING_UP
 * </pre>
 *
 * A round asks the standby for what is committed as the round begins (Ongaro, "Consensus: Bridging Theory and
 * Practice", 4.2.1). A round that took no longer than the patience shows that the standby is close: what is missing is
 * what a round trip holds, and it makes progress. From then on its acknowledgement is <i>required</i>: nothing more is
 * committed without it, although the set does not name it yet, so a crash here loses nothing. When it holds what was
 * committed as that began, it holds all that is committed, and the set may name it.
 *
 * <p>A standby that stalls while it is required holds up the shard, so that ends with the patience, and the next
 * attempt waits {@value #PAUSE_FACTOR} times as long: such a standby costs at most a fifth of the time. Rejected: to
 * ask for all that is committed at one instant (never true under steady load), and a distance in entries (says nothing
 * of time, and a standby that stands still is close at first).
 */
final class Admission
{
    private static final int PAUSE_FACTOR = 4;

    private enum Phase
    {
        IDLE, CATCHING_UP, REQUIRED, PAUSING
    }

    private final long[] target;
    private Phase phase = Phase.IDLE;
    private long sinceNs;

    Admission(final int streamCount)
    {
        target = new long[streamCount];
    }

    /** Its acknowledgement is needed, though it is no member. */
    boolean isRequired()
    {
        return phase == Phase.REQUIRED;
    }

    /** The standby is gone, or a member now; a pause that a stall has earned goes on. */
    void end()
    {
        phase = phase == Phase.PAUSING ? Phase.PAUSING : Phase.IDLE;
    }

    /**
     * @param acknowledged per stream by the standby, which follows and is no member.
     * @param committed    per stream.
     * @param patienceNs   that it may hold up the others at one go.
     * @param nowNs        time.
     * @return true when it may become a member now.
     */
    boolean doWork(final long[] acknowledged, final long[] committed, final long patienceNs, final long nowNs)
    {
        if (phase == Phase.IDLE || (phase == Phase.PAUSING && nowNs - sinceNs >= PAUSE_FACTOR * patienceNs))
        {
            begin(Phase.CATCHING_UP, committed, nowNs);
        }
        final boolean isReached = phase != Phase.PAUSING && hasReachedTarget(acknowledged);
        if (phase == Phase.CATCHING_UP && isReached)
        {
            final boolean isClose = nowNs - sinceNs <= patienceNs;
            begin(isClose ? Phase.REQUIRED : Phase.CATCHING_UP, committed, nowNs);
        }
        else if (phase == Phase.REQUIRED && !isReached && nowNs - sinceNs >= patienceNs)
        {
            phase = Phase.PAUSING;
            sinceNs = nowNs;
        }
        return phase == Phase.REQUIRED && hasReachedTarget(acknowledged);
    }

    private void begin(final Phase next, final long[] committed, final long nowNs)
    {
        phase = next;
        sinceNs = nowNs;
        System.arraycopy(committed, 0, target, 0, target.length);
    }

    private boolean hasReachedTarget(final long[] acknowledged)
    {
        for (int streamId = 0; streamId < target.length; streamId++)
        {
            if (acknowledged[streamId] < target[streamId])
            {
                return false;
            }
        }
        return true;
    }
}
