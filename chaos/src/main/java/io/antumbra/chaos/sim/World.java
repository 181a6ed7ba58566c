package io.antumbra.chaos.sim;

import java.util.function.Consumer;

import io.antumbra.chaos.check.AcknowledgementJudge;
import io.antumbra.chaos.check.Canon;
import io.antumbra.chaos.check.LeadershipJudge;
import io.antumbra.chaos.check.Ledger;
import io.antumbra.chaos.check.LinearizabilityJudge;
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
    final LinearizabilityJudge clients;
    final ArbiterGroup arbiter;

    /** Highest sequence per stream that a leader has decided, seen at its shadow. */
    final long[] decided;

    /** Nothing fails any more. */
    boolean isHealed;

    /** A replica lost decided entries behind a record that had been damaged unnoticed. */
    boolean isCutByOldDamage;

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
        clients = new LinearizabilityJudge(scenario.streamCount, false);
        terms = new TermJudge(ledger, storage, scenario.effectiveMinInSync());
        decided = new long[scenario.streamCount];
        arbiter = scenario.isArbitrated ? new ArbiterGroup(this) : null;
    }

    /** Changes of the one who leads. */
    long leadershipChanges()
    {
        return Math.max(0, (scenario.isArbitrated ? terms.leaderships() : leadership.lastEpoch()) - 1);
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
