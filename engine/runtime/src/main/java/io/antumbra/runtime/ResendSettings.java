package io.antumbra.runtime;

import io.antumbra.core.CoreConfig;

/**
 * When a primary sends something again before anybody asks for it, and how much of that it may: thresholds of the risk
 * and of a standby's health, and the budget of bytes. Each starts from its system property. Checked by
 * {@link Antumbra#launch}; not thread-safe.
 */
public final class ResendSettings
{
    /** Bytes that may be sent again, as a share of those sent first; default 0.05. */
    public static final String COPY_SHARE_PROP = "antumbra.copy.share";

    /** Bytes to send again that may be saved up while nothing is lost; default 64k. */
    public static final String COPY_BURST_PROP = "antumbra.copy.burst";

    /**
     * Of what may be sent again, the share that is kept for copies which only teach how line B is; default 0.05.
     */
    public static final String COPY_EXPERIMENT_SHARE_PROP = "antumbra.copy.experiment.share";

    /**
     * A frame that is acknowledged later than this is late: what the risk of a link is about; default 2ms.
     */
    public static final String COPY_DEADLINE_PROP = "antumbra.copy.deadline";

    /** Risk from which on the newest frame is copied before it is overdue; default 0.3. */
    public static final String MEDIUM_RISK_PROP = "antumbra.risk.medium";

    /** Risk from which on each frame goes by both lines; default 0.7. */
    public static final String HIGH_RISK_PROP = "antumbra.risk.high";

    /** Nothing is copied sooner than this after it was sent, or after its last copy; default 100us. */
    public static final String COPY_FLOOR_PROP = "antumbra.copy.floor";

    /** Nothing that is overdue waits longer than this for its next copy; default 100ms. */
    public static final String COPY_CEILING_PROP = "antumbra.copy.ceiling";

    /**
     * A standby that stood still for this long, or waited so long for its device, is unhealthy: all that is under
     * way to it is copied at once; default 20ms.
     */
    public static final String UNHEALTHY_PAUSE_PROP = "antumbra.unhealthy.pause";

    /** A standby whose handler is behind by this many entries is unhealthy; default 8192. */
    public static final String UNHEALTHY_QUEUE_PROP = "antumbra.unhealthy.queue";

    private static final CoreConfig DEFAULTS = new CoreConfig();

    private double copyShare = EngineConfiguration.share(COPY_SHARE_PROP, DEFAULTS.copyShare);
    private long copyBurstBytes = EngineConfiguration.size(COPY_BURST_PROP, (int)DEFAULTS.copyBurstBytes);
    private double copyExperimentShare =
        EngineConfiguration.share(COPY_EXPERIMENT_SHARE_PROP, DEFAULTS.copyExperimentShare);
    private long copyDeadlineNs = EngineConfiguration.durationNs(COPY_DEADLINE_PROP, DEFAULTS.copyDeadlineNs);
    private double mediumRisk = EngineConfiguration.share(MEDIUM_RISK_PROP, DEFAULTS.mediumRisk);
    private double highRisk = EngineConfiguration.share(HIGH_RISK_PROP, DEFAULTS.highRisk);
    private long copyFloorNs = EngineConfiguration.durationNs(COPY_FLOOR_PROP, DEFAULTS.copyFloorNs);
    private long copyCeilingNs = EngineConfiguration.durationNs(COPY_CEILING_PROP, DEFAULTS.copyCeilingNs);
    private long unhealthyPauseNs = EngineConfiguration.durationNs(UNHEALTHY_PAUSE_PROP, DEFAULTS.unhealthyPauseNs);
    private long unhealthyQueueEntries =
        EngineConfiguration.number(UNHEALTHY_QUEUE_PROP, (int)DEFAULTS.unhealthyQueueEntries);

    /**
     * Bytes that may be sent again, as a share of those sent first.
     *
     * @param value 0 to 1; 1 sends every frame on both lines.
     * @return this for a fluent API.
     */
    public ResendSettings copyShare(final double value)
    {
        copyShare = value;
        return this;
    }

    /**
     * Bytes that may be sent again, as a share of those sent first.
     *
     * @return 0 to 1; 1 sends every frame on both lines.
     */
    public double copyShare()
    {
        return copyShare;
    }

    /**
     * Bytes to send again that may be saved up while nothing is lost.
     *
     * @param value bytes, 0 or more.
     * @return this for a fluent API.
     */
    public ResendSettings copyBurstBytes(final long value)
    {
        copyBurstBytes = value;
        return this;
    }

    /**
     * Bytes to send again that may be saved up while nothing is lost.
     *
     * @return bytes, 0 or more.
     */
    public long copyBurstBytes()
    {
        return copyBurstBytes;
    }

