package io.antumbra.core.replica;

import io.antumbra.core.ArbiterPort;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Answer;
import io.antumbra.core.arbiter.ArbiterRequest;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.arbiter.Members;
import io.antumbra.core.primary.InSyncAuthority;
import io.antumbra.wire.ArbiterOutcome;
import io.antumbra.wire.RequestKind;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * Asks the arbiter. One change at a time, repeated under the same correlation id until its fate is known for good: it
 * was answered, or the configuration has moved on from the one that it names, so that no late copy of it can be granted
 * any more. Rejected: to give up after some tries, which leaves a request behind that may yet be granted.
 */
final class ArbiterClient implements InSyncAuthority
{
    private final ReplicaState state;
    private final ArbiterPort port;
    private final ArbiterRequest change = new ArbiterRequest();
    private final ArbiterRequest question = new ArbiterRequest();
    private final Answer answer = new Answer();
    private final Configuration known = new Configuration();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(1024);
    private long correlationId;
    private boolean isChangeOpen;
    private long changeSentNs;
    private boolean isQuestionAsked;
    private long questionNs;
    private long answeredNs;
    private boolean isAnswered;
    private boolean isShardUnknown;
    private long questionCorrelationId;
    private boolean hasAskedForLease;
    private boolean isLeaseOpen;
    private long leaseCorrelationId;
    private long leaseAskedNs;
    private RequestKind settled;
    private boolean isNews;
    private boolean isOurs;
    private boolean isLeaseGranted;
    private long setBeforeForce;

    ArbiterClient(final ReplicaState state, final ArbiterPort port)
    {
        this.state = state;
        this.port = port;
    }

    /** What the arbiter has told last; not changed by anybody else. */
    Configuration known()
    {
        return known;
    }

    /** The arbiter has said that there is no such shard. */
    boolean isShardUnknown()
    {
        return isShardUnknown && !known.isKnown();
    }

    /** A change is asked for and its fate is not known. */
    boolean isBusy()
    {
        return isChangeOpen;
    }

    /** The arbiter has answered something since then. */
    boolean isAnsweredSince(final long sinceNs)
    {
        return isAnswered && answeredNs - sinceNs >= 0;
    }

    long sinceAnsweredNs(final long nowNs)
    {
        return isAnswered ? nowNs - answeredNs : Long.MAX_VALUE;
    }

    /** Asks for the configuration, unless that was just done. */
    void query(final long afterNs, final long nowNs)
    {
        if (!isQuestionAsked || nowNs - questionNs >= afterNs)
        {
            isQuestionAsked = true;
            questionNs = nowNs;
            begin(question, RequestKind.QUERY);
            questionCorrelationId = question.correlationId;
            send(question);
        }
    }

    void propose(final long[] ends, final long nowNs)
    {
        begin(change, RequestKind.PROPOSE);
        change.ends = ends;
        change.promisedEpoch = state.epochState.promisedEpoch;
        open(nowNs);
    }

    void handover(final int targetId, final long targetIncarnation, final long[] ends, final long nowNs)
    {
        begin(change, RequestKind.HANDOVER);
        change.targetId = targetId;
        change.targetIncarnation = targetIncarnation;
        change.ends = ends;
        open(nowNs);
    }

    void force(final int targetId, final long nowNs)
    {
        begin(change, RequestKind.FORCE);
        change.targetId = targetId;
        change.targetIncarnation = Configuration.ANY_INCARNATION;
        change.promisedEpoch = state.latestEpoch();
        change.ends = new long[state.config.streamCount];
        setBeforeForce = known.members.set();
        open(nowNs);
    }

    @Override
    public boolean ask(final Members wanted, final long nowNs)
    {
        if (isChangeOpen)
        {
            return false;
        }
        begin(change, RequestKind.CHANGE_SET);
        change.members.copyFrom(wanted);
        open(nowNs);
        return true;
    }

