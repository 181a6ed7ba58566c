/*
 * Promotion and fencing of one shard, as a model for Spin. Run it with chaos/model/check, which also removes one rule
 * at a time and prints the shortest story in which its absence loses or forks an acknowledged entry.
 *
 * Kept of the protocol: the arbiter's compare-and-set on (epoch, version), sealing with a named end, the union rule
 * for the in-sync set, taking over with the whole tail, epoch histories and the cut on adoption, fencing by epoch,
 * incarnations, handover, restart. One stream, three replicas, one arbiter (what consensus gives).
 *
 * Left out on purpose: time, suspicion and forecasts (anybody may propose at any moment; all of them only change when),
 * the handshake, damaged storage and eligibility (the simulator has them), leases for reads, minInSync (it guards
 * against losing replicas, not against forks: the model is to be safe with a set of one).
 *
 * The network: whatever was said stays said and may be heard at any later time, by anybody, any number of times, or
 * never. That is loss, delay, reordering, duplication and every partition at once, without channels in the state:
 *   - frames of epoch e are the log of its primary, ELOG(e, n), which only grows; a follower takes its next entry;
 *   - acknowledgements of an epoch are cumulative, so the highest one, ACK(e, r), stands for all of them; a primary
 *     that hears it late is one that acts on it late;
 *   - a request to the arbiter is one record; it is granted when (epoch, version) still match, however late;
 *   - an answer heard late is acted on late: a take-over may begin when a later epoch exists already.
 * Each step is one atomic action of one machine with its storage; where a crash may cut an action in two it is two
 * steps here (adoption cuts the log first and saves the history later).
 */
#ifndef SEQ
#define SEQ 2        /* entries a log holds at most */
#endif
#ifndef EPOCHS
#define EPOCHS 3     /* epochs 1 .. EPOCHS, at most 4 */
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef CHANGES
#define CHANGES 1    /* shrinks, grows and handovers together */
#endif

#define E (EPOCHS + 1)
#define S (SEQ + 1)
#define LOG(r, n)   log[(r) * S + (n)]
#define ELOG(e, n)  elog[(e) * S + (n)]
#define HIST(r, e)  hist[(r) * E + (e)]
#define EHIST(e, f) ehist[(e) * E + (f)]
#define ACK(e, r)   ack[(e) * 3 + (r)]
#define HAS(m, r)   (((m) >> (r)) & 1)
#define NOBODY      3

mtype = { FOLLOWING, SEALED, TAKING_OVER, LEADING };

/* The arbiter: its configuration, and for each epoch the last one that it granted in it. */
byte aEpoch, aVersion, aPrimary, aMembers;
byte ePrimary[E], eIncarnation[E], eFirst[E], eVersion[E], eMembers[E];

/* What the primary of each epoch has said: its log, its history, and what it asked of the arbiter. */
bool started[E], led[E];
byte elog[E * S], eHeld[E], eCommitted[E], ehist[E * E];
byte cVersion[E], cMembers[E], hVersion[E], hTarget[E], hIncarnation[E], hFirst[E];

/* Acknowledged length + 1 of each replica in each epoch, 0 for not adopted. */
byte ack[E * 3];

/* Storage of each replica, which survives a crash. */
byte promised[3], held[3], log[3 * S], hist[3 * E], incarnation[3];
bool isSealed[3];

/* The last proposal of each replica: (epoch, version) to compare, first sequence to set, and who asks. */
byte pEpoch[3], pVersion[3], pFirst[3], pIncarnation[3];

/* What each process knows, lost in a crash. */
mtype role[3];
byte view[3], version[3], asked[3];
bool isHanding[3];

byte crashes, changes;

/* How far the handler of each replica is: its position is saved with its effect. */
byte delivered[3];

/* What was ever acknowledged to an application: origin epoch of the entry, and the epoch whose primary did. */
byte decided[S], decidedIn[S];

/* Scratch of one step, back to 0 at its end: see DONE. */
byte i, j, cut, shared, members;

/* What must hold inside, so that nothing goes wrong outside. A build that removes a rule looks for what an application
   would see instead: a lost, forked or taken back entry. */
#ifdef ONLY_LOSS
#define MUST(condition) skip
#else
#define MUST(condition) assert(condition)
#endif