    /**
     * Of what may be sent again, the share that is kept for copies which only teach how line B is.
     *
     * @param value 0 to 1.
     * @return this for a fluent API.
     */
    public ResendSettings copyExperimentShare(final double value)
    {
        copyExperimentShare = value;
        return this;
    }

    /**
     * Of what may be sent again, the share that is kept for copies which only teach how line B is.
     *
     * @return 0 to 1.
     */
    public double copyExperimentShare()
    {
        return copyExperimentShare;
    }

    /**
     * A frame that is acknowledged later than this is late: what the risk of a link is about.
     *
     * @param value nanoseconds, 1 or more.
     * @return this for a fluent API.
     */
    public ResendSettings copyDeadlineNs(final long value)
    {
        copyDeadlineNs = value;
        return this;
    }

    /**
     * A frame that is acknowledged later than this is late: what the risk of a link is about.
     *
     * @return nanoseconds, 1 or more.
     */
    public long copyDeadlineNs()
    {
        return copyDeadlineNs;
    }

    /**
     * Risk from which on the newest frame is copied before it is overdue.
     *
     * @param value 0 to 1.
     * @return this for a fluent API.
     */
    public ResendSettings mediumRisk(final double value)
    {
        mediumRisk = value;
        return this;
    }

    /**
     * Risk from which on the newest frame is copied before it is overdue.
     *
     * @return 0 to 1.
     */
    public double mediumRisk()
    {
        return mediumRisk;
    }

    /**
     * Risk from which on each frame goes by both lines.
     *
     * @param value medium risk to 1.
     * @return this for a fluent API.
     */
    public ResendSettings highRisk(final double value)
    {
        highRisk = value;
        return this;
    }

    /**
     * Risk from which on each frame goes by both lines.
     *
     * @return medium risk to 1.
     */
    public double highRisk()
    {
        return highRisk;
    }

    /**
     * Nothing is copied sooner than this after it was sent, or after its last copy.
     *
     * @param value nanoseconds, 1 or more.
     * @return this for a fluent API.
     */
    public ResendSettings copyFloorNs(final long value)
    {
        copyFloorNs = value;
        return this;
    }

    /**
     * Nothing is copied sooner than this after it was sent, or after its last copy.
     *
     * @return nanoseconds, 1 or more.
     */
    public long copyFloorNs()
    {
        return copyFloorNs;
    }

    /**
     * Nothing that is overdue waits longer than this for its next copy.
     *
     * @param value nanoseconds, the floor or more.
     * @return this for a fluent API.
     */
    public ResendSettings copyCeilingNs(final long value)
    {
        copyCeilingNs = value;
        return this;
    }

    /**
     * Nothing that is overdue waits longer than this for its next copy.
     *
     * @return nanoseconds, the floor or more.
     */
    public long copyCeilingNs()
    {
        return copyCeilingNs;
    }

    /**
     * A standby that stood still for this long, or waited so long for its device, is unhealthy: all that is under
     * way to it is copied at once.
     *
     * @param value nanoseconds, 1 or more.
     * @return this for a fluent API.
     */
    public ResendSettings unhealthyPauseNs(final long value)
    {
        unhealthyPauseNs = value;
        return this;
    }

    /**
     * A standby that stood still for this long, or waited so long for its device, is unhealthy: all that is under
     * way to it is copied at once.
     *
     * @return nanoseconds, 1 or more.
     */
    public long unhealthyPauseNs()
    {
        return unhealthyPauseNs;
    }

    /**
     * A standby whose handler is behind by this many entries is unhealthy.
     *
     * @param value entries, 1 or more.
     * @return this for a fluent API.
     */
    public ResendSettings unhealthyQueueEntries(final long value)
    {
        unhealthyQueueEntries = value;
        return this;
    }

    /**
     * A standby whose handler is behind by this many entries is unhealthy.
     *
     * @return entries, 1 or more.
     */
    public long unhealthyQueueEntries()
    {
        return unhealthyQueueEntries;
    }

    void applyTo(final CoreConfig core)
    {
        core.copyShare = copyShare;
        core.copyBurstBytes = copyBurstBytes;
        core.copyExperimentShare = copyExperimentShare;
        core.copyDeadlineNs = copyDeadlineNs;
        core.mediumRisk = mediumRisk;
        core.highRisk = highRisk;
        core.copyFloorNs = copyFloorNs;
        core.copyCeilingNs = copyCeilingNs;
        core.unhealthyPauseNs = unhealthyPauseNs;
        core.unhealthyQueueEntries = unhealthyQueueEntries;
    }
}
