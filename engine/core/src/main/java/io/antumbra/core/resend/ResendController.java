package io.antumbra.core.resend;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.LinkForecast;

/**
 * Decides for one link what is sent again, and when: the cheapest action that suffices. Whatever the forecast says is
 * bounded here first.
 *
 * <p><b>The tail.</b> Nothing behind the newest frame shows that it is lost. It is overdue sooner than anything else,
 * and few frames at the end are copied; many are shown by a probe on line A instead, for one of them lost in front
 * holds up all the others, and line A repairs them all for the price of one small frame. What a copy has not settled is
 * left to probes for a while: they cost a quarter, and one of them that comes through after an outage is enough.
 *
 * <pre>
 *  newest sent      overdue           overdue           overdue
 *   |-----------------|-----------------|-----------------|----&gt; until it is held
 *              copy, or probe         probe             probe
 * </pre>
 *
 * <p><b>A gap.</b> What something followed on line A is repaired there: gap seen, asked for, sent again. It is given
 * time for that before it is copied: more in dense traffic, where a copy of it frees nothing that is behind it.
 *
 * <p><b>Again.</b> A copy is overdue later than a frame, by a round trip: half of what is copied is held, and only its
 * acknowledgement was lost; the next one waits behind that gap until it is repaired. Where traffic pauses it is given
 * three, for probes repair the gap meanwhile. From one copy to the next it takes that time or an outage, whichever is
 * longer, and twice that after each: what kept one copy from coming through does not meet the next, and a standby that
 * fell silent gets few.
 *
 * <p><b>Window.</b> Few copies are under way at first, and more only as copies come through (the slow start of Jacobson
 * and Karels, SIGCOMM 1988): in an outage that hits both lines copies are lost like everything else, and the first of
 * them show when it is over.
 *
 * <p><b>Level.</b> With the risk of the link, and a hysteresis so that it does not flutter: LOW sends again what is
 * overdue. MEDIUM copies the newest frame too before it is. HIGH sends each frame on both lines at once, and with the
 * distances above a third time, spaced. Both leave half of the budget to what is overdue. A budget of 100 % is the wish
 * for doubling everything, whatever the risk.
 *
 * <p>Rejected: a fixed time-out (it sent 1.7 times everything when a foreign process held a core), a second copy on
 * line A (it waits behind the same gap), and duplicates at once as a rule (they are lost in the same outage, and cost
 * as much as the traffic). One thread.
 */
public final class ResendController
{
    /** What the risk of the link asks for. */
    public enum Level
    {
        /** What is overdue is sent again. */
        LOW,

        /** The newest frame is copied before it is overdue. */
        MEDIUM,

        /** Each frame goes by both lines. */
        HIGH
    }

    /** What Aeron does by itself, ns. */
    public static final long MAX_LINGER_NS = 10_000_000;

    private static final int MAX_DOUBLINGS = 30;

    /** A tail as long as this may be lost as a whole, and costs little to copy. */
    private static final int COPIED_TAIL_FRAMES = 5;

    /** Round trips that line A's own repair is given where the next frame shows the gap at once, and where not. */
    private static final double DENSE_REPAIR = 3;
    private static final double SPARSE_REPAIR = 0.5;

    /** Traffic is dense while frames follow one another within this part of a round trip. */
    private static final double DENSITY = 0.25;

    /** Round trips by which a copy is overdue later than a frame, in traffic and where it pauses. */
    private static final int REPAIRED_ANSWER = 1;
    private static final int PROBED_MEANWHILE = 3;

    private static final int FIRST_WINDOW = 4;
    private static final int MAX_WINDOW = 256;
    private static final int STEADY_PROBES = 8;
    private static final double PAUSE_GAIN = 1.0 / 16;

    /** Leaves a level at this part of the risk that brought it there. */
    private static final double HYSTERESIS = 0.5;

    private static final double LINGER_ROUND_TRIPS = 1.25;
    private static final long MIN_LINGER_NS = 100_000;

    private final LinkForecast forecast;
    private final ResendBudget budget;
    private final long floorNs;
    private final long ceilingNs;
    private final double mediumRisk;
    private final double highRisk;
    private final long experimentIntervalNs;
    private final boolean isAlwaysHigh;