/* ---- rules that a build may remove ---- */

#if defined(NO_UNION_ON_SHRINK)
#define NEEDED(r) ((asked[r] != 0) * asked[r] + (asked[r] == 0) * view[r])
#elif defined(NO_UNION_ON_GROW)
#define NEEDED(r) (view[r])
#else
#define NEEDED(r) (view[r] | asked[r])
#endif

#ifdef NO_EPOCH_CHECK
#define TAKES(r, e) (ACK(e, r) > 0)
#else
#define TAKES(r, e) (ACK(e, r) > 0 && promised[r] == e)
#endif

/* A seal forbids to follow and to lead: a late grant of an epoch that its owner has sealed meanwhile is void. */
#ifdef NO_SEALING
#define REFUSES(r, e) false
#else
#define REFUSES(r, e) (isSealed[r] && (e) <= pEpoch[r])
#endif

#ifdef NO_VERSION_CHECK
#define MATCHES(v) true
#else
#define MATCHES(v) (aVersion == (v))
#endif

#ifdef ANYBODY_PROPOSES
#define MAY_PROPOSE(r) true
#else
#define MAY_PROPOSE(r) HAS(aMembers, r)
#endif

#ifdef UNSEAL_UNANSWERED
#define IS_REFUSED(r) true
#else
#define IS_REFUSED(r) (aEpoch == pEpoch[r] && aVersion != pVersion[r])
#endif

/* Of the epochs that only one side knows, the first of each side, or all. Firsts need not ascend: an epoch may be
   begun by a replica that is shorter than one which was granted an epoch before and never led. */
#ifdef CUT_AT_NEXT_EPOCH_ONLY
#define TOLD_COUNTS (j == 0)
#else
#define TOLD_COUNTS true
#endif

#ifdef HANDOVER_GOES_ON
#define MAY_APPEND(r) true
#else
#define MAY_APPEND(r) !isHanding[r]
#endif

/* ---- helpers ---- */

#define IS_PRIMARY(r)     (role[r] == LEADING || role[r] == TAKING_OVER)
#define HOLDS(e, r, n, x) (!HAS(NEEDED(r), x) || (x) == (r) || ACK(e, x) > (n))
#define ALL_HOLD(e, r, n) (HOLDS(e, r, n, 0) && HOLDS(e, r, n, 1) && HOLDS(e, r, n, 2))
#define IS_IDLE(r, e)     (asked[r] == 0 && !isHanding[r] && changes < CHANGES)

/* What a process knows and no storage. */
inline forget(r)
{
    view[r] = 0;
    version[r] = 0;
    asked[r] = 0;
    isHanding[r] = false
}

/*
 * What can never matter again is cleared, so that states which differ in nothing else are one: a request whose version
 * has passed, and an epoch that everybody has left behind.
 */
inline tidy()
{
#if !defined(NO_VERSION_CHECK) && !defined(NO_EPOCH_CHECK) && !defined(FORGET_PROMISE)
    i = 0;
    do
    :: i < 3 ->
        if
        :: !isSealed[i] && pVersion[i] != aVersion ->
            pEpoch[i] = 0; pVersion[i] = 0; pFirst[i] = 0; pIncarnation[i] = 0
        :: else
        fi;
        i++
    :: else -> break
    od;
    i = 1;
    do
    :: i <= EPOCHS ->
        if
        :: cVersion[i] != 0 && (i != aEpoch || cVersion[i] != aVersion) -> cVersion[i] = 0; cMembers[i] = 0
        :: else
        fi;
        if
        :: hVersion[i] != 0 && (i != aEpoch || hVersion[i] != aVersion) ->
            hVersion[i] = 0; hTarget[i] = 0; hIncarnation[i] = 0; hFirst[i] = 0
        :: else
        fi;
        if
        :: i < promised[0] && i < promised[1] && i < promised[2] && ePrimary[i] != NOBODY -> clear(i)
        :: else
        fi;
        i++
    :: else -> break
    od
#else
    skip
#endif
}

