package io.antumbra.chaos.sim;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.antumbra.chaos.check.Holder;
import io.antumbra.chaos.check.Violation;
import io.antumbra.core.Journal;
import io.antumbra.core.Nonces;
import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2IntCounterMap;

/** One replica: storage that stays, and a process that comes and goes. */
abstract class Host implements Ports.Seat, Timeline.Task
{
    private static final int MAX_WAITING = 2048;
    private static final int WAKE_NS = 50_000;
    private static final int IDLE_JITTER_NS = 20_000;
    private static final int IDLE_FACTOR = 8;

    final World world;
    final int replicaId;
    final MemoryShadow storage;
    final MemoryJournal journal;
    final Holder holder;
    final CrashFuse fuse = new CrashFuse();
    final List<Channel> outgoing = new ArrayList<>();
    final List<Channel> incoming = new ArrayList<>();
    final Nonces nonces;

    /** A record was damaged under the running process: the operator is told to restart it. */
    boolean isDamaged;

    /** Its disk takes nothing until then. */
    long fullUntilNs;

    /** Its handler takes nothing until then. */
    long handlerThrowsUntilNs;

    private final Draw draw;
    /** On how many lines a session is alive here. */
    private final Int2IntCounterMap sessionLines = new Int2IntCounterMap(0);
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private long clockOffsetNs;
    private final double clockRate;
    private long bootId;
    private long pausedUntilNs;
    private int generation;
    private boolean isUp;
    private Ports.Inbox inbox;
    private final int cycleAlarm;
    private long idleNs;

    Host(final World world, final int replicaId)
    {
        this.world = world;
        this.replicaId = replicaId;
        final Scenario scenario = world.scenario;
        draw = world.draw.fork();
        cycleAlarm = world.timeline.addAlarm(this);
        nonces = draw.fork()::next;
        storage = new MemoryShadow(scenario.streamCount, scenario.maxEntryLength, scenario.capacity, scenario.isSynced);
        journal = new MemoryJournal(scenario.streamCount);
        holder = new Holder(replicaId, storage);
        bootId = draw.between(1, Long.MAX_VALUE);
        clockOffsetNs = draw.chance(0.3) ? -draw.between(0, Long.MAX_VALUE / 2) : draw.between(0, Long.MAX_VALUE / 2);
        final double drift = 2 * draw.unit() - 1;
        clockRate = 1 + (scenario.isLeaseTested ? Math.signum(drift) : drift) * scenario.driftRatio;
    }

    /** The journal, past whatever a run plants into it. */
    final Journal witnessed()
    {
        return new WitnessJournal(journal, world.journals, replicaId);
    }

    abstract void startMachine(long bootId, long nowNs);

    /** Called while the process is still down. */
    void beforeBoot()
    {
        // only where standbys are added and removed
    }

    /** It does nothing until then. */
    void onStandingStill(final long untilNs)
    {
        // only where somebody may be kept waiting
    }

    abstract void onFrame(int line, int sessionId, DirectBuffer buffer, int length, long nowNs);

    abstract void onSessionGone(int sessionId, long nowNs);

    abstract void onTransportReset(long nowNs);

    /** Returns more than 0 when there was something to do. */
    abstract int doWork(long nowNs);

    /** This host's own monotonic clock: its origin is arbitrary, its rate a little off. */
    final long nowNs()
    {
        return clockOffsetNs + (long)(world.timeline.nowNs() * clockRate);
    }

    /** The way to another replica, null when there is none. */
    final Channel channelTo(final int id)
    {
        for (int i = 0; i < outgoing.size(); i++)
        {
            if (outgoing.get(i).to.replicaId == id)
            {
                return outgoing.get(i);
            }
        }
        return null;
    }

    final boolean isUp()
    {
        return isUp;
    }

    final boolean isPaused()
    {
        return world.timeline.nowNs() < pausedUntilNs;
    }

    final int generation()
    {
        return generation;
    }

    @Override
    public final int replicaId()
    {
        return replicaId;
    }

    @Override
    public final int starts()
    {
        return generation;
    }

    final void boot()
    {
        if (isUp)
        {
            return;
        }
        beforeBoot();
        generation++;
        sessionLines.clear();
        isUp = true;
        pausedUntilNs = 0;
        onStandingStill(world.timeline.nowNs());
        recover();
        world.note("replica %d starts, number %d", replicaId, generation);
        for (final Channel channel : outgoing)
        {
            channel.newPublication();
            channel.connectSoon();
        }
        incoming.forEach(Channel::connectSoon);
        inbox = world.ports.inbox(this, this::onFrame);
        guard(() -> startMachine(bootId, nowNs()));
        world.timeline.alarm(cycleAlarm, Timeline.NEVER);
        wake();
    }

    /**
     * Recovery ends a stream at its first damaged record. What was decided on top of damage that nobody had noticed may
     * go with it: staying closed, and saying so, is then all that is left to do.
     */
    private void recover()
    {
        storage.recover();
        for (int streamId = 0; streamId < world.scenario.streamCount; streamId++)
        {
            final long end = storage.end(streamId);
            if (isDamaged && end < world.decided[streamId])
            {
                world.cutByOldDamage[streamId] = Math.min(world.cutByOldDamage[streamId], end + 1);
            }
        }
        isDamaged = false;
    }

