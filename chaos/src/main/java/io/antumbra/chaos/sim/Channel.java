package io.antumbra.chaos.sim;

import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.transport.impair.Impairment;
import io.antumbra.transport.impair.ImpairmentSettings;
import org.agrona.DirectBuffer;

/**
 * One direction between two replicas, with {@link LineB} beside it, as the transport shows it: frames travel in
 * sessions; a session ends when either side is gone, and what was on its way with it is lost. A receiver that starts
 * anew sees a session from the middle.
 */
final class Channel
{
    private static final int MAX_ON_THE_WAY = 512;
    private static final double ADMIN_ACTION_RATIO = 0.001;

    /** Two sessions of one line never have the same id where they arrive: a media driver would take them for one. */
    private static final int REPLICA_BITS = 6;
    private static final int PAIR_BITS = 2 * REPLICA_BITS;

    final Host from;
    final Host to;
    final LineB lineB;
    long refusesUntilNs;
    long holdsUntilNs;

    private final World world;
    private final Draw draw;
    private ImpairmentSettings settings;
    private Impairment impairment;
    private Session session;
    private boolean isConnected;
    private int onTheWay;

    Channel(final World world, final Host from, final Host to)
    {
        this.world = world;
        this.from = from;
        this.to = to;
        draw = world.draw.fork();
        session = new Session((draw.below(1 << 16) << PAIR_BITS) | (from.replicaId << REPLICA_BITS) | to.replicaId, 0);
        impair(healthy());
        lineB = new LineB(world, this, draw);
    }

    /** What the link does when nothing is wrong with it. */
    ImpairmentSettings healthy()
    {
        final ImpairmentSettings healthy = new ImpairmentSettings();
        healthy.delayNs = world.scenario.delayNs;
        healthy.jitterNs = world.scenario.delayNs / 4;
        healthy.keepsOrder = true;
        return healthy;
    }

    void impair(final ImpairmentSettings newSettings)
    {
        settings = newSettings;
        impairment = new Impairment(newSettings, draw);
    }

    boolean isImpairedBy(final ImpairmentSettings expected)
    {
        return settings == expected;
    }

    /** The sender has a new publication: another session. */
    void newPublication()
    {
        session = new Session(session.id + ((1 + draw.below(1 << 16)) << PAIR_BITS), 0);
        isConnected = false;
        lineB.newPublication();
    }

    /** Line B's session of the same id. */
    Session sessionForLineB(final int receiverGeneration)
    {
        return new Session(session.id, receiverGeneration);
    }

    /** Nothing that is sent first goes out on line A. */
    boolean isAway()
    {
        return !isConnected;
    }

    /** The sender learns that the receiver is there, if it is. */
    void connect()
    {
        if (from.isUp() && to.isUp() && !settings.isCut && !isConnected)
        {
            session = new Session(session.id, to.generation());
            to.sessionBegun(session.id);
            isConnected = true;
        }
    }

    void connectSoon()
    {
        lineB.connectSoon();
        world.timeline.after(draw.between(100_000, 20_000_000), this::connect);
    }

    /** The session ends at both sides; it, or another one, is back after a while. */
    void end(final long backAfterNs)
    {
        final Session ended = session;
        goneAtReceiver(ended);
        isConnected = false;
        if (draw.chance(0.5))
        {
            newPublication();
        }
        world.timeline.after(backAfterNs, this::connect);
    }

    /** The sender's process is gone: the receiver notices after a time-out. */
    void senderGone()
    {
        lineB.senderGone();
        final Session ended = session;
        isConnected = false;
        world.timeline.after(draw.between(0, world.scenario.sessionTimeoutNs), () -> goneAtReceiver(ended));
    }

    /** The receiver's process is gone: the sender notices after a time-out. */
    void receiverGone()
    {
        lineB.receiverGone();
        final Session ended = session;
        world.timeline.after(draw.between(0, world.scenario.sessionTimeoutNs), () ->
        {
            if (session == ended)
            {
                isConnected = false;
                connectSoon();
            }
        });
    }

    void goneAtReceiver(final Session ended)
    {
        if (!ended.isOver)
        {
            ended.isOver = true;
            if (to.isUp() && to.generation() == ended.receiverGeneration)
            {
                to.sessionEnded(ended.id);
            }
        }
    }

    long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        final long nowNs = world.timeline.nowNs();
        if (!isConnected)
        {
            return Outcome.NOT_CONNECTED;
        }
        if (nowNs < refusesUntilNs || onTheWay >= MAX_ON_THE_WAY)
        {
            return Outcome.BACK_PRESSURED;
        }
        if (!world.isHealed && draw.chance(ADMIN_ACTION_RATIO))
        {
            return Outcome.ADMIN_ACTION;
        }
        final int copies = impairment.onFrame(nowNs, length);
        if (copies == 0)
        {
            world.count(Fault.FRAME_LOST);
        }
        for (int i = 0; i < copies; i++)
        {
            final Frame frame = world.frames.take(this, session, buffer, offset, length);
            if (impairment.corruptBit(i) != Impairment.INTACT)
            {
                world.count(Fault.FRAME_CORRUPTED);
                frame.flip(impairment.corruptBit(i));
            }
            if (i > 0)
            {
                world.count(Fault.FRAME_DUPLICATED);
            }
            onTheWay++;
            world.timeline.at(Math.max(impairment.arrivalNs(i), holdsUntilNs), frame, 0);
        }
        return length;
    }

    void arrive(final Frame frame, final Session carrier)
    {
        onTheWay -= frame.line() == Outbox.LINE_B ? 0 : 1;
        if (!carrier.isOver && to.isUp() && to.generation() == carrier.receiverGeneration)
        {
            to.frame(frame);
        }
        else
        {
            frame.release();
        }
    }

    /** What one publication and one image share. */
    static final class Session
    {
        private final int id;
        private final int receiverGeneration;
        private boolean isOver;

        Session(final int id, final int receiverGeneration)
        {
            this.id = id;
            this.receiverGeneration = receiverGeneration;
        }

        int id()
        {
            return id;
        }
    }
}