inline clear(e)
{
    ePrimary[e] = NOBODY;
    eIncarnation[e] = 0;
    eFirst[e] = 0;
    eVersion[e] = 0;
    eMembers[e] = 0;
    eHeld[e] = 0;
    eCommitted[e] = 0;
    started[e] = false;
    led[e] = false;
    ACK(e, 0) = 0;
    ACK(e, 1) = 0;
    ACK(e, 2) = 0;
    j = 1;
    do
    :: j <= SEQ -> ELOG(e, j) = 0; j++
    :: else -> break
    od;
    j = 1;
    do
    :: j <= EPOCHS -> EHIST(e, j) = 0; j++
    :: else -> break
    od
}

/* Takes back everything of a log from a sequence on. */
inline truncate(r, from)
{
    assert(delivered[r] < from);                    /* nothing that was delivered as committed is taken back */
    i = from;
    do
    :: i <= held[r] -> LOG(r, i) = 0; i++
    :: else -> break
    od;
    if
    :: from <= held[r] -> held[r] = from - 1
    :: else
    fi
}

/* A handler is told at once what it may be told: the worst that can happen to whoever takes entries back. */
inline deliver(r, e)
{
    do
    :: delivered[r] < held[r] && delivered[r] < eCommitted[e] ->
        delivered[r]++;
        assert(LOG(r, delivered[r]) == decided[delivered[r]])   /* every handler sees the same entries */
    :: else -> break
    od
}

/* Where what r holds may part from what the primary of e tells: below any epoch that only one of them knows. */
inline findCut(r, e)
{
    shared = 0;
    j = 0;
    i = 1;
    do
    :: i <= EPOCHS ->
        if
        :: HIST(r, i) != 0 && EHIST(e, i) != 0 ->
            MUST(HIST(r, i) == EHIST(e, i));        /* histories agree where both know */
            shared = i
        :: else
        fi;
        i++
    :: else -> break
    od;
    cut = SEQ + 1;
    i = shared + 1;
    do
    :: i <= EPOCHS ->
        if
        :: EHIST(e, i) != 0 && EHIST(e, i) < cut && TOLD_COUNTS -> cut = EHIST(e, i); j++
        :: EHIST(e, i) != 0 && !(EHIST(e, i) < cut && TOLD_COUNTS) -> j++
        :: EHIST(e, i) == 0
        fi;
        i++
    :: else -> break
    od;
    i = shared + 1;
    j = 0;
    do
    :: i <= EPOCHS ->
        if
        :: HIST(r, i) != 0 && HIST(r, i) < cut && TOLD_COUNTS -> cut = HIST(r, i); j++
        :: HIST(r, i) != 0 && !(HIST(r, i) < cut && TOLD_COUNTS) -> j++
        :: HIST(r, i) == 0
        fi;
        i++
    :: else -> break
    od
}

/* ---- a follower ---- */

/* Hears of a newer epoch: promises to refuse older ones, takes back what the new one does not know. */
inline promise(r, e)
{
    printf("replica %d promises epoch %d\n", r, e);
    findCut(r, e);
#ifndef NO_CUT
    truncate(r, cut);
#endif
    promised[r] = e;
    isSealed[r] = false;
    role[r] = FOLLOWING
}

/* Saves the history and answers. */
inline adopt(r, e)
{
    printf("replica %d adopts epoch %d with %d entries\n", r, e, held[r]);
    i = 1;
    do
    :: i <= EPOCHS -> HIST(r, i) = EHIST(e, i); i++
    :: else -> break
    od;
    mustBePrefix(r, e);
    ACK(e, r) = held[r] + 1;
    deliver(r, e)
}

inline mustBePrefix(r, e)
{
    i = 1;
    do
    :: i <= held[r] -> MUST(LOG(r, i) == ELOG(e, i)); i++        /* a follower holds a prefix of its primary */
    :: else -> break
    od
}

inline take(r, e)
{
    held[r]++;
    LOG(r, held[r]) = ELOG(e, held[r]);
    printf("replica %d takes entry %d of epoch %d and acknowledges in epoch %d\n", r, held[r], LOG(r, held[r]), e);
    ACK(e, r) = held[r] + 1;
    deliver(r, e)
}

/* ---- a candidate ---- */

inline propose(r)
{
#ifndef NO_SEALING
    isSealed[r] = true;
    role[r] = SEALED;
    printf("replica %d seals itself\n", r);
#endif
    printf("replica %d, incarnation %d, proposes itself at (epoch %d, version %d) with %d entries\n", r, incarnation[r],
        aEpoch, aVersion, held[r]);
    pEpoch[r] = aEpoch;
    pVersion[r] = aVersion;
    pFirst[r] = held[r] + 1;
    pIncarnation[r] = incarnation[r]
}

