package io.antumbra.chaos.check;

/**
 * Whoever is told to wait is let go on again: a primary holds its producer up while its standbys refuse what it has for
 * them, and asks them again in each duty cycle. So while it goes on telling the producer to wait, somebody goes on
 * refusing entries; where nobody has refused any for a while, nothing is left that could end the waiting. One for each
 * primary, one thread.
 */
public final class HeldUpJudge
{
    /** Longer than any primary takes from one duty cycle to the next, unless it stands still. */
    static final long PATIENCE_NS = 1_000_000_000;

    private final int replicaId;
    private boolean isWaiting;
    private long sinceNs;

    /**
     * @param replicaId of the primary.
     */
    public HeldUpJudge(final int replicaId)
    {
        this.replicaId = replicaId;
    }

    /**
     * There is a reason to wait a while longer: entries were refused, or the primary stood still or was not there.
     *
     * @param nowNs time.
     */
    public void onReason(final long nowNs)
    {
        sinceNs = nowNs;
    }

    /**
     * @param isHeldUp as the producer was told.
     * @param nowNs    time.
     */
    public void onAsked(final boolean isHeldUp, final long nowNs)
    {
        if (isHeldUp && !isWaiting)
        {
            sinceNs = nowNs;
        }
        isWaiting = isHeldUp;
        if (isHeldUp && nowNs - sinceNs > PATIENCE_NS)
        {
            throw new Violation("nobody waits for ever", "primary " + replicaId + " holds its producer up, and has " +
                "met no refusal for " + (nowNs - sinceNs) / 1_000_000 + " ms");
        }
    }
}