    private Level level = Level.LOW;
    private double risk;
    private int window = FIRST_WINDOW;
    private boolean isTailShown;
    private long tailShownNs;
    private int tailActions;
    private long tailActionNs;
    private long tailTriedNs;

    /** From one frame to the next, running mean. */
    private double pauseNs;
    private long freshNs;
    private long experimentNs;

    /**
     * @param config   with the bounds.
     * @param forecast of this link.
     */
    public ResendController(final CoreConfig config, final LinkForecast forecast)
    {
        this.forecast = forecast;
        budget = new ResendBudget(config.copyShare, config.copyExperimentShare, config.copyBurstBytes);
        floorNs = config.copyFloorNs;
        ceilingNs = config.copyCeilingNs;
        mediumRisk = config.mediumRisk;
        highRisk = config.highRisk;
        experimentIntervalNs = config.copyExperimentIntervalNs;
        isAlwaysHigh = config.copyShare >= 1;
    }

    /**
     * The standby has joined: nothing is under way.
     *
     * @param nowNs time.
     */
    public void onJoined(final long nowNs)
    {
        forecast.onReconnect();
        window = FIRST_WINDOW;
        isTailShown = false;
        tailActions = 0;
        experimentNs = nowNs;
    }

    /**
     * A frame of entries was sent first.
     *
     * @param number      of it among the frames of this link.
     * @param lengthBytes of it.
     * @param nowNs       time.
     */
    public void onFresh(final long number, final int lengthBytes, final long nowNs)
    {
        budget.onFresh(lengthBytes);
        forecast.onSend(number, nowNs);
        pauseNs += PAUSE_GAIN * (Math.min(ceilingNs, nowNs - freshNs) - pauseNs);
        freshNs = nowNs;
        isTailShown = false;
        tailActions = 0;
    }

    /**
     * Something else was sent on line A behind the newest frame: it shows a gap as well as a probe.
     *
     * @param nowNs time.
     */
    public void onShown(final long nowNs)
    {
        if (!isTailShown)
        {
            isTailShown = true;
            tailShownNs = nowNs;
        }
    }

    /**
     * Frames are held now.
     *
     * @param copied of them, those that were copied.
     */
    public void onHeld(final int copied)
    {
        window = Math.min(MAX_WINDOW, window + copied);
    }

    /** A copy is overdue: it was lost, and so may be the next. */
    public void onCopyLost()
    {
        window = FIRST_WINDOW;
    }

    /**
     * Weighs the risk.
     *
     * @param nowNs time.
     */
    public void assess(final long nowNs)
    {
        final double told = forecast.risk(nowNs);
        risk = told >= 0 && told <= 1 ? told : 0;
        if (isAlwaysHigh || risk >= highRisk || (level == Level.HIGH && risk >= highRisk * HYSTERESIS))
        {
            level = Level.HIGH;
        }
        else
        {
            final boolean isMedium = risk >= mediumRisk || (level != Level.LOW && risk >= mediumRisk * HYSTERESIS);
            level = isMedium ? Level.MEDIUM : Level.LOW;
        }
    }

    /** @return what the risk asks for, as weighed last. */
    public Level level()
    {
        return level;
    }

    /** @return true when a frame is to go by both lines at once, if the budget has it. */
    public boolean isDoubled()
    {
        return isAlwaysHigh || (level == Level.HIGH && budget.isHalfLeft());
    }

    /** @return the risk as weighed last, 0 to 1. */
    public double risk()
    {
        return risk;
    }

    /** @return copies that may be under way. */
    public int window()
    {
        return window;
    }

    /**
     * @param newestNs when the newest frame was sent.
     * @param nowNs    time.
     * @return true when something is to be done about the tail.
     */
    public boolean isTailDue(final long newestNs, final long nowNs)
    {
        if (tailActions > 0)
        {
            final int steady = Math.max(1, tailActions - STEADY_PROBES);
            return nowNs - tailActionNs >= spacedNs(overdueAfterNs(), steady);
        }
        return isTailShown ? nowNs - tailShownNs >= overdueAfterNs() + repairNs() :
            nowNs - newestNs >= overdueAfterNs();
    }

