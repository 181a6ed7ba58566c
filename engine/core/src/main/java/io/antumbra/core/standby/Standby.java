package io.antumbra.core.standby;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.Journal;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outbox;
import io.antumbra.core.Problem;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.Shadow;
import io.antumbra.core.StandbyListener;
import io.antumbra.core.delivery.Delivery;
import io.antumbra.core.frame.FrameCheck;
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
 * Acknowledgements are positions, repeated until the transport takes them.
 *
 * <p>Owned by one thread. The parts: {@link Joiner} gets it into an epoch, {@link Acknowledger} says what it holds,
 * {@link Delivery} serves the handler, {@link RangeServer} repairs a primary that starts with less than we hold.
 *
 * <p>Rejected: to acknowledge behind a hole (the primary would have to keep count of holes, and what was taken would
 * have to be told from what was only sent), one acknowledgement for each entry (a position says as much, and covers
 * those that were lost), and to deliver what has just arrived (it may be taken back, a handler cannot take it back).
 */
public final class Standby
{
    private final StandbyState state;
    private final StandbyFrames frames;
    private final Joiner joiner;
    private final Delivery delivery;
    private final RangeServer rangeServer;
    private final Acknowledger acknowledger;
    private final Refusals refusals;
    private final LineMerge merge;

    private final FrameCheck check = new FrameCheck();
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ChallengeDecoder challenge = new ChallengeDecoder();
    private final NewEpochDecoder newEpoch = new NewEpochDecoder();
    private final SubsetDecoder subset = new SubsetDecoder();
    private final HeartbeatDecoder heartbeat = new HeartbeatDecoder();
    private final RefusalDecoder refusal = new RefusalDecoder();
    private final FetchRangeDecoder fetchRange = new FetchRangeDecoder();

