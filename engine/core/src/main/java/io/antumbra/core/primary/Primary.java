package io.antumbra.core.primary;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.Journal;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.PrimaryListener;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.Shadow;
import io.antumbra.core.ShadowingPolicy;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.frame.SubsetApplier;
import io.antumbra.core.frame.SubsetFrame;
import io.antumbra.core.resend.DecisionLog;
import io.antumbra.core.resend.LinkMonitor;
import io.antumbra.core.resend.PeerHealth;
import io.antumbra.core.resend.ResendController;
import org.agrona.DirectBuffer;

/**
 * The leader of a shard as a pure machine: frames and time in, frames and decisions out. It shadows an entry before
 * it sends it and acknowledges it once the whole in-sync set holds it.
 *
 * <pre>
 *  append ---&gt; shadow ---&gt; beginSubset/addEntry/endSubset ---&gt; line A ---&gt; standbys
 *                                                                            |
 *  onAcknowledged &lt;--- committed = min(held by every member) &lt;--- onFrame ---+
 * </pre>
 *
 * Owned by one thread. The parts: {@link Beginning} gets it to lead, {@link Greeter} binds standbys, {@link Appender}
 * and {@link LinkSender} are the data path, {@link CommitTracker} decides what is acknowledged, {@link InSyncKeeper}
 * who has to.
 *
 * <p>Rejected: to acknowledge on a majority (whoever takes over may then lack what was acknowledged, and has to look
 * for it among the others; here everybody who may take over has it, and who is too slow is taken out of the set
 * first), and to send before the shadow has it (after a kill the only trace of an entry could be at a standby).
 */
public final class Primary
{
    private static final long TICK_NS = 1_000_000;

    private final PrimaryState state;
    private final ControlFrames control;
    private final Inbox inbox;
    private final Beginning beginning;
    private final Appender appender;
    private final LinkSender sender;
    private final CommitTracker commit;
    private final InSyncKeeper inSyncKeeper;
    private final SubsetApplier applier;
    private final Tenure tenure;

    private long lastTickNs;

    /**
     * @param config   concluded.
     * @param standbys of the shard.
     * @param shadow   of this replica, open and recovered.
     * @param journal  of this replica.
     * @param outbox   to the standbys.
     * @param nonces   for the handshake.
     * @param policy   that decides what is shadowed.
     * @param listener to tell.
     */
    public Primary(final CoreConfig config, final PeerConfig[] standbys, final Shadow shadow, final Journal journal,
        final Outbox outbox, final Nonces nonces, final ShadowingPolicy policy, final PrimaryListener listener)
    {
        this(new ReplicaState(config, shadow, journal), standbys, outbox, nonces, policy, listener, null, null);
    }

    /**
     * A primary to which the arbiter has given an epoch.
     *
     * @param replica   started.
     * @param peers     all other replicas of the shard.
     * @param outbox    to them.
     * @param nonces    for the handshake.
     * @param policy    that decides what is shadowed.
     * @param listener  to tell.
     * @param authority that decides who is in sync; null where this primary does, and begins the epoch itself.
     * @param granted   configuration that names this replica; its epoch is above every one that was promised here.
     */
    public Primary(final ReplicaState replica, final PeerConfig[] peers, final Outbox outbox, final Nonces nonces,
        final ShadowingPolicy policy, final PrimaryListener listener, final InSyncAuthority authority,
        final Configuration granted)
    {
        final StandbyLink[] links = new StandbyLink[peers.length];
        for (int i = 0; i < links.length; i++)
        {
            links[i] = new StandbyLink(peers[i], replica.config);
        }
        state = new PrimaryState(replica, outbox, listener, links, authority);
        control = new ControlFrames(state);
        beginning = authority == null ? new EpochStarter(state, control) : new TakeOver(state, granted);
        appender = new Appender(state, policy);
        sender = new LinkSender(state, control);
        commit = new CommitTracker(state);
        inSyncKeeper = new InSyncKeeper(state, commit);
        tenure = new Tenure(state, inSyncKeeper, commit);
        applier = new SubsetApplier(replica.shadow, state.stats);
        inbox = new Inbox(state, control, new Greeter(state, control, nonces), beginning, commit, applier);
    }

    /**
     * Begins: reads the journal, counts a new incarnation, and waits for the standbys; or takes over the epoch that the
     * arbiter has given, in a replica that is started already.
     *
     * @param bootId of the host, 0 when unknown: this replica then never vouches for what it holds; not used by a take
     *               over.
     * @param nowNs  time.
     */
    public void start(final long bootId, final long nowNs)
    {
        lastTickNs = nowNs;
        beginning.start(bootId, nowNs);
    }

