package io.antumbra.core.standby;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.Journal;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.Problem;
import io.antumbra.core.Shadow;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.frame.FrameCheck;
import io.antumbra.core.frame.SubsetApplier;
import io.antumbra.wire.ChallengeDecoder;
import io.antumbra.wire.FetchRangeDecoder;
import io.antumbra.wire.HeartbeatDecoder;
import io.antumbra.wire.MessageHeaderDecoder;
import io.antumbra.wire.NewEpochDecoder;
import io.antumbra.wire.RefusalDecoder;
import io.antumbra.wire.SubsetDecoder;
import org.agrona.DirectBuffer;

/**
 * A follower of a shard as a pure machine: takes entries into its shadow, acknowledges the highest contiguous sequence
 * it holds, and delivers in order up to what the primary has committed.
 *
 * <pre>
 * onFrame ---&gt; verify ---&gt; shadow ---&gt; (sync) ---&gt; acknowledge ---&gt; deliver what is committed
 * </pre>
 *
 * Acknowledgements are positions, one frame each duty cycle whatever arrived in it, repeated until the transport takes
 * it. While subsets arrive in every duty cycle, one acknowledgement serves several of them: under a flood the frames
 * that nobody waits for cost as much as those that carry entries.
 *
 * <p>Owned by one thread. The parts: {@link Joiner} gets it into an epoch, {@link Delivery} serves the handler,
 * {@link RangeServer} repairs a primary that starts with less than we hold.
 */
public final class Standby
{
    private static final int SUBSETS_PER_ACKNOWLEDGEMENT = 4;

    /** Duty cycles in a row that brought subsets, after which this is a flood and not a burst. */
    private static final int FLOOD_CYCLES = 3;

    private final StandbyState state;
    private final StandbyFrames frames;
    private final Joiner joiner;
    private final Delivery delivery;
    private final RangeServer rangeServer;
    private final SubsetApplier applier;

    private final FrameCheck check = new FrameCheck();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ChallengeDecoder challenge = new ChallengeDecoder();
    private final NewEpochDecoder newEpoch = new NewEpochDecoder();
    private final SubsetDecoder subset = new SubsetDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final FetchRangeDecoder fetchRange = new FetchRangeDecoder();

    private boolean isAcknowledgementDue;
    private boolean isRewindDue;
    private int arrived;
    private int unacknowledged;
    private int busyCycles;
    private long echoedTimestampNs;
    private long echoedAtNs;
    private long lastRewindNs;
    private long lastHeardNs;

    /**
     * @param config    concluded.
     * @param primaryId replica that this one follows.
     * @param shadow    of this replica, open and recovered.
     * @param journal   of this replica.
     * @param outbox    to the primary.
     * @param nonces    for the handshake.
     * @param handler   to deliver to, or null for a replica that only holds entries.
     * @param listener  to tell.
     */
    public Standby(final CoreConfig config, final int primaryId, final Shadow shadow, final Journal journal,
        final Outbox outbox, final Nonces nonces, final EntryHandler handler, final StandbyListener listener)
    {
        state = new StandbyState(config, primaryId, shadow, journal, outbox, listener);
        frames = new StandbyFrames(state);
        joiner = new Joiner(state, frames, nonces);
        delivery = new Delivery(state, handler);
        rangeServer = new RangeServer(state, frames);
        applier = new SubsetApplier(shadow, state.stats);
    }

    /**
     * Begins: reads the journal, counts a new incarnation, asks the handler for its positions.
     *
     * @param bootId of the host, 0 when unknown: this replica then never vouches for what it holds.
     * @param nowNs  time.
     */
    public void start(final long bootId, final long nowNs)
    {
        lastHeardNs = nowNs;
        lastRewindNs = nowNs;
        joiner.start(bootId);
        delivery.start();
    }