    /**
     * Asks for leave to acknowledge alone; a third of it is left for an answer that is lost, and for one that is late.
     */
    void lease(final long leaseNs, final long nowNs)
    {
        if (hasAskedForLease && nowNs - leaseAskedNs < leaseNs / 3)
        {
            return;
        }
        hasAskedForLease = true;
        begin(question, RequestKind.LEASE);
        question.leaseNs = leaseNs;
        isLeaseOpen = true;
        leaseCorrelationId = question.correlationId;
        leaseAskedNs = nowNs;
        send(question);
    }

    private void begin(final ArbiterRequest request, final RequestKind kind)
    {
        request.clear();
        request.kind = kind;
        request.shard = state.config.shard;
        request.requesterId = state.config.replicaId;
        request.requesterIncarnation = state.epochState.incarnation;
        request.correlationId = ++correlationId;
        request.epoch = known.epoch;
        request.version = known.version;
    }

    private void open(final long nowNs)
    {
        assert !isChangeOpen : "correlationId=" + change.correlationId + " - ask for nothing while isBusy";
        isChangeOpen = true;
        changeSentNs = nowNs;
        send(change);
    }

    private void send(final ArbiterRequest request)
    {
        port.offer(buffer, 0, request.encode(buffer));
    }

    /** Says again what was not answered. */
    void doWork(final long nowNs)
    {
        if (isChangeOpen && nowNs - changeSentNs >= state.config.helloIntervalNs)
        {
            changeSentNs = nowNs;
            send(change);
        }
    }

    /** The epoch that the change was asked for in is over: nobody waits for it. An operator waits for a force. */
    void cancel()
    {
        isChangeOpen &= change.kind == RequestKind.FORCE;
        isLeaseOpen = false;
        hasAskedForLease = false;
    }

    /** Takes an answer in; false for a frame that is none of ours. */
    boolean onFrame(final DirectBuffer from, final int offset, final int length, final long nowNs)
    {
        settled = null;
        isNews = false;
        isLeaseGranted = false;
        if (!answer.decode(from, offset, length) || answer.configuration.shard != state.config.shard)
        {
            return false;
        }
        isAnswered = true;
        answeredNs = nowNs;
        isShardUnknown = answer.outcome == ArbiterOutcome.UNKNOWN_SHARD;
        if (answer.configuration.version > known.version)
        {
            known.copyFrom(answer.configuration);
            isNews = true;
        }
        isOurs = answer.requesterId == state.config.replicaId &&
            answer.requesterIncarnation == state.epochState.incarnation;
        if (isChangeOpen && ((isOurs && answer.correlationId == change.correlationId) ||
            (known.version > change.version && change.kind != RequestKind.FORCE)))
        {
            isChangeOpen = false;
            settled = change.kind;
        }
        if (isLeaseOpen && isOurs && answer.correlationId == leaseCorrelationId)
        {
            isLeaseOpen = false;
            isLeaseGranted = answer.outcome == ArbiterOutcome.GRANTED;
        }
        return true;
    }

    /** What the last frame has told the fate of, null for nothing. */
    RequestKind settled()
    {
        return settled;
    }

    /** The last frame was the answer to that change itself, and it was granted. */
    boolean isGranted()
    {
        return settled != null && isOurs && answer.outcome == ArbiterOutcome.GRANTED &&
            answer.correlationId == change.correlationId;
    }

    /** The last frame answers a question that was asked at that time or later. */
    boolean isAnswerToQuestionSince(final long sinceNs)
    {
        return isOurs && answer.correlationId == questionCorrelationId && questionNs - sinceNs >= 0;
    }

    /** The last frame has told a configuration that is newer than any before. */
    boolean isNews()
    {
        return isNews;
    }

    /** The last frame has granted a lease: until when it may be counted on, by our own clock. */
    boolean isLeaseGranted()
    {
        return isLeaseGranted;
    }

    long leaseUntilNs()
    {
        return leaseAskedNs + state.config.lessDrift(Math.min(answer.leaseNs, state.config.arbiterLeaseNs));
    }

    /** Who was in sync before the force, but for its target. */
    long leftOut()
    {
        return setBeforeForce & ~(1L << change.targetId);
    }

    /** Of the lease to a primary that was deposed by force. */
    long leaseLeftNs()
    {
        return answer.leaseNs;
    }
}
