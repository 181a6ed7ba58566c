package io.antumbra.core.primary;

import java.util.Arrays;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.PeerConfig;
import io.antumbra.core.resend.LearnedForecast;
import io.antumbra.core.resend.LinkMonitor;
import io.antumbra.core.resend.PeerHealth;
import io.antumbra.core.resend.ResendController;
import io.antumbra.core.resend.SentFrames;

/**
 * What a primary knows of one standby: which session speaks for it, how far it is told and how far it holds, per
 * stream.
 * Plain state, changed by the parts of {@link Primary} on its thread.
 *
 * <pre>
 *        acknowledged            nextToSend           end of the stream
 *  ============|--- in flight -------|--- to be sent -------|
 * </pre>
 */
final class StandbyLink
{
    static final int NO_SESSION = Integer.MIN_VALUE;

    /** Frames under way that are watched; a flood has more, and shows its gaps by itself. */
    private static final int WATCHED_FRAMES = 4096;

    final int replicaId;
    final boolean isShadowNode;
    final SentFrames sent = new SentFrames(WATCHED_FRAMES);
    final ResendController controller;
    final LinkMonitor monitor = new LinkMonitor();
    final PeerHealth health;

    final long[] acknowledged;
    final long[] delivered;
    final long[] nextToSend;
    final long[] announcedCommit;

    /** Highest sequence that it was ever sent since it joined; {@link #nextToSend} goes back when it asks for that. */
    final long[] sentThrough;
    final long[] lastSendNs;
    final long[] progressNs;

    final Admission admission;

    final long[] joinEnd;
    final long[] joinEndOriginEpoch;
    final long[] gapFirst;
    final long[] gapEnd;
    long joinAdoptedEpoch;
    long joinPromisedEpoch;
    boolean isEligible;

    int sessionId = NO_SESSION;
    boolean isBound;
    boolean isInSync;

    /** The arbiter was asked to take it in or out and has not answered: until then it is needed. */
    boolean isAsked;

    /** It proposes nothing before {@link #leaseUntilNs}. */
    boolean hasLease;
    long leaseUntilNs;
    boolean isLost;

    /** In-sync standbys that hold more, as told last. */
    int rank;
    boolean isBeyondShadow;
    boolean isRefused;
    long incarnation;
    long adoptedEpoch;
    long lastHeardNs;
    long lastControlNs;
    long lastFrameNs;
    long waitingSinceNs;

    /** Line A is away and line B carries everything. */
    boolean isOnLineB;

    /** Of the last frame on line B; goes on for as long as this link is there. */
    long lineNumber;

    /** Times in a row that all was sent anew by line B and nothing was acknowledged. */
    int goBacks;

    /** Entries that line B brought first, as told since it joined. */
    long usefulCopies;

    /** Frames below this number are copied though they are not overdue, for the standby is not well. */
    long copyBelow;

    /** It was dropped, and has answered nothing that was sent since. */
    boolean isSilentSinceDropped;
    private long droppedNs;

    int challengedSessionId = NO_SESSION;
    long challengedIncarnation;

    StandbyLink(final PeerConfig peer, final CoreConfig config)
    {
        replicaId = peer.replicaId();
        isShadowNode = peer.isShadowNode();
        controller = new ResendController(config, config.linkForecasts == null ?
            new LearnedForecast(config.copyDeadlineNs) : config.linkForecasts.forLink(replicaId));
        health = new PeerHealth(config);
        final int streamCount = config.streamCount;
        acknowledged = new long[streamCount];
        delivered = new long[streamCount];
        nextToSend = new long[streamCount];
        announcedCommit = new long[streamCount];
        sentThrough = new long[streamCount];
        lastSendNs = new long[streamCount];
        progressNs = new long[streamCount];
        admission = new Admission(streamCount);
        joinEnd = new long[streamCount];
        joinEndOriginEpoch = new long[streamCount];
        gapFirst = new long[streamCount];
        gapEnd = new long[streamCount];
        Arrays.fill(nextToSend, 1);
    }

    /** Bound, in our epoch, and able to take what comes next. */
    boolean isFollowing(final long epoch)
    {
        return isBound && adoptedEpoch == epoch && epoch != 0 && !isBeyondShadow;
    }

    /** Nothing is committed that it has not acknowledged: it is a member, or about to become one. */
    boolean isNeeded()
    {
        return isInSync || isAsked || admission.isRequired();
    }

    /** It may be a member for all that is known here, so it may propose itself. */
    boolean mayPropose(final long nowNs)
    {
        return (isInSync || isAsked) && !(hasLease && leaseUntilNs - nowNs > 0);
    }