/* The last question is not answered and this is another process: asks the same again in its own name. */
inline proposeAgain(r)
{
    printf("replica %d asks again as incarnation %d\n", r, incarnation[r]);
    pIncarnation[r] = incarnation[r]
}

inline unseal(r)
{
    printf("replica %d is refused and follows again\n", r);
    isSealed[r] = false;
    role[r] = FOLLOWING
}

inline takeOver(r, e)
{
    printf("replica %d takes over epoch %d with %d entries, first is %d\n", r, e, held[r], eFirst[e]);
    truncate(r, eFirst[e]);
    MUST(held[r] == eFirst[e] - 1);                 /* the first sequence is right behind what it holds */
    promised[r] = e;
    isSealed[r] = false;
    HIST(r, e) = eFirst[e];
    i = 1;
    do
    :: i <= EPOCHS -> EHIST(e, i) = HIST(r, i); i++
    :: else -> break
    od;
    i = 1;
    do
    :: i <= held[r] -> ELOG(e, i) = LOG(r, i); i++
    :: else -> break
    od;
    eHeld[e] = held[r];
    started[e] = true;
    view[r] = eMembers[e];
    version[r] = eVersion[e];
    asked[r] = 0;
    isHanding[r] = false;
    role[r] = TAKING_OVER
}

/* ---- a primary ---- */

/* Every member of its set holds its whole tail: all of it is committed. */
inline lead(r, e)
{
    printf("replica %d leads epoch %d with %d entries\n", r, e, held[r]);
    assert(!led[e]);                                /* one primary an epoch */
    led[e] = true;
    role[r] = LEADING;
    i = 1;
    do
    :: i <= SEQ ->
        assert(decided[i] == 0 || decidedIn[i] >= e || decided[i] == LOG(r, i));   /* it holds what was acknowledged */
        i++
    :: else -> break
    od;
    do
    :: eCommitted[e] < held[r] -> decide(r, e, eCommitted[e] + 1)
    :: else -> break
    od;
    tellAll(e)
}

inline append(r, e)
{
    held[r]++;
    LOG(r, held[r]) = e;
    ELOG(e, held[r]) = e;
    eHeld[e] = held[r];
    printf("primary %d appends entry %d in epoch %d\n", r, held[r], e)
}

/* The application is told that the next entry is safe. */
inline decide(r, e, n)
{
    printf("primary %d acknowledges entry %d of epoch %d in epoch %d\n", r, n, LOG(r, n), e);
    j = n;
    assert(decided[j] == 0 || decided[j] == LOG(r, j));         /* nothing acknowledged is replaced */
    if
    :: decided[j] == 0 -> decided[j] = LOG(r, j); decidedIn[j] = e
    :: else
    fi;
    i = e + 1;
    do
    :: i <= EPOCHS ->
        assert(!led[i] || ELOG(i, j) == decided[j]);            /* every later primary holds it */
        i++
    :: else -> break
    od;
    eCommitted[e] = j
}

/* Handlers of everybody who is in this epoch. */
inline tellAll(e)
{
    tell(0, e);
    tell(1, e);
    tell(2, e)
}

inline tell(x, e)
{
    if
    :: promised[x] == e && (ACK(e, x) > 0 || ePrimary[e] == x) -> deliver(x, e)
    :: else
    fi
}

inline askSet(r, e, set)
{
    printf("primary %d asks for the set %d instead of %d\n", r, set, view[r]);
    changes++;
    asked[r] = set;
    cVersion[e] = version[r];
    cMembers[e] = set
}

inline askHandover(r, e, target)
{
    printf("primary %d asks to hand over to %d with %d entries\n", r, target, held[r]);
    changes++;
    isHanding[r] = true;
    hVersion[e] = version[r];
    hTarget[e] = target;
    hIncarnation[e] = incarnation[target];
    hFirst[e] = held[r] + 1
}

inline hearAnswer(r, e)
{
    printf("primary %d hears that its set is %d\n", r, eMembers[e]);
    view[r] = eMembers[e];
    version[r] = eVersion[e];
    asked[r] = 0
}