    /**
     * Something was done about it.
     *
     * @param newestNs when the newest frame was sent.
     * @param nowNs    time.
     */
    public void onTailAction(final long newestNs, final long nowNs)
    {
        tailTriedNs = tailActions == 0 ? newestNs : tailActionNs;
        tailActions++;
        tailActionNs = nowNs;
    }

    /** @return when the last was tried that has certainly failed: the one before the last action. */
    public long tailTriedNs()
    {
        return tailTriedNs;
    }

    /** @return how often something was done about the present tail. */
    public int tailActions()
    {
        return tailActions;
    }

    /**
     * @param frames at the end that are not held.
     * @return true when they may all be lost, and are few enough to be copied.
     */
    public boolean isTailCopied(final int frames)
    {
        return frames <= COPIED_TAIL_FRAMES;
    }

    /**
     * @param followedNs when the frame behind it was sent.
     * @param nowNs      time.
     * @return true when line A's own repair of a frame is overdue.
     */
    public boolean isGapDue(final long followedNs, final long nowNs)
    {
        return nowNs - followedNs >= overdueAfterNs() + repairNs();
    }

    /**
     * @param copies   so far, at least 1.
     * @param copiedNs when the last was sent.
     * @param nowNs    time.
     * @return true when the next copy is due.
     */
    public boolean isNextDue(final int copies, final long copiedNs, final long nowNs)
    {
        return nowNs - copiedNs >= distanceNs(copies);
    }

    /**
     * @param lengthBytes of a frame that is sent first.
     * @param nowNs       time.
     * @return true when it is to go by line B too, only to learn how line B is; it is paid for then.
     */
    public boolean isExperiment(final int lengthBytes, final long nowNs)
    {
        if (nowNs - experimentNs < experimentIntervalNs || !budget.trySpendOnExperiment(lengthBytes))
        {
            return false;
        }
        experimentNs = nowNs;
        return true;
    }

    /** @return the forecast of this link, to be told what happened. */
    public LinkForecast forecast()
    {
        return forecast;
    }

    /** @return bytes that may be sent again. */
    public ResendBudget budget()
    {
        return budget;
    }

    /** @return age after which an unacknowledged frame is overdue, ns. */
    public long overdueAfterNs()
    {
        return bounded(forecast.overdueAfterNs());
    }

    /**
     * @param copies so far, at least 1.
     * @return time from the last copy to the next, ns.
     */
    public long distanceNs(final int copies)
    {
        final long roundTrips = isPausing() ? PROBED_MEANWHILE : REPAIRED_ANSWER;
        final long roundTripNs = Math.max(0, Math.min(ceilingNs, forecast.roundTripNs()));
        final long overdueNs = overdueAfterNs() + roundTrips * roundTripNs;
        return spacedNs(bounded(Math.max(overdueNs, forecast.outageNs())), copies);
    }

    /**
     * @param times that all was sent anew, at least 1.
     * @return time until it is sent anew the next time, ns: nothing else repairs it.
     */
    public long goBackDistanceNs(final int times)
    {
        return spacedNs(bounded(Math.max(forecast.overdueAfterNs(), forecast.outageNs())), times);
    }

    /** @return how long the transport should ignore further requests for what it has just repaired, ns. */
    public long retransmitLingerNs()
    {
        final long roundTripNs = forecast.roundTripNs();
        return roundTripNs <= 0 || roundTripNs > MAX_LINGER_NS ? MAX_LINGER_NS :
            Math.min(MAX_LINGER_NS, Math.max(MIN_LINGER_NS, (long)(roundTripNs * LINGER_ROUND_TRIPS)));
    }

    private long repairNs()
    {
        final double roundTripNs = (double)bounded(forecast.roundTripNs());
        return (long)(roundTripNs * (pauseNs < roundTripNs * DENSITY ? DENSE_REPAIR : SPARSE_REPAIR));
    }

    /** Nothing is likely to be sent soon that shows a gap by itself. */
    boolean isPausing()
    {
        return pauseNs > forecast.roundTripNs();
    }

    private long spacedNs(final long first, final int times)
    {
        final int doublings = Math.min(times - 1, MAX_DOUBLINGS);
        return first >= ceilingNs >> doublings ? ceilingNs : first << doublings;
    }

    private long bounded(final long adviceNs)
    {
        return Math.max(floorNs, Math.min(ceilingNs, adviceNs));
    }
}