    /**
     * One duty cycle: {@link #acknowledge}, then {@link #deliver}. Call it after frames were handed in.
     *
     * @param nowNs time.
     * @return entries delivered and frames of data sent.
     */
    public int doWork(final long nowNs)
    {
        acknowledge(nowNs);
        return deliver(nowNs);
    }

    /**
     * The part of the duty cycle that nobody waits for: delivery and timers.
     *
     * @param nowNs time.
     * @return entries delivered and frames of data sent.
     */
    public int deliver(final long nowNs)
    {
        if (state.sessionId != StandbyState.NO_SESSION &&
            (nowNs - lastHeardNs >= state.config.peerTimeoutNs || joiner.isJoinOverdue(nowNs)))
        {
            losePrimary();
        }
        joiner.doWork(nowNs);
        return delivery.doWork(nowNs) + rangeServer.doWork(nowNs);
    }

    /**
     * The part of the duty cycle that the primary waits for: durability, and to say what is held, if that is due. Once
     * in each duty cycle.
     *
     * @param nowNs time.
     * @return true when an acknowledgement went out.
     */
    public boolean acknowledge(final long nowNs)
    {
        isAcknowledgementDue |= state.shadow.sync();
        final boolean isRewind = isRewindDue && nowNs - lastRewindNs >= state.config.rewindIntervalNs;
        busyCycles = arrived == 0 ? 0 : busyCycles + 1;
        unacknowledged += arrived;
        arrived = 0;
        final boolean mayWait = busyCycles > FLOOD_CYCLES && unacknowledged < SUBSETS_PER_ACKNOWLEDGEMENT;
        if (state.epoch == 0 || (!isRewind && (!isAcknowledgementDue || mayWait)))
        {
            return false;
        }
        state.promiseHeld();
        final boolean isSent = frames.acknowledge(echoedTimestampNs, echoedTimestampNs == 0 ? 0 : nowNs - echoedAtNs,
            isRewind);
        if (isSent)
        {
            isAcknowledgementDue = false;
            unacknowledged = 0;
            echoedTimestampNs = 0;
            if (isRewind)
            {
                isRewindDue = false;
                lastRewindNs = nowNs;
            }
        }
        return isSent;
    }