inline stepDown(r)
{
    printf("primary %d hears of a newer epoch and follows\n", r);
    role[r] = FOLLOWING;
    forget(r)
}

/* ---- the arbiter ---- */

inline grant(r, who, first, newMembers)
{
    aEpoch++;
    aVersion++;
    aPrimary = r;
    aMembers = newMembers;
    ePrimary[aEpoch] = r;
    eIncarnation[aEpoch] = who;
    eFirst[aEpoch] = first;
    eVersion[aEpoch] = aVersion;
    eMembers[aEpoch] = aMembers;
    printf("arbiter: epoch %d, version %d, primary %d incarnation %d, members %d, first %d\n",
        aEpoch, aVersion, r, who, aMembers, first)
}

inline grantProposal(r)
{
    members = aMembers | (1 << r);
    if
    :: aPrimary != r && HAS(members, aPrimary) -> members = members - (1 << aPrimary)
    :: else
    fi;
    grant(r, pIncarnation[r], pFirst[r], members)
}

inline grantSet(e)
{
    aVersion++;
    aMembers = cMembers[e];
    eVersion[e] = aVersion;
    eMembers[e] = aMembers;
    printf("arbiter: epoch %d, version %d, members %d\n", aEpoch, aVersion, aMembers)
}

/* ---- crashes ---- */

/* Being down for a while is the same as being slow, so a crash is a restart. */
inline restart(r)
{
    crashes++;
    incarnation[r]++;
    printf("replica %d crashes and starts as incarnation %d\n", r, incarnation[r]);
#ifdef FORGET_PROMISE
    promised[r] = 0;
    isSealed[r] = false;
#endif
    if
    :: isSealed[r] -> role[r] = SEALED
    :: else -> role[r] = FOLLOWING
    fi;
    forget(r)
}

/* ---- what may happen next: every choice of replica and epoch is a line of its own ---- */

/* Scratch is no state. (And a d_step may not end within a loop or a choice.) */
#define DONE i = 0; j = 0; cut = 0; shared = 0; members = 0

/* In this order: propose, ask again after a restart, be refused, be granted; step down, restart. */
#define REPLICA(r) \
    :: d_step { (role[r] == FOLLOWING || (role[r] == SEALED && aVersion != pVersion[r])) && MAY_PROPOSE(r) && \
        aEpoch < EPOCHS && aEpoch >= promised[r] && \
        !(role[r] == FOLLOWING && pVersion[r] == aVersion && pIncarnation[r] == incarnation[r]) -> propose(r); DONE } \
    :: d_step { role[r] == SEALED && aVersion == pVersion[r] && pIncarnation[r] != incarnation[r] -> \
        proposeAgain(r); DONE } \
    :: d_step { role[r] == SEALED && IS_REFUSED(r) -> unseal(r); tidy(); DONE } \
    :: d_step { pEpoch[r] != 0 && pEpoch[r] == aEpoch && MATCHES(pVersion[r]) && MAY_PROPOSE(r) && \
        aEpoch < EPOCHS -> grantProposal(r); tidy(); DONE } \
    :: d_step { IS_PRIMARY(r) && aEpoch > promised[r] -> stepDown(r); DONE } \
    :: d_step { crashes < CRASHES -> restart(r); DONE }

/* Promise, as a follower and as a primary that is fenced; adopt; take an entry; take over; lead; append; acknowledge;
   hear the arbiter. */
