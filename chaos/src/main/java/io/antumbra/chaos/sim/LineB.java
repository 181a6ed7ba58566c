package io.antumbra.chaos.sim;

import io.antumbra.core.Outcome;
import io.antumbra.transport.impair.Impairment;
import io.antumbra.transport.impair.ImpairmentSettings;
import org.agrona.DirectBuffer;

/**
 * Line B beside a {@link Channel}, its line A: each frame arrives by itself, in any order, twice, damaged, much later,
 * or not at all. It has line A's session id and a life of its own, so that either can be dead while the other carries;
 * the machine is told that a session is gone when neither line has it.
 *
 * <p>In some runs it is dead from beginning to end. All it draws comes from a generator aside, so that a run in which
 * nobody sends on it is the run that it was without.
 */
final class LineB
{
    private static final long SALT = 0xB1B2_B3B4_B5B6_B7B8L;
    private static final double DEAD_RUN_RATIO = 0.25;
    private static final double DEAD_TIME_RATIO = 0.3;
    private static final double REFUSED_RATIO = 0.01;
    private static final long LATEST_COPY_NS = 2_000_000_000L;

    private final World world;
    private final Channel lineA;
    private final Draw draw;
    private final boolean isDeadForGood;
    private ImpairmentSettings settings;
    private Impairment impairment;
    private Channel.Session session;
    private boolean isConnected;
    private long cutUntilNs;

    LineB(final World world, final Channel lineA, final Draw draw)
    {
        this.world = world;
        this.lineA = lineA;
        this.draw = draw.aside(SALT);
        isDeadForGood = draw.aside(~SALT).chance(DEAD_RUN_RATIO);
        session = lineA.sessionForLineB(0);
        next();
    }

    /** Another weather, now and again until nothing fails any more. */
    private void next()
    {
        final boolean isCut = world.timeline.nowNs() < cutUntilNs;
        final boolean isDead = isDeadForGood || (!world.isHealed && (draw.chance(DEAD_TIME_RATIO) || isCut));
        impair(isDead ? dead() : world.isHealed ? lineA.healthy() : rough());
        if (isDead)
        {
            world.timeline.after(world.scenario.sessionTimeoutNs, this::endIfDead);
        }
        else
        {
            connect();
        }
        if (!world.isHealed)
        {
            world.timeline.after(draw.logBetween(10_000_000, 3_000_000_000L), this::next);
        }
    }

    private ImpairmentSettings dead()
    {
        final ImpairmentSettings dead = lineA.healthy();
        dead.isCut = true;
        return dead;
    }

    private ImpairmentSettings rough()
    {
        final ImpairmentSettings rough = new ImpairmentSettings();
        rough.delayNs = draw.logBetween(1 + world.scenario.delayNs / 4, 8 * world.scenario.delayNs);
        rough.jitterNs = draw.chance(0.5) ? draw.logBetween(1_000, 50_000_000) : 0;
        rough.lossRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
        rough.burstRatio = draw.chance(0.3) ? draw.unit() * 0.1 : 0;
        rough.duplicateRatio = draw.chance(0.5) ? draw.unit() * 0.5 : 0;
        rough.corruptRatio = draw.chance(0.3) ? draw.unit() * 0.3 : 0;
        rough.reorderRatio = draw.chance(0.5) ? draw.unit() * 0.3 : 0;
        rough.reorderDelayNs = draw.chance(0.5) ?
            draw.between(LATEST_COPY_NS / 8, LATEST_COPY_NS) :
            draw.logBetween(1_000_000, LATEST_COPY_NS);
        return rough;
    }

    private void impair(final ImpairmentSettings newSettings)
    {
        settings = newSettings;
        impairment = new Impairment(newSettings, draw);
    }

    /** Cut together with line A. */
    void cut(final long durationNs)
    {
        cutUntilNs = Math.max(cutUntilNs, world.timeline.nowNs() + durationNs);
        impair(dead());
        world.timeline.after(world.scenario.sessionTimeoutNs, this::endIfDead);
    }

    private void endIfDead()
    {
        if (settings.isCut)
        {
            end();
        }
    }

    /** Its session ends at both sides and is back after a while. */
    void end(final long backAfterNs)
    {
        end();
        world.timeline.after(backAfterNs, this::connect);
    }

    private void end()
    {
        isConnected = false;
        lineA.goneAtReceiver(session);
    }

    /** Line A has another session id, and so has this one. */
    void newPublication()
    {
        end();
        session = lineA.sessionForLineB(0);
        connectSoon();
    }

    void connectSoon()
    {
        world.timeline.after(draw.between(100_000, 20_000_000), this::connect);
    }

    private void connect()
    {
        if (lineA.from.isUp() && lineA.to.isUp() && !settings.isCut && !isConnected)
        {
            session = lineA.sessionForLineB(lineA.to.generation());
            lineA.to.sessionBegun(session.id());
            isConnected = true;
        }
    }

    void senderGone()
    {
        final Channel.Session ended = session;
        isConnected = false;
        world.timeline.after(draw.between(0, world.scenario.sessionTimeoutNs), () -> lineA.goneAtReceiver(ended));
    }

    void receiverGone()
    {
        isConnected = false;
    }

    /** All faults end, for this line too where it is not dead for good. */
    void heal()
    {
        next();
    }

    long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        if (!isConnected)
        {
            return Outcome.NOT_CONNECTED;
        }
        if (!world.isHealed && draw.chance(REFUSED_RATIO))
        {
            return Outcome.BACK_PRESSURED;
        }
        final long nowNs = world.timeline.nowNs();
        final int copies = impairment.onFrame(nowNs, length);
        if (copies == 0)
        {
            world.count(Fault.FRAME_LOST);
        }
        for (int i = 0; i < copies; i++)
        {
            final Frame frame = world.frames.take(lineA, session, buffer, offset, length);
            frame.onLineB();
            if (impairment.corruptBit(i) != Impairment.INTACT)
            {
                world.count(Fault.FRAME_CORRUPTED);
                frame.flip(impairment.corruptBit(i));
            }
            if (i > 0)
            {
                world.count(Fault.FRAME_DUPLICATED);
            }
            world.timeline.at(impairment.arrivalNs(i), frame, 0);
        }
        return length;
    }
}