    /**
     * One duty cycle: durability, timers, catch-up, overdue tails. Call it after frames were handed in.
     *
     * @param nowNs time.
     * @return frames of data sent; 0 when there was nothing to do but housekeeping.
     */
    public int doWork(final long nowNs)
    {
        if (state.shadow.sync())
        {
            commit.updateAll(nowNs);
        }
        if (nowNs - lastTickNs >= TICK_NS)
        {
            lastTickNs = nowNs;
            tick(nowNs);
        }
        announceCommits(nowNs);
        return sender.doWork(nowNs);
    }

    private void tick(final long nowNs)
    {
        if (!state.isLeading)
        {
            beginning.doWork(nowNs);
        }
        for (final StandbyLink link : state.links)
        {
            link.tick(nowNs);
            if (link.isBound && state.epoch == 0 &&
                nowNs - link.lastControlNs >= state.config.heartbeatIntervalNs)
            {
                control.heartbeat(link, nowNs);
            }
            if (link.isBound && link.adoptedEpoch != state.epoch &&
                nowNs - link.lastControlNs >= state.config.helloIntervalNs)
            {
                control.offerEpoch(link, nowNs);
            }
            if (link.isFollowing(state.epoch) && nowNs - link.lastControlNs >= state.config.heartbeatIntervalNs)
            {
                control.heartbeat(link, nowNs);
            }
        }
        if (state.mayCommit)
        {
            inSyncKeeper.doWork(nowNs);
            commit.updateAll(nowNs);
        }
    }

    private void announceCommits(final long nowNs)
    {
        for (final StandbyLink link : state.links)
        {
            if (nowNs - link.lastFrameNs >= state.config.commitIntervalNs && link.isFollowing(state.epoch) &&
                isCommitNews(link))
            {
                control.announceCommits(link, nowNs);
            }
        }
    }

    private boolean isCommitNews(final StandbyLink link)
    {
        for (int streamId = 0; streamId < state.committed.length; streamId++)
        {
            if (state.committed[streamId] > link.announcedCommit[streamId])
            {
                return true;
            }
        }
        return false;
    }

    /**
     * Hands in a frame from the acknowledgement channel.
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
        inbox.onFrame(sessionId, buffer, offset, length, nowNs);
    }

    /**
     * @param sessionId of a session that ended.
     * @param nowNs     time.
     */
    public void onSessionGone(final int sessionId, final long nowNs)
    {
        final StandbyLink link = state.linkOfSession(sessionId);
        if (link != null)
        {
            link.unbind();
            inSyncKeeper.lost(link);
        }
    }

    /**
     * The transport was built anew: every session is gone.
     *
     * @param nowNs time.
     */
    public void onTransportReset(final long nowNs)
    {
        for (final StandbyLink link : state.links)
        {
            if (link.isBound)
            {
                onSessionGone(link.sessionId, nowNs);
            }
        }
    }