#define REPLICA_EPOCH(r, e) \
    :: d_step { (role[r] == FOLLOWING || role[r] == SEALED) && started[e] && e > promised[r] && ePrimary[e] != r && \
        !REFUSES(r, e) -> promise(r, e); tidy(); DONE } \
    :: d_step { IS_PRIMARY(r) && started[e] && e > promised[r] && ePrimary[e] != r -> \
        stepDown(r); promise(r, e); tidy(); DONE } \
    :: d_step { role[r] == FOLLOWING && promised[r] == e && ACK(e, r) == 0 && started[e] && ePrimary[e] != r && \
        !REFUSES(r, e) -> adopt(r, e); DONE } \
    :: d_step { role[r] == FOLLOWING && TAKES(r, e) && !REFUSES(r, e) && held[r] < eHeld[e] -> take(r, e); DONE } \
    :: d_step { (role[r] == FOLLOWING || role[r] == SEALED) && ePrimary[e] == r && e > promised[r] && \
        eIncarnation[e] == incarnation[r] && e <= aEpoch && !REFUSES(r, e) -> takeOver(r, e); tidy(); DONE } \
    :: d_step { role[r] == TAKING_OVER && promised[r] == e && ALL_HOLD(e, r, held[r]) -> lead(r, e); DONE } \
    :: d_step { role[r] == LEADING && promised[r] == e && held[r] < SEQ && MAY_APPEND(r) -> append(r, e); DONE } \
    :: d_step { role[r] == LEADING && promised[r] == e && eCommitted[e] < held[r] && \
        ALL_HOLD(e, r, eCommitted[e] + 1) -> decide(r, e, eCommitted[e] + 1); tellAll(e); DONE } \
    :: d_step { IS_PRIMARY(r) && promised[r] == e && asked[r] != 0 && eVersion[e] > version[r] -> \
        hearAnswer(r, e); DONE }

/* Ask to drop x, to admit it, to hand over to it. */
#define REPLICA_EPOCH_OTHER(r, e, x) \
    :: d_step { IS_PRIMARY(r) && promised[r] == e && IS_IDLE(r, e) && HAS(view[r], x) -> \
        askSet(r, e, view[r] - (1 << x)); DONE } \
    :: d_step { role[r] == LEADING && promised[r] == e && IS_IDLE(r, e) && !HAS(view[r], x) && \
        ACK(e, x) == held[r] + 1 -> askSet(r, e, view[r] | (1 << x)); DONE } \
    :: d_step { role[r] == LEADING && promised[r] == e && IS_IDLE(r, e) && HAS(view[r], x) && \
        ACK(e, x) == held[r] + 1 -> askHandover(r, e, x); DONE }

#define EPOCH(e) \
    :: d_step { cVersion[e] != 0 && aEpoch == e && MATCHES(cVersion[e]) && cMembers[e] != aMembers -> \
        grantSet(e); tidy(); DONE } \
    :: d_step { hVersion[e] != 0 && aEpoch == e && MATCHES(hVersion[e]) && aEpoch < EPOCHS && \
        HAS(aMembers, hTarget[e]) -> grant(hTarget[e], hIncarnation[e], hFirst[e], aMembers); tidy(); DONE }

#define OTHERS_0(e) REPLICA_EPOCH_OTHER(0, e, 1) REPLICA_EPOCH_OTHER(0, e, 2)
#define OTHERS_1(e) REPLICA_EPOCH_OTHER(1, e, 0) REPLICA_EPOCH_OTHER(1, e, 2)
#define OTHERS_2(e) REPLICA_EPOCH_OTHER(2, e, 0) REPLICA_EPOCH_OTHER(2, e, 1)
#define IN_EPOCH(e) EPOCH(e) \
    REPLICA_EPOCH(0, e) OTHERS_0(e) \
    REPLICA_EPOCH(1, e) OTHERS_1(e) \
    REPLICA_EPOCH(2, e) OTHERS_2(e)

/* Replica 0 leads epoch 1 and both others follow it: a bootstrap is a take-over of an empty log. */
inline bootstrap()
{
    aEpoch = 1;
    aVersion = 1;
    aPrimary = 0;
    aMembers = 7;
    ePrimary[1] = 0;
    eIncarnation[1] = 1;
    eFirst[1] = 1;
    eVersion[1] = 1;
    eMembers[1] = 7;
    started[1] = true;
    led[1] = true;
    EHIST(1, 1) = 1;
    view[0] = 7;
    version[0] = 1;
    i = 0;
    do
    :: i < 3 ->
        role[i] = FOLLOWING;
        promised[i] = 1;
        incarnation[i] = 1;
        HIST(i, 1) = 1;
        ACK(1, i) = 1;
        i++
    :: else -> break
    od;
    role[0] = LEADING
}

active proctype shard()
{
    d_step { bootstrap(); DONE }
end:
    do
    REPLICA(0) REPLICA(1) REPLICA(2)
    IN_EPOCH(1)
    IN_EPOCH(2)
#if EPOCHS > 2
    IN_EPOCH(3)
#endif
#if EPOCHS > 3
    IN_EPOCH(4)
#endif
    od
}
