package io.antumbra.chaos.plant;

import io.antumbra.chaos.sim.Ports;

/** Faults that a run plants into its own machines to prove that its judges see them. */
public enum Plant
{
    /** Honest machines. */
    NOTHING,

    /** A standby says that it holds what it has only in memory. */
    ACKNOWLEDGE_BEFORE_SHADOW,

    /** A primary sends, and counts as held, what it has only in memory. */
    SEND_BEFORE_SHADOW,

    /** A standby that starts takes up where the primary is and claims what lies between. */
    SKIP_CATCH_UP,

    /** The primary's journal answers that it is saved while it is not; a crash forgets epochs. */
    JOURNAL_NOT_SYNCED,

    /** A standby's shadow drops a record now and then and says that it was written. */
    SHADOW_LOSES_RECORD,

    /** A shadow keeps other bytes than it was given, with a checksum that fits them. */
    SHADOW_CHANGES_BYTES,

    /** A standby acknowledges one entry more than it holds. */
    ONE_TOO_MANY,

    /** A handler is given an entry twice now and then. */
    DELIVERED_TWICE,

    /** A handler is not given an entry now and then. */
    DELIVERY_SKIPS,

    /** A handler forgets the last thing that it did before a restart. */
    POSITION_NOT_SAVED,

    /** A standby hears a commit that has not happened. */
    DELIVERED_BEFORE_COMMIT,

    /** A primary gives the sequence of its last entry to the next one as well. */
    SEQUENCE_REUSED,

    /** A standby does not write down what it vouches for. */
    PROMISE_FORGOTTEN,

    /** A standby calls itself eligible whatever it has lost. */
    ELIGIBLE_TOO_EARLY,

    /** A standby takes what arrives without a look at its checksum. */
    CORRUPT_FRAME_TRUSTED,

    /** A standby keeps the tail that an epoch does not know. */
    ORPHANS_KEPT,

    /** A standby gives slots to newer entries before their entries are delivered. */
    RECLAIMS_UNDELIVERED,

    /** A standby says that its entries are on the device while they are in the page cache. */
    SHADOW_NOT_SYNCED,

    /** A primary changes its in-sync set and does not write it down. */
    SET_NOT_SAVED,

    /** A handler is not told that unprotected entries are gone. */
    GAP_HIDDEN,

    /** A replica takes back one entry more than an epoch does not know. */
    TRUNCATES_ONE_TOO_MANY,

    /** A primary counts on a read lease for as long as another clock says. */
    LEASE_IGNORES_DRIFT,

    /** A standby promises more time without a proposal than it keeps. */
    LEASE_OVERSTATED,

    /** A replica takes a reboot of its host for a restart of its process. */
    REBOOT_NOT_NOTICED,

    /** A primary acknowledges with fewer replicas in sync than the minimum. */
    MIN_IN_SYNC_IGNORED,

    /** The arbiter takes requests that were decided on an older configuration. */
    ARBITER_DOES_NOT_COMPARE,

    /** A member of the arbiter's cluster starts without what it knew. */
    ARBITER_FORGETS,

    /** A start of a replica has forgotten which epochs there were. */
    EPOCHS_FORGOTTEN,

    /** Two starts of a replica have the same incarnation. */
    INCARNATION_REUSED,

    /** A primary waits for ever for a standby that refused a copy of what it had acknowledged meanwhile. */
    HELD_UP_FOR_EVER,

    /** A primary takes more entries than may be in flight. */
    IN_FLIGHT_UNBOUNDED,

    /** The arbiter tells a replica of another primary than it has decided. */
    ARBITER_TELLS_ANOTHER,

    /** A replica saves its journal without the last epoch that it adopted. */
    HISTORY_LOSES_EPOCH,

    /** A standby takes a copy from line B although what comes before it is missing, and acknowledges both. */
    COPY_LEAVES_GAP,

    /** A standby takes a copy from line B whatever epoch it was sent in, and by whom. */
    COPY_OF_OLD_EPOCH,

    /** A late copy from line B takes the stream back to where the copy is. */
    COPY_TAKES_BACK,

    /** A primary counts as held what it has sent on line B. */
    COPY_COUNTS_AS_HELD,