    /** The process is gone; another starts after a while. */
    final void crash(final long restartAfterNs)
    {
        if (isUp)
        {
            world.note("replica %d is gone, back after %d ms", replicaId, restartAfterNs / 1_000_000);
            isUp = false;
            world.timeline.alarm(cycleAlarm, Timeline.NEVER);
            waiting.clear();
            fuse.disarm();
            outgoing.forEach(Channel::senderGone);
            incoming.forEach(Channel::receiverGone);
            world.timeline.after(restartAfterNs, this::boot);
        }
    }

    final void rebooted()
    {
        bootId++;
    }

    final void jumpClock(final long aheadNs)
    {
        clockOffsetNs += aheadNs;
    }

    /** The process is gone, and its disk with it: another one is built in, empty or with a copy of another's. */
    void replaceDisk(final Host source)
    {
        storage.replaceBy(source == null ? null : source.storage);
        journal.replace();
        holder.noExcuses();
        world.journals.onReplaced(replicaId);
        isDamaged = false;
    }

    final void pause(final long durationNs)
    {
        pausedUntilNs = Math.max(pausedUntilNs, world.timeline.nowNs() + durationNs);
        onStandingStill(pausedUntilNs);
    }

    final void resume()
    {
        pausedUntilNs = 0;
        wake();
    }

    final void frame(final Frame frame)
    {
        if (isPaused())
        {
            wait(() -> take(frame));
        }
        else
        {
            guard(frame);
            wake();
        }
    }

    private void guard(final Frame frame)
    {
        try
        {
            take(frame);
        }
        catch (final CrashError | RuntimeException | AssertionError ex)
        {
            failed(ex);
        }
    }

    private void take(final Frame frame)
    {
        inbox.onFrame(frame.line(), frame.sessionId(), frame.buffer, frame.buffer.capacity(), nowNs());
        frame.release();
    }

    /** Entries that line B brought before line A. */
    final void brought(final long useful)
    {
        if (useful > 0)
        {
            world.coverage.saw(Transition.LINE_B_BRINGS_FIRST);
        }
    }

    final void mayThrow()
    {
        if (world.timeline.nowNs() < handlerThrowsUntilNs)
        {
            throw new IllegalStateException("this handler takes nothing for a while");
        }
    }

    final void sessionBegun(final int sessionId)
    {
        sessionLines.incrementAndGet(sessionId);
    }

    /** Both lines of a link are one session: it is gone when neither has it. */
    final void sessionEnded(final int sessionId)
    {
        if (sessionLines.decrementAndGet(sessionId) == 0)
        {
            sessionGone(sessionId);
        }
    }

    private void sessionGone(final int sessionId)
    {
        if (isPaused())
        {
            wait(() -> onSessionGone(sessionId, nowNs()));
        }
        else
        {
            guard(() -> onSessionGone(sessionId, nowNs()));
        }
    }

    /** Hands something in to the start that it is for, when that one is not standing still. */
    final void whenAwake(final int forStart, final Runnable event)
    {
        if (!isUp || generation != forStart)
        {
            return;
        }
        if (isPaused())
        {
            wait(event);
        }
        else
        {
            guard(event);
            wake();
        }
    }

    final void transportReset()
    {
        guard(() -> onTransportReset(nowNs()));
    }

    private void wait(final Runnable event)
    {
        if (waiting.size() < MAX_WAITING)
        {
            waiting.add(event);
        }
    }

    /** There is something to do: the duty cycles follow each other closely again. */
    final void wake()
    {
        idleNs = 0;
        cycleAfter(draw.below(WAKE_NS));
    }

    private void cycleAfter(final long delayNs)
    {
        final long atNs = world.timeline.nowNs() + delayNs;
        if (atNs < world.timeline.alarmNs(cycleAlarm))
        {
            world.timeline.alarm(cycleAlarm, atNs);
        }
    }

    /** A duty cycle. */
    @Override
    public final void run(final long dueNs)
    {
        if (isUp && isPaused())
        {
            cycleAfter(pausedUntilNs - dueNs);
        }
        else if (isUp)
        {
            cycle();
        }
        if (isUp && world.timeline.alarmNs(cycleAlarm) == Timeline.NEVER)
        {
            cycleAfter(idleNs + draw.below(IDLE_JITTER_NS));
        }
    }

    /** Idles as the engine's back-off strategy does: the longer there is nothing to do, the rarer it looks. */
    private void cycle()
    {
        try
        {
            while (!waiting.isEmpty())
            {
                waiting.poll().run();
            }
            final boolean isBusy = doWork(nowNs()) > 0;
            final Scenario scenario = world.scenario;
            idleNs = isBusy || idleNs == 0 ? scenario.tickNs : Math.min(idleNs * IDLE_FACTOR, scenario.maxIdleNs);
        }
        catch (final CrashError | RuntimeException | AssertionError ex)
        {
            failed(ex);
        }
    }

    /** Runs a step of the process; a fuse that blows ends the process there. */
    final void guard(final Runnable step)
    {
        if (!isUp)
        {
            return;
        }
        try
        {
            step.run();
        }
        catch (final CrashError | RuntimeException | AssertionError ex)
        {
            failed(ex);
        }
    }

    private void failed(final Throwable cause)
    {
        if (cause instanceof CrashError)
        {
            crash(restartDelayNs());
            return;
        }
        final Violation violation = new Violation("no exception", "replica " + replicaId + " threw " + cause);
        violation.initCause(cause);
        throw violation;
    }

    final long restartDelayNs()
    {
        return restartDelayNs(draw);
    }

    static long restartDelayNs(final Draw draw)
    {
        return draw.logBetween(1_000_000, 2_000_000_000L);
    }
}
