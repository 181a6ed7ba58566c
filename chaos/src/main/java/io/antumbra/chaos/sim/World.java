package io.antumbra.chaos.sim;

import java.util.Arrays;
import java.util.function.Consumer;

import io.antumbra.chaos.check.AcknowledgementJudge;
import io.antumbra.chaos.check.BoundsJudge;
import io.antumbra.chaos.check.Canon;
import io.antumbra.chaos.check.ConfigurationJudge;
import io.antumbra.chaos.check.JournalJudge;
import io.antumbra.chaos.check.LeadershipJudge;
import io.antumbra.chaos.check.Ledger;
import io.antumbra.chaos.check.LinearizabilityJudge;
import io.antumbra.chaos.check.Sayings;
import io.antumbra.chaos.check.StorageJudge;
import io.antumbra.chaos.check.TermJudge;
import io.antumbra.core.arbiter.Configuration;

/** What everybody in one run shares: time, chance, judges and the book of what happened. */
final class World
{
    final Scenario scenario;
    final Ports ports;
    final Draw draw;

    /** Told what the arbiter orders. */
    Consumer<Configuration> configured;

    /** Told of a replica that an operator has forced to lead, once it is ordered. */
    Consumer<Configuration> forced;
    final Timeline timeline = new Timeline();
    final Trace trace = new Trace();
    final Frame.Pool frames = new Frame.Pool();
    final Coverage coverage = new Coverage();
    final Counts<Fault> faults = new Counts<>(Fault.class);
    final Ledger ledger;
    final Canon canon;
    final StorageJudge storage;
    final AcknowledgementJudge acknowledgement;
    final LeadershipJudge leadership;
    final TermJudge terms;
    final ConfigurationJudge configurations = new ConfigurationJudge();
    final Sayings sayings;
    final JournalJudge journals;
    final BoundsJudge bounds = new BoundsJudge();
    final LinearizabilityJudge clients;
    final ArbiterGroup arbiter;

    /** Highest sequence per stream that a leader has decided, seen at its shadow. */
    final long[] decided;

    /** Entries that were acknowledged and that an operator has given up by force. */
    long givenUp;

    /** Nothing fails any more. */
    boolean isHealed;

    /**
     * Per stream, the first decided entry that a replica lost behind a record which had been damaged unnoticed: what
     * one replica alone has acknowledged from there on goes with it.
     */
    final long[] cutByOldDamage;

    /** Enough was offered: what is under way has to arrive everywhere. */
    boolean isQuiet;

    World(final Scenario scenario, final Ports ports, final Draw draw)
    {
        this.scenario = scenario;
        this.ports = ports;
        this.draw = draw;
        ledger = new Ledger(scenario.streamCount);
        canon = new Canon(scenario.streamCount);
        storage = new StorageJudge(ledger, canon);
        acknowledgement = new AcknowledgementJudge(ledger, storage);
        leadership = new LeadershipJudge(storage);
        clients = new LinearizabilityJudge(scenario.streamCount, !scenario.hasHonestClocks());
        terms = new TermJudge(ledger, storage, scenario.effectiveMinInSync());
        sayings = new Sayings(scenario.streamCount, Scenario.PRIMARY_ID + scenario.standbyCount);
        journals = new JournalJudge(scenario.streamCount);
        decided = new long[scenario.streamCount];
        cutByOldDamage = new long[scenario.streamCount];
        Arrays.fill(cutByOldDamage, Long.MAX_VALUE);
        arbiter = scenario.isArbitrated ? new ArbiterGroup(this) : null;
    }

    /** Of a stream nothing but what the one who was forced to lead holds counts any more. */
    void giveUp(final int streamId, final long through)
    {
        givenUp += Math.max(0, ledger.acknowledged(streamId) - through);
        ledger.onForced(streamId, through);
        canon.onForced(streamId, through);
        clients.onForced(streamId, through);
        decided[streamId] = Math.min(decided[streamId], through);
    }

    /** Changes of the one who leads. */
    long leadershipChanges()
    {
        return Math.max(0, (scenario.isArbitrated ? terms.leaderships() : leadership.lastEpoch()) - 1);
    }

    boolean isCutByOldDamage()
    {
        for (final long from : cutByOldDamage)
        {
            if (from < Long.MAX_VALUE)
            {
                return true;
            }
        }
        return false;
    }

    void count(final Fault fault)
    {
        faults.increment(fault);
    }

    /** A fault of the schedule, where it hits. */
    void fault(final Fault fault, final String where, final Object... args)
    {
        count(fault);
        note("fault " + fault + ": " + where, args);
    }

    void note(final String text, final Object... args)
    {
        trace.add(timeline.nowNs(), text, args);
    }
}
