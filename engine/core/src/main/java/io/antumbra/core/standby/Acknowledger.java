package io.antumbra.core.standby;

/**
 * When to say what is held. One position frame each duty cycle whatever arrived in it; while subsets arrive in every
 * duty cycle, one for several of them: under a flood the frames that nobody waits for cost as much as those that carry
 * entries.
 *
 * <p>Each acknowledgement promises not to propose this replica for a while. The primary counts from the timestamp that
 * is echoed, which was true before the acknowledgement left; here it counts from the first duty cycle after that. The
 * time of the same cycle would not do: a pause between the reading of the clock and the frame that is answered would
 * make the promise end before the primary's count of it.
 */
final class Acknowledger
{
    private static final int SUBSETS_PER_ACKNOWLEDGEMENT = 4;

    /** Duty cycles in a row that brought subsets, after which this is a flood and not a burst. */
    private static final int FLOOD_CYCLES = 3;

    private final StandbyState state;
    private final StandbyFrames frames;
    private boolean isDue;
    private boolean isRewindDue;
    private int arrived;
    private int unacknowledged;
    private int busyCycles;
    private long echoedTimestampNs;
    private long echoedAtNs;
    private long lastRewindNs;
    private long leaseUntilNs;
    private long acknowledgedNs;
    private boolean isLeaseOpen;
    private long lastCycleNs;
    private long pauseNs;

    Acknowledger(final StandbyState state, final StandbyFrames frames)
    {
        this.state = state;
        this.frames = frames;
    }

    void start(final long nowNs)
    {
        lastRewindNs = nowNs;
        leaseUntilNs = nowNs;
        lastCycleNs = nowNs;
    }

    void onSubset(final long sendTimestampNs, final long nowNs)
    {
        arrived++;
        onTimestamp(sendTimestampNs, nowNs);
    }

    /** The primary wants an answer. */
    void onTimestamp(final long sendTimestampNs, final long nowNs)
    {
        echoedTimestampNs = sendTimestampNs;
        echoedAtNs = nowNs;
        isDue = true;
    }

    /** Something could not be taken in: the primary is to send again from what is held. */
    void rewind()
    {
        isRewindDue = true;
    }

    /** The primary was told by other means what is held, and goes on from there. */
    void forgetRewind()
    {
        isRewindDue = false;
    }

    /** The primary is gone; a timestamp of its clock means nothing to the next one. */
    void stop()
    {
        isDue = false;
        isRewindDue = false;
        echoedTimestampNs = 0;
    }

    boolean doWork(final long nowNs)
    {
        countLease(nowNs);
        pauseNs = Math.max(pauseNs, nowNs - lastCycleNs);
        lastCycleNs = nowNs;
        isDue |= state.shadow.sync();
        final boolean isRewind = isRewindDue && nowNs - lastRewindNs >= state.config.rewindIntervalNs;
        busyCycles = arrived == 0 ? 0 : busyCycles + 1;
        unacknowledged += arrived;
        arrived = 0;
        final boolean mayWait = busyCycles > FLOOD_CYCLES && unacknowledged < SUBSETS_PER_ACKNOWLEDGEMENT;
        if (state.epoch == 0 || (!isRewind && (!isDue || mayWait)))
        {
            return false;
        }
        state.promiseHeld();
        final boolean isSent = frames.acknowledge(echoedTimestampNs, echoedTimestampNs == 0 ? 0 : nowNs - echoedAtNs,
            isRewind, pauseNs);
        isLeaseOpen = true;
        acknowledgedNs = nowNs;
        if (isSent)
        {
            isDue = false;
            unacknowledged = 0;
            echoedTimestampNs = 0;
            pauseNs = 0;
            if (isRewind)
            {
                isRewindDue = false;
                lastRewindNs = nowNs;
            }
        }
        return isSent;
    }

    private void countLease(final long nowNs)
    {
        if (isLeaseOpen && nowNs != acknowledgedNs)
        {
            isLeaseOpen = false;
            leaseUntilNs = nowNs + state.leaseNs;
        }
    }

    /** False once everything that was promised with acknowledgements is over. */
    boolean isPromised(final long nowNs)
    {
        return state.leaseNs > 0 && (isLeaseOpen || leaseUntilNs - nowNs > 0);
    }
}
