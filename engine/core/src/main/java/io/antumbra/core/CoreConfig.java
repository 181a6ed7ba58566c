package io.antumbra.core;

import java.util.concurrent.TimeUnit;

/**
 * Numbers that a machine needs, checked once by {@link #conclude()} and only read after that. Public fields: the hot
 * path reads them, and nobody else holds the instance while it is being filled.
 */
public final class CoreConfig
{
    /** Replica ids are bits of the in-sync set. */
    public static final int MAX_REPLICA_ID = 62;

    private static final long MAX_ARBITER_LEASE_NS = TimeUnit.MINUTES.toNanos(1);

    /** Shard that this replica belongs to. */
    public int shard;

    /** Id of this replica within the shard. */
    public int replicaId;

    /** Streams of the shard. */
    public int streamCount = 1;

    /** Longest entry, bytes. */
    public int maxEntryLength = 64 * 1024;

    /** Longest frame that the transport carries, bytes; at least the longest entry with its headers. */
    public int maxFrameLength = 64 * 1024 + 512;

    /** Frames of several entries stay within this length, bytes: one datagram. A longer entry travels alone. */
    public int subsetMaxLength = 1376;

    /** A heartbeat goes out after this long without one, ns. */
    public long heartbeatIntervalNs = TimeUnit.MILLISECONDS.toNanos(100);

    /** A standby says hello this often until it has joined, ns. */
    public long helloIntervalNs = TimeUnit.MILLISECONDS.toNanos(100);

    /** A primary waits this long for all its standbys before it leads with those that answered, ns. */
    public long startTimeoutNs = TimeUnit.SECONDS.toNanos(5);

    /** A peer that is not heard for this long is told as lost, ns. */
    public long peerTimeoutNs = TimeUnit.SECONDS.toNanos(1);

    /** A moved committed position is announced after this long when no data carries it, ns. */
    public long commitIntervalNs = TimeUnit.MICROSECONDS.toNanos(200);

    /** A standby asks again for a gap after this long, ns. */
    public long rewindIntervalNs = TimeUnit.MILLISECONDS.toNanos(5);

    /** An in-sync standby that acknowledges nothing for this long is dropped, ns; 0 leaves it to the operator. */
    public long dropStandbyAfterNs;

    /** Members, this one included, below which nothing is acknowledged; 0 means 2 with standbys and 1 without. */
    public int minInSync;

    /** Entries of one stream that may be shadowed but not yet acknowledged. */
    public int maxInFlight = 16 * 1024;

    /** Replica that creates the shard at the arbiter; the same on all of them. */
    public int firstPrimaryId;

    /** Silence after which a primary is suspected whatever the forecast says, ns; 0 means twice the peer time-out. */
    public long suspectAfterNs;

    /** A standby that holds less than another waits this long for each better one before it proposes itself, ns. */
    public long candidateStepNs = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * A standby promises with each acknowledgement not to propose itself for this long, ns; 0: a third of the peer
     * time-out.
     */
    public long readLeaseNs;

    /**
     * A primary that is alone in sync asks the arbiter for leave to acknowledge for this long, ns; 0: the peer
     * time-out.
     */
    public long arbiterLeaseNs;

    /** The clock of each replica and the arbiter runs at 1 +/- this of the true rate; leases are shorter by it. */
    public double clockDriftRatio = 1e-3;

    /** Bytes that may be sent again, as a share of those sent first. */
    public double copyShare = 0.05;

    /** Of that, what is kept for copies that teach and are not needed. */
    public double copyExperimentShare = 0.05;

    /** Bytes to send again that may be saved up. */
    public long copyBurstBytes = 64 * 1024;

    /** A frame goes by line B only to learn how line B is, at most this often, ns. */
    public long copyExperimentIntervalNs = TimeUnit.MILLISECONDS.toNanos(100);

    /** A frame that is acknowledged later than this is late: what the risk is about, ns. */
    public long copyDeadlineNs = TimeUnit.MILLISECONDS.toNanos(2);

    /** Risk from which on the newest frame is copied before it is overdue. */
    public double mediumRisk = 0.3;

    /** Risk from which on each frame goes by both lines; not below that. */
    public double highRisk = 0.7;

    /** A standby that stood still for this long, or waited so long for its device, is unhealthy, ns. */
    public long unhealthyPauseNs = TimeUnit.MILLISECONDS.toNanos(20);

    /** A standby whose handler is behind by this many entries is unhealthy. */
    public long unhealthyQueueEntries = 8 * 1024;

    /** It is healthy again after this long without a bad sign, ns. */
    public long healthyAfterNs = TimeUnit.SECONDS.toNanos(1);

    /** Nothing is copied sooner after it was sent, or after its last copy, than this, ns: less than any round trip. */
    public long copyFloorNs = TimeUnit.MICROSECONDS.toNanos(100);

    /** Nothing waits longer for its next copy than this, ns. */
    public long copyCeilingNs = TimeUnit.MILLISECONDS.toNanos(100);

