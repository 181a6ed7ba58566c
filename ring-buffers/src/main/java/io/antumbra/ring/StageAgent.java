package io.antumbra.ring;

import org.agrona.concurrent.Agent;

/**
 * Lets an Agrona runner or invoker drive one stage: each duty cycle takes up to a limit of entries and releases them
 * together. Several of these may share a thread (a composite agent, an invoker each) or own one each.
 * <p>
 * When the handler throws, what it took before is released and the entry that it threw on is not: that entry comes
 * again, since stepping over it would lose it. A handler that cannot get past an entry must say so by other means.
 */
public final class StageAgent implements Agent
{
    private final String roleName;
    private final RingStage stage;
    private final StageHandler handler;
    private final int entryLimit;
    private final RingEntry entry = new RingEntry();
    private final RingEntry taken = new RingEntry();

    /**
     * An agent for one stage.
     *
     * @param roleName   of the agent.
     * @param stage      to drive; nobody else may poll it.
     * @param handler    that takes the entries.
     * @param entryLimit most entries in one duty cycle, 1 or more.
     */
    public StageAgent(
        final String roleName, final RingStage stage, final StageHandler handler, final int entryLimit)
    {
        if (entryLimit < 1)
        {
            throw new IllegalArgumentException("entryLimit=" + entryLimit + ": allowed are 1 entry and more");
        }

        this.roleName = roleName;
        this.stage = stage;
        this.handler = handler;
        this.entryLimit = entryLimit;
    }

    /**
     * One duty cycle.
     *
     * @return number of entries that the handler took.
     */
    @Override
    public int doWork()
    {
        if (!stage.first(entry))
        {
            return 0;
        }

        int workCount = 0;
        try
        {
            while (handler.onEntry(entry))
            {
                taken.standOn(entry);
                if (++workCount >= entryLimit || !stage.next(entry))
                {
                    break;
                }
            }
        }
        finally
        {
            if (workCount > 0)
            {
                stage.releaseThrough(taken);
            }
        }

        return workCount;
    }

    @Override
    public String roleName()
    {
        return roleName;
    }
}