    void bind(final int session, final long newIncarnation, final long nowNs)
    {
        sessionId = session;
        incarnation = newIncarnation;
        isBound = true;
        isLost = false;
        Arrays.fill(gapEnd, 0);
        isBeyondShadow = false;
        isRefused = false;
        isOnLineB = false;
        usefulCopies = 0;
        sent.clear();
        controller.onJoined(nowNs);
        monitor.onJoined(nowNs);
        health.onJoined(nowNs);
        adoptedEpoch = 0;
        hasLease = false;
        admission.end();
        lastHeardNs = nowNs;
        waitingSinceNs = nowNs;
    }

    void dropped(final long nowNs)
    {
        isSilentSinceDropped = true;
        droppedNs = nowNs;
    }

    /**
     * It echoes a timestamp, so it was there at that time or later; any other frame may be from long before. Nobody has
     * sent a time that has not come.
     */
    void answered(final long timestampNs, final long nowNs)
    {
        isSilentSinceDropped &= timestampNs - droppedNs <= 0 || timestampNs - nowNs > 0;
    }

    void unbind()
    {
        isBound = false;
        sessionId = NO_SESSION;
        challengedSessionId = NO_SESSION;
        adoptedEpoch = 0;
        admission.end();
    }

    /** Where the standby stands when it adopts an epoch; what it holds counts, nothing else. */
    void resume(final int streamId, final long end, final long nowNs)
    {
        acknowledged[streamId] = end;
        nextToSend[streamId] = end + 1;
        announcedCommit[streamId] = 0;
        sentThrough[streamId] = end;
        lastSendNs[streamId] = nowNs;
        progressNs[streamId] = nowNs;
        sent.clear();
        goBacks = 0;
    }

    /** It holds more than before: what is learned from that. */
    void held(final long nowNs)
    {
        final long oldest = sent.oldest();
        if (sent.isEmpty() || !sent.isHeld(oldest, acknowledged))
        {
            return;
        }
        if (sent.copies(oldest) > 0)
        {
            controller.forecast().onOutage(sent.triedTimeNs(oldest) - sent.sendTimeNs(oldest), nowNs);
        }
        else if (controller.tailActions() > 0)
        {
            controller.forecast().onOutage(controller.tailTriedNs() - sent.sendTimeNs(oldest), nowNs);
        }
        final long bytes = sent.releasedBytes();
        controller.onHeld(sent.release(acknowledged));
        controller.forecast().onHeldBelow(sent.oldest(), nowNs);
        monitor.onDelivered(sent.releasedBytes() - bytes);
    }

    /** It said how it is. */
    void reported(final long pauseNs, final long queuedEntries, final long syncNs, final long nowNs)
    {
        final PeerHealth.State before = health.state();
        health.onReport(pauseNs, queuedEntries, syncNs, nowNs);
        copyWhenUnhealthy(before);
    }

    private void copyWhenUnhealthy(final PeerHealth.State before)
    {
        if (before != PeerHealth.State.UNHEALTHY && health.state() == PeerHealth.State.UNHEALTHY)
        {
            copyBelow = sent.next();
        }
    }

    /** What is to be looked at now and then. */
    void tick(final long nowNs)
    {
        final PeerHealth.State before = health.state();
        health.assess(nowNs);
        copyWhenUnhealthy(before);
        controller.assess(nowNs);
        monitor.doWork(nowNs);
    }

    void sent(final int streamId, final long lastSequence, final long committed, final long nowNs)
    {
        nextToSend[streamId] = Math.max(nextToSend[streamId], lastSequence + 1);
        sentThrough[streamId] = Math.max(sentThrough[streamId], lastSequence);
        announcedCommit[streamId] = committed;
        lastSendNs[streamId] = nowNs;
        lastFrameNs = nowNs;
    }

    /** It has not refused that sequence since it joined. */
    boolean canServe(final int streamId, final long sequence)
    {
        return sequence < gapFirst[streamId] || sequence >= gapEnd[streamId];
    }

    boolean hasEntries()
    {
        for (final long end : joinEnd)
        {
            if (end > 0)
            {
                return true;
            }
        }
        return false;
    }

    boolean holds(final long[] positions)
    {
        for (int i = 0; i < positions.length; i++)
        {
            if (acknowledged[i] < positions[i])
            {
                return false;
            }
        }
        return true;
    }

    long totalAcknowledged()
    {
        long total = 0;
        for (final long position : acknowledged)
        {
            total += position;
        }
        return total;
    }

    boolean hasUnacknowledged()
    {
        for (int i = 0; i < acknowledged.length; i++)
        {
            if (acknowledged[i] < nextToSend[i] - 1)
            {
                return true;
            }
        }
        return false;
    }
}