    /** Makes the forecasts of the links; null for those that learn. */
    public LinkForecast.Factory linkForecasts;

    /** A host that was rebooted may have lost unsynced pages: true when entries are synced before they count. */
    public boolean syncedToDevice;

    /** Pre-shared key, or null: then nothing but the transport decides who may speak. */
    public byte[] key;

    /**
     * Checks every value.
     *
     * @return this.
     */
    public CoreConfig conclude()
    {
        range("replicaId", replicaId, 0, MAX_REPLICA_ID);
        range("streamCount", streamCount, 1, 1024);
        range("maxEntryLength", maxEntryLength, 1, 16 * 1024 * 1024);
        range("maxFrameLength", maxFrameLength, maxEntryLength + 256L, 32 * 1024 * 1024);
        range("subsetMaxLength", subsetMaxLength, 256, maxFrameLength);
        range("heartbeatIntervalNs", heartbeatIntervalNs, 1, Long.MAX_VALUE);
        range("helloIntervalNs", helloIntervalNs, 1, Long.MAX_VALUE);
        range("startTimeoutNs", startTimeoutNs, 0, Long.MAX_VALUE);
        range("peerTimeoutNs", peerTimeoutNs, heartbeatIntervalNs, Long.MAX_VALUE);
        range("commitIntervalNs", commitIntervalNs, 0, heartbeatIntervalNs);
        range("rewindIntervalNs", rewindIntervalNs, 0, Long.MAX_VALUE);
        range("dropStandbyAfterNs", dropStandbyAfterNs, 0, Long.MAX_VALUE);
        range("firstPrimaryId", firstPrimaryId, 0, MAX_REPLICA_ID);
        suspectAfterNs = suspectAfterNs == 0 ? 2 * Math.min(peerTimeoutNs, Long.MAX_VALUE / 2) : suspectAfterNs;
        range("suspectAfterNs", suspectAfterNs, heartbeatIntervalNs, Long.MAX_VALUE);
        range("candidateStepNs", candidateStepNs, 0, Long.MAX_VALUE);
        readLeaseNs = readLeaseNs == 0 ? peerTimeoutNs / 3 : readLeaseNs;
        range("readLeaseNs", readLeaseNs, 0, suspectAfterNs / 3);
        arbiterLeaseNs = arbiterLeaseNs == 0 ? Math.min(peerTimeoutNs, MAX_ARBITER_LEASE_NS) : arbiterLeaseNs;
        range("arbiterLeaseNs", arbiterLeaseNs, 1, MAX_ARBITER_LEASE_NS);
        if (!(clockDriftRatio >= 0 && clockDriftRatio <= 0.1))
        {
            throw new IllegalArgumentException("clockDriftRatio=" + clockDriftRatio +
                " is not allowed: from 0 to 0.1");
        }
        range("minInSync", minInSync, 0, MAX_REPLICA_ID + 1L);
        range("maxInFlight", maxInFlight, 1, 1 << 30);
        share("copyShare", copyShare);
        share("copyExperimentShare", copyExperimentShare);
        range("copyBurstBytes", copyBurstBytes, 0, 1L << 40);
        range("copyExperimentIntervalNs", copyExperimentIntervalNs, 0, Long.MAX_VALUE);
        range("copyDeadlineNs", copyDeadlineNs, 1, TimeUnit.HOURS.toNanos(1));
        share("mediumRisk", mediumRisk);
        share("highRisk", highRisk);
        if (highRisk < mediumRisk)
        {
            throw new IllegalArgumentException(
                "highRisk=" + highRisk + " is not allowed: from mediumRisk=" + mediumRisk + " to 1");
        }
        range("unhealthyPauseNs", unhealthyPauseNs, 1, TimeUnit.HOURS.toNanos(1));
        range("unhealthyQueueEntries", unhealthyQueueEntries, 1, Long.MAX_VALUE);
        range("healthyAfterNs", healthyAfterNs, 0, Long.MAX_VALUE);
        range("copyCeilingNs", copyCeilingNs, 1, TimeUnit.HOURS.toNanos(1));
        range("copyFloorNs", copyFloorNs, 1, copyCeilingNs);
        return this;
    }

    /**
     * A lease that another clock grants, as this one may count it: at most (1 - r) / (1 + r) of it, r being the drift.
     *
     * @param leaseNs by the clock of whoever grants it.
     * @return by the clock of whoever holds it.
     */
    public long lessDrift(final long leaseNs)
    {
        return leaseNs - (long)Math.ceil(leaseNs * 2 * clockDriftRatio);
    }

    private static void share(final String name, final double value)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: from 0 to 1");
        }
    }

    private static void range(final String name, final long value, final long min, final long max)
    {
        if (value < min || value > max)
        {
            throw new IllegalArgumentException(name + "=" + value + " is not allowed: from " + min + " to " + max);
        }
    }
}