    /** A standby keeps copies from line B that came too early, and still has them after it joined anew. */
    COPY_OUTLIVES_SESSION;

    /** @return ports with the fault behind them, for one run. */
    public Ports ports()
    {
        switch (this)
        {
            case ACKNOWLEDGE_BEFORE_SHADOW:
                return new LazyShadowPorts(false);
            case SEND_BEFORE_SHADOW:
                return new LazyShadowPorts(true);
            case SKIP_CATCH_UP:
                return new SkippingPorts();
            case JOURNAL_NOT_SYNCED:
                return new ForgetfulJournalPorts();
            case SHADOW_LOSES_RECORD:
                return new LossyShadowPorts();
            case SHADOW_CHANGES_BYTES:
                return new ChangingShadowPorts();
            case ONE_TOO_MANY:
                return new OneTooManyPorts();
            case DELIVERED_TWICE:
                return new HandlerPorts(HandlerPorts.Mistake.TWICE);
            case DELIVERY_SKIPS:
                return new HandlerPorts(HandlerPorts.Mistake.SKIP);
            case POSITION_NOT_SAVED:
                return new HandlerPorts(HandlerPorts.Mistake.FORGET);
            case DELIVERED_BEFORE_COMMIT:
                return new EarlyCommitPorts();
            case SEQUENCE_REUSED:
                return new ReusedSequencePorts();
            case PROMISE_FORGOTTEN:
                return new ForgottenPromisePorts();
            case ELIGIBLE_TOO_EARLY:
                return new EligibleTooEarlyPorts();
            case CORRUPT_FRAME_TRUSTED:
                return ShadowMistakePorts.trustsFrames();
            case ORPHANS_KEPT:
                return ShadowMistakePorts.keepsOrphans();
            case RECLAIMS_UNDELIVERED:
                return ShadowMistakePorts.reclaimsTooEarly();
            case SHADOW_NOT_SYNCED:
                return ShadowMistakePorts.neverSyncs();
            case SET_NOT_SAVED:
                return new SetNotSavedPorts();
            case GAP_HIDDEN:
                return new HandlerPorts(HandlerPorts.Mistake.HIDE_GAP);
            case TRUNCATES_ONE_TOO_MANY:
                return ShadowMistakePorts.takesBackOneTooMany();
            case HELD_UP_FOR_EVER:
                return new HeldUpPorts();
            default:
                return arbitrated();
        }
    }

    private Ports arbitrated()
    {
        switch (this)
        {
            case LEASE_IGNORES_DRIFT:
                return ArbitratedMistakePorts.leaseIgnoresDrift();
            case LEASE_OVERSTATED:
                return new OverstatedLeasePorts();
            case REBOOT_NOT_NOTICED:
                return ArbitratedMistakePorts.rebootNotNoticed();
            case MIN_IN_SYNC_IGNORED:
                return ArbitratedMistakePorts.minInSyncIgnored();
            case ARBITER_DOES_NOT_COMPARE:
                return ArbitratedMistakePorts.arbiterDoesNotCompare();
            case ARBITER_FORGETS:
                return new ForgetfulArbiterPorts();
            case EPOCHS_FORGOTTEN:
                return ArbitratedMistakePorts.promisedEpochForgotten();
            case INCARNATION_REUSED:
                return ArbitratedMistakePorts.incarnationReused();
            case IN_FLIGHT_UNBOUNDED:
                return ArbitratedMistakePorts.inFlightUnbounded();
            case ARBITER_TELLS_ANOTHER:
                return new OtherPrimaryPorts();
            case HISTORY_LOSES_EPOCH:
                return ArbitratedMistakePorts.historyLosesEpoch();
            default:
                return ofLineB();
        }
    }

    private Ports ofLineB()
    {
        switch (this)
        {
            case COPY_LEAVES_GAP:
                return CopyPlacePorts.leavesGap();
            case COPY_OF_OLD_EPOCH:
                return OldCopyPorts.takesLate();
            case COPY_TAKES_BACK:
                return CopyPlacePorts.takesBack();
            case COPY_COUNTS_AS_HELD:
                return new SentIsHeldPorts();
            case COPY_OUTLIVES_SESSION:
                return OldCopyPorts.keepsEarly();
            default:
                return Ports.HONEST;
        }
    }
}