    private long lastHeardNs;
    private long heartbeats;
    private int rank;

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
        this(new ReplicaState(config, shadow, journal), primaryId, outbox, nonces, handler, listener);
    }

    private Standby(final ReplicaState replica, final int id, final Outbox outbox, final Nonces nonces,
        final EntryHandler handler, final StandbyListener listener)
    {
        this(replica, id, outbox, nonces, new Delivery(replica, handler, listener), listener, 0);
    }

    /**
     * A follower in a replica that may come to lead.
     *
     * @param replica   started.
     * @param primaryId replica that this one follows.
     * @param outbox    to the primary.
     * @param nonces    for the handshake.
     * @param delivery  started.
     * @param listener  to tell.
     * @param leaseNs   that each acknowledgement promises, 0 for none: no proposal for so long.
     */
    public Standby(final ReplicaState replica, final int primaryId, final Outbox outbox, final Nonces nonces,
        final Delivery delivery, final StandbyListener listener, final long leaseNs)
    {
        state = new StandbyState(replica, primaryId, outbox, listener, leaseNs);
        frames = new StandbyFrames(state);
        joiner = new Joiner(state, frames, nonces, delivery);
        this.delivery = delivery;
        rangeServer = new RangeServer(state, frames);
        acknowledger = new Acknowledger(state, frames);
        refusals = new Refusals(state);
        merge = new LineMerge(state, acknowledger);
    }

    /**
     * Begins: reads the journal, counts a new incarnation, asks the handler for its positions.
     *
     * @param bootId of the host, 0 when unknown: this replica then never vouches for what it holds.
     * @param nowNs  time.
     */
    public void start(final long bootId, final long nowNs)
    {
        follow(nowNs);
        state.replica.start(bootId, 1);
        delivery.start();
    }

    /**
     * Begins in a replica that is started already.
     *
     * @param nowNs time.
     */
    public void follow(final long nowNs)
    {
        lastHeardNs = nowNs;
        acknowledger.start(nowNs);
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
            leave();
            state.listener.onPrimaryLost();
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
        return acknowledger.doWork(nowNs);
    }

    /**
     * Hands in a frame of a primary. Both lines of one primary are one session.
     *
     * @param line      {@link Outbox#LINE_A} or {@link Outbox#LINE_B}.
     * @param sessionId of the transport session that it came by.
     * @param buffer    that holds it; read during the call only.
     * @param offset    of its first byte.
     * @param length    in bytes.
     * @param nowNs     time.
     */
    public void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length, final long nowNs)
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
                onBoundFrame(line, templateId, buffer, offset, nowNs);
                break;
            case ChallengeDecoder.TEMPLATE_ID:
                lastHeardNs = nowNs;
                joiner.onChallenge(sessionId, challenge.wrapAndApplyHeader(buffer, offset, header), nowNs);
                break;
            case RefusalDecoder.TEMPLATE_ID:
                refusals.onRefusal(refusal.wrapAndApplyHeader(buffer, offset, header));
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

    private void onBoundFrame(final int line, final int templateId, final DirectBuffer buffer, final int offset,
        final long nowNs)
    {
        switch (templateId)
        {
            case SubsetDecoder.TEMPLATE_ID:
                onSubset(line, buffer, offset, nowNs);
                break;
            case HeartbeatDecoder.TEMPLATE_ID:
                onHeartbeat(line, buffer, offset, nowNs);
                break;
            case NewEpochDecoder.TEMPLATE_ID:
                onNewEpoch(joiner.onNewEpoch(newEpoch.wrapAndApplyHeader(buffer, offset, header)));
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

    private void onNewEpoch(final Joiner.Adoption adoption)
    {
        if (adoption == Joiner.Adoption.TOLD)
        {
            acknowledger.forgetRewind();
        }
        else if (adoption == Joiner.Adoption.CLAIM_LESS)
        {
            leave();
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

    private void onSubset(final int line, final DirectBuffer buffer, final int offset, final long nowNs)
    {
        subset.wrapAndApplyHeader(buffer, offset, header);
        final int streamId = subset.streamId();
        if (!isCurrent(subset.shard(), subset.epoch()) || !state.isStream(streamId))
        {
            return;
        }
        acknowledger.onSubset(subset.sendTimestampNs(), nowNs);
        state.committed[streamId] = Math.max(state.committed[streamId], subset.committedSequence());
        if (!merge.onSubset(line, subset))
        {
            leave();
        }
    }

    private void onHeartbeat(final int line, final DirectBuffer buffer, final int offset, final long nowNs)
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
        if (heartbeat.inSyncSet() == 0)
        {
            acknowledger.onTimestamp(heartbeat.sendTimestampNs(), nowNs);
            merge.onProbe(line, heartbeat);
            return;
        }
        if (heartbeat.sendTimestampNs() != 0)
        {
            heartbeats++;
            rank = heartbeat.rank();
            acknowledger.onTimestamp(heartbeat.sendTimestampNs(), nowNs);
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
                joiner.onEnd(streamId, positions.endSequence());
            }
        }
        joiner.onInSync(inSyncSet, isToThisStart);
    }

    private void leave()
    {
        state.sessionId = StandbyState.NO_SESSION;
        state.epoch = 0;
        state.receipts.reset();
        acknowledger.stop();
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
            leave();
            state.listener.onPrimaryLost();
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

    /** @return replica that is followed. */
    public int primaryId()
    {
        return state.primaryId;
    }

    /** Leaves the primary, if it was heard, and says hello to it anew. */
    public void rejoin()
    {
        leave();
    }

    /** Says hello at once, if no primary is bound. */
    public void hurry()
    {
        joiner.hurry();
    }

    /** @return true while a primary that has proved itself is heard. */
    public boolean isBound()
    {
        return state.sessionId != StandbyState.NO_SESSION;
    }

    /** @return when the primary was last heard, ns. */
    public long lastHeardNs()
    {
        return lastHeardNs;
    }

    /** @return heartbeats of the epoch that is followed. */
    public long heartbeats()
    {
        return heartbeats;
    }

    /** @return in-sync standbys that hold more than this one, as the primary has told last. */
    public int rank()
    {
        return rank;
    }

    /**
     * @param nowNs time.
     * @return true while this replica has promised not to propose itself.
     */
    public boolean isPromised(final long nowNs)
    {
        return acknowledger.isPromised(nowNs);
    }

    /** @return number of this start of the replica. */
    public long incarnation()
    {
        return state.epochState.incarnation;
    }

    /** @return true when this replica can vouch for every sequence that it ever acknowledged. */
    public boolean isEligible()
    {
        return state.replica.isEligible();
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