    /**
     * Shadows one entry. In: stream id, priority, entry length, subset count, both timestamps, and subset id 0 when it
     * starts a subset. Out: sequence, origin epoch, subset id, flags, stored length and checksum.
     *
     * @param meta    see above.
     * @param payload that holds {@code meta.entryLength} bytes, at least 1 and at most the configured maximum.
     * @param offset  of the first one.
     * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED} or {@link Outcome#NOT_PRIMARY}.
     */
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        return appender.append(meta, payload, offset);
    }

    /**
     * Starts the frame of a subset that was shadowed whole.
     *
     * @param streamId      of its entries.
     * @param firstSequence of them.
     * @param nowNs         goes out as the send timestamp.
     */
    public void beginSubset(final int streamId, final long firstSequence, final long nowNs)
    {
        state.frame.begin(state.config.shard, streamId, state.epoch, firstSequence, state.committed[streamId], nowNs,
            false);
    }

    /**
     * Adds an entry as {@link #append} left it, with its payload even when the policy left it out of the shadow.
     *
     * @param meta    of the entry.
     * @param payload that holds it.
     * @param offset  of its first byte.
     */
    public void addEntry(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        final int crc = meta.isUnprotected() ? applier.travellingCrc(meta, payload, offset) : meta.crc;
        state.frame.add(meta, crc, payload, offset, meta.entryLength);
    }

    /**
     * Sends the frame to every standby that is up to it; the others are served from the shadow.
     *
     * @param nowNs time.
     */
    public void endSubset(final long nowNs)
    {
        final SubsetFrame frame = state.frame;
        frame.end();
        if (sender.sendFresh(frame, nowNs))
        {
            appender.inFlight(frame.streamId(), frame.firstSequence(), frame.lastSequence());
        }
        else if (state.links.length == 0 && !state.config.syncedToDevice)
        {
            commit.update(frame.streamId(), nowNs);
        }
    }

    /**
     * Whoever appends now is too early: every standby that follows has refused what it still has to get, so the entry
     * could only be sent later, read back from the shadow when it has long left the cache. Better to leave it where it
     * is. One standby that is up to it is enough to go on, and none that follows is no reason to wait.
     *
     * @return true while that is so; {@link #append} works all the same.
     */
    public boolean isHeldUp()
    {
        boolean isHeldUp = false;
        for (final StandbyLink link : state.links)
        {
            if (link.isFollowing(state.epoch))
            {
                if (!sender.isHeldUp(link))
                {
                    return false;
                }
                isHeldUp = true;
            }
        }
        return isHeldUp;
    }

    /** @return what the arbiter's word does here. */
    public Tenure tenure()
    {
        return tenure;
    }

    /**
     * The operator's decision to go on without a standby. Where the arbiter decides, OK says that it is asked.
     *
     * @param replicaId of the standby.
     * @param nowNs     time.
     * @return {@link Outcome#OK}, {@link Outcome#NOT_PRIMARY}, or {@link Outcome#NOT_RETAINED} when it is not in the
     *         set or too few would be left; the listener is told why.
     */
    public int dropStandby(final int replicaId, final long nowNs)
    {
        if (!state.mayCommit)
        {
            return Outcome.NOT_PRIMARY;
        }
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link != null && inSyncKeeper.drop(link, nowNs) ? Outcome.OK : Outcome.NOT_RETAINED;
    }

    /** @return true once entries are accepted. */
    public boolean isLeading()
    {
        return state.isLeading;
    }

    /** @return the epoch that this replica leads, 0 before. */
    public long epoch()
    {
        return state.epoch;
    }

    /** @return number of this start of the replica. */
    public long incarnation()
    {
        return state.epochState.incarnation;
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence shadowed.
     */
    public long end(final int streamId)
    {
        return state.shadow.end(streamId);
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence that the whole in-sync set holds.
     */
    public long committed(final int streamId)
    {
        return state.committed[streamId];
    }

    /**
     * @param replicaId of a standby.
     * @param streamId  of the stream.
     * @return highest sequence that it has acknowledged in its present incarnation.
     */
    public long acknowledged(final int replicaId, final int streamId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link == null ? 0 : link.acknowledged[streamId];
    }

    /** @return members of the in-sync set, this replica included. */
    public int inSyncCount()
    {
        return state.inSyncCount();
    }

    /**
     * @param replicaId of a standby.
     * @return true when its acknowledgement is needed.
     */
    public boolean isInSync(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link != null && link.isInSync;
    }

    /**
     * What the transport has counted of a link, since it was opened; at most every few milliseconds.
     *
     * @param replicaId          of the standby.
     * @param naksReceived       requests for repair on line A.
     * @param retransmittedBytes sent to repair it.
     * @param sentBytes          sent on it in all.
     * @param nowNs              time.
     */
    public void onLineStatistics(final int replicaId, final long naksReceived, final long retransmittedBytes,
        final long sentBytes, final long nowNs)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        if (link != null)
        {
            link.monitor.onLineA(naksReceived, retransmittedBytes, sentBytes);
        }
    }

    /**
     * How long the transport should ignore requests for what it has just repaired: a bit more than the longest round
     * trip that is forecast. Sooner it would repair twice what is on its way, later a lost repair waits.
     *
     * @return ns, 100 us to 10 ms.
     */
    public long retransmitLingerNs()
    {
        long longestNs = 0;
        for (final StandbyLink link : state.links)
        {
            if (link.isBound)
            {
                longestNs = Math.max(longestNs, link.controller.retransmitLingerNs());
            }
        }
        return longestNs == 0 ? ResendController.MAX_LINGER_NS : longestNs;
    }

    /**
     * The highest risk of its links, as weighed last.
     *
     * @return chance that the next frame to a standby misses its deadline, 0 to 1; 0 without a standby.
     */
    public double risk()
    {
        double highest = 0;
        for (final StandbyLink link : state.links)
        {
            highest = link.isBound ? Math.max(highest, link.controller.risk()) : highest;
        }
        return highest;
    }

    /**
     * @param replicaId of a standby.
     * @return what the link to it is like, or null when there is none; to be read on the thread of this primary.
     */
    public LinkMonitor monitor(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link == null ? null : link.monitor;
    }

    /**
     * @param replicaId of a standby.
     * @return how it is, or null when there is none.
     */
    public PeerHealth.State health(final int replicaId)
    {
        final StandbyLink link = state.linkOfReplica(replicaId);
        return link == null ? null : link.health.state();
    }

    /** @return why things were sent again; to be read on the thread of this primary. */
    public DecisionLog decisions()
    {
        return state.decisions;
    }

    /** @return what this machine counts. */
    public CoreStats stats()
    {
        return state.stats;
    }
}