    /**
     * Hands in a frame from line A.
     *
     * @param sessionId of the transport session that it came by.
     * @param buffer    that holds it; read during the call only.
     * @param offset    of its first byte.
     * @param length    in bytes.
     * @param nowNs     time.
     */
    public void onFrame(final int sessionId, final DirectBuffer buffer, final int offset, final int length,
        final long nowNs)
    {
        final int templateId = check.templateId(buffer, offset, length);
        switch (templateId)
        {
            case SubsetDecoder.TEMPLATE_ID:
            case HeartbeatDecoder.TEMPLATE_ID:
            case NewEpochDecoder.TEMPLATE_ID:
            case FetchRangeDecoder.TEMPLATE_ID:
                if (sessionId != state.sessionId)
                {
                    state.stats.refusedFrames++;
                    return;
                }
                lastHeardNs = nowNs;
                onBoundFrame(templateId, buffer, offset, nowNs);
                break;
            case ChallengeDecoder.TEMPLATE_ID:
                lastHeardNs = nowNs;
                joiner.onChallenge(sessionId, challenge.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case RefusalDecoder.TEMPLATE_ID:
                onRefusal(buffer, offset);
                break;
            case FrameCheck.FOREIGN:
                state.stats.foreignFrames++;
                state.tellOnce(Problem.FOREIGN_FRAME,
                    "a frame of another schema arrived and was dropped: who else sends here?");
                break;
            case FrameCheck.OTHER_VERSION:
                state.stats.foreignFrames++;
                header.wrap(buffer, offset);
                state.tellOnce(Problem.WIRE_VERSION, "the primary speaks version " + header.version() +
                    " of the wire, this standby " + MessageHeaderDecoder.SCHEMA_VERSION +
                    ": run the same release on all replicas");
                break;
            default:
                state.stats.malformedFrames++;
                state.tellOnce(Problem.MALFORMED_FRAME, "a frame of " + length + " bytes is malformed and was dropped");
                break;
        }
    }

    private void onBoundFrame(final int templateId, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        switch (templateId)
        {
            case SubsetDecoder.TEMPLATE_ID:
                onSubset(buffer, offset, nowNs);
                break;
            case HeartbeatDecoder.TEMPLATE_ID:
                onHeartbeat(buffer, offset, nowNs);
                break;
            case NewEpochDecoder.TEMPLATE_ID:
                if (joiner.onNewEpoch(newEpoch.wrapAndApplyHeader(buffer, offset, header)))
                {
                    isRewindDue = false;
                }
                break;
            default:
                fetchRange.wrapAndApplyHeader(buffer, offset, header);
                if (fetchRange.shard() == state.config.shard && state.epoch == 0 &&
                    state.isStream(fetchRange.streamId()))
                {
                    rangeServer.serve(fetchRange.streamId(), fetchRange.firstSequence(), fetchRange.lastSequence());
                }
                break;
        }
    }

    private boolean isCurrent(final int shard, final long epoch)
    {
        if (shard == state.config.shard && epoch == state.epoch && epoch != 0)
        {
            state.stats.framesReceived++;
            return true;
        }
        state.stats.refusedFrames++;
        if (shard != state.config.shard)
        {
            state.tellOnce(Problem.FOREIGN_FRAME, "a frame of shard " + shard + " arrived and was dropped");
        }
        else if (epoch < state.epochState.promisedEpoch)
        {
            state.tellOnce(Problem.STALE_EPOCH, "a frame of epoch " + epoch + " arrived, epoch " +
                state.epochState.promisedEpoch + " is promised: dropped");
        }
        return false;
    }

    private void onSubset(final DirectBuffer buffer, final int offset, final long nowNs)
    {
        subset.wrapAndApplyHeader(buffer, offset, header);
        final int streamId = subset.streamId();
        if (!isCurrent(subset.shard(), subset.epoch()) || !state.isStream(streamId))
        {
            return;
        }
        arrived++;
        echoedTimestampNs = subset.sendTimestampNs();
        echoedAtNs = nowNs;
        isAcknowledgementDue = true;
        state.committed[streamId] = Math.max(state.committed[streamId], subset.committedSequence());
        switch (applier.apply(subset))
        {
            case SubsetApplier.APPLIED:
                break;
            case SubsetApplier.GAP:
                state.stats.gaps++;
                isRewindDue = true;
                break;
            case Outcome.BACK_PRESSURED:
                state.stats.backPressured++;
                isRewindDue = true;
                break;
            case SubsetApplier.CONFLICT:
                state.tellOnce(Problem.IDENTITY_CONFLICT, "stream " + streamId + " has a sequence of the subset at " +
                    subset.firstSequence() + " from another epoch: refused, joining anew");
                leave();
                break;
            default:
                state.stats.corruptEntries++;
                isRewindDue = true;
                state.tellOnce(Problem.CORRUPT_FRAME, "an entry of stream " + streamId + " in the subset at " +
                    subset.firstSequence() + " does not match its checksum: dropped, asked for again");
                break;
        }
    }

    private void onHeartbeat(final DirectBuffer buffer, final int offset, final long nowNs)
    {
        heartbeat.wrapAndApplyHeader(buffer, offset, header);
        final boolean isToThisStart = heartbeat.replicaIncarnation() == state.epochState.incarnation;
        if (heartbeat.epoch() == 0 && heartbeat.shard() == state.config.shard && isToThisStart)
        {
            joiner.onWaiting(nowNs);
            return;
        }
        if (!isCurrent(heartbeat.shard(), heartbeat.epoch()))
        {
            return;
        }
        if (heartbeat.sendTimestampNs() != 0)
        {
            echoedTimestampNs = heartbeat.sendTimestampNs();
            echoedAtNs = nowNs;
            isAcknowledgementDue = true;
        }
        final long inSyncSet = heartbeat.inSyncSet();
        final HeartbeatDecoder.PositionsDecoder positions = heartbeat.positions();
        while (positions.hasNext())
        {
            positions.next();
            final int streamId = positions.streamId();
            if (state.isStream(streamId))
            {
                state.committed[streamId] = Math.max(state.committed[streamId], positions.committedSequence());
                joiner.onEnd(streamId, positions.endSequence(), isToThisStart);
            }
        }
        joiner.onInSync(inSyncSet, isToThisStart);
    }

    private void onRefusal(final DirectBuffer buffer, final int offset)
    {
        refusal.wrapAndApplyHeader(buffer, offset, header);
        if (refusal.shard() != state.config.shard)
        {
            state.stats.foreignFrames++;
        }
        switch (refusal.reason())
        {
            case WIRE_VERSION:
                state.tellOnce(Problem.WIRE_VERSION, "the primary speaks another version of the wire than this" +
                    " standby, " + MessageHeaderDecoder.SCHEMA_VERSION + ": run the same release on all replicas");
                break;
            case PROOF:
                state.tellOnce(Problem.PROOF_FAILED, "the primary did not accept our proof of the pre-shared key:" +
                    " give both replicas the same key file");
                break;
            case GAP_BEYOND_SHADOW:
                state.tellOnce(Problem.GAP_BEYOND_SHADOW, "stream " + refusal.streamId() + " is needed from sequence " +
                    refusal.firstSequence() + ", the primary's oldest is " + refusal.oldestSequence() +
                    ": give this replica a copy of a complete shadow folder");
                break;
            case HISTORY:
                state.tellOnce(Problem.HISTORY_TOO_OLD, "this standby is further behind than the primary's epoch" +
                    " history: give it a copy of a complete shadow folder");
                break;
            default:
                state.tellOnce(Problem.UNKNOWN_REPLICA, "the primary of shard " + refusal.shard() +
                    " does not accept this replica: its id, shard, streams or entry length differ");
                break;
        }
    }

    private void losePrimary()
    {
        leave();
        state.listener.onPrimaryLost();
    }

    private void leave()
    {
        state.sessionId = StandbyState.NO_SESSION;
        state.epoch = 0;
        isAcknowledgementDue = false;
        isRewindDue = false;
        rangeServer.stop();
        joiner.again();
    }

    /**
     * @param sessionId of a session that ended.
     * @param nowNs     time.
     */
    public void onSessionGone(final int sessionId, final long nowNs)
    {
        if (sessionId == state.sessionId)
        {
            lastHeardNs = nowNs;
            losePrimary();
        }
    }

    /**
     * The transport was built anew: every session is gone.
     *
     * @param nowNs time.
     */
    public void onTransportReset(final long nowNs)
    {
        if (state.sessionId != StandbyState.NO_SESSION)
        {
            onSessionGone(state.sessionId, nowNs);
        }
    }

    /** @return true while this replica is in the epoch of a primary that is heard. */
    public boolean isFollowing()
    {
        return state.epoch != 0;
    }

    /** @return epoch that is followed, 0 for none. */
    public long epoch()
    {
        return state.epoch;
    }

    /** @return number of this start of the replica. */
    public long incarnation()
    {
        return state.epochState.incarnation;
    }

    /** @return true when this replica can vouch for every sequence that it ever acknowledged. */
    public boolean isEligible()
    {
        return state.isEligible;
    }

    /**
     * @param streamId of the stream.
     * @return highest contiguous sequence in the shadow.
     */
    public long end(final int streamId)
    {
        return state.shadow.end(streamId);
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence known to be committed.
     */
    public long committed(final int streamId)
    {
        return state.committed[streamId];
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence that the handler has seen.
     */
    public long delivered(final int streamId)
    {
        return state.delivered[streamId];
    }

    /** @return what this machine counts. */
    public CoreStats stats()
    {
        return state.stats;
    }
}
