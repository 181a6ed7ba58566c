package io.antumbra.chaos.sim;

import io.antumbra.core.Outcome;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One direction between two replicas, as the transport shows it: frames travel in sessions; a session ends when either
 * side is gone, and what was on its way with it is lost. A receiver that starts anew sees a session from the middle.
 */
final class Channel
{
    private static final int MAX_ON_THE_WAY = 512;

    final Host from;
    final Host to;
    Impairment impairment;
    long refusesUntilNs;
    long holdsUntilNs;

    private final World world;
    private final Draw draw;
    private Session session;
    private boolean isConnected;
    private int onTheWay;

    Channel(final World world, final Host from, final Host to)
    {
        this.world = world;
        this.from = from;
        this.to = to;
        draw = world.draw.fork();
        session = new Session(draw.below(1 << 16), 0);
        impairment = healthy(world.scenario);
    }

    static Impairment healthy(final Scenario scenario)
    {
        final Impairment healthy = new Impairment();
        healthy.delayNs = scenario.delayNs;
        healthy.jitterNs = scenario.delayNs / 4;
        return healthy;
    }

    /** The sender has a new publication: another session. */
    void newPublication()
    {
        session = new Session(session.id + 1 + draw.below(1 << 16), 0);
        isConnected = false;
    }

    /** The sender learns that the receiver is there, if it is. */
    void connect()
    {
        if (from.isUp() && to.isUp() && !impairment.isCut && !isConnected)
        {
            session = new Session(session.id, to.generation());
            isConnected = true;
        }
    }

    void connectSoon()
    {
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
        final Session ended = session;
        isConnected = false;
        world.timeline.after(draw.between(0, world.scenario.sessionTimeoutNs), () -> goneAtReceiver(ended));
    }

    /** The receiver's process is gone: the sender notices after a time-out. */
    void receiverGone()
    {
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

    private void goneAtReceiver(final Session ended)
    {
        if (!ended.isOver)
        {
            ended.isOver = true;
            if (to.isUp() && to.generation() == ended.receiverGeneration)
            {
                to.sessionGone(ended.id);
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
        if (!world.isHealed && draw.chance(0.001))
        {
            return Outcome.ADMIN_ACTION;
        }
        if (impairment.loses(draw))
        {
            world.count(Fault.FRAME_LOST);
            return length;
        }
        send(buffer, offset, length);
        if (impairment.duplicateRatio > 0 && draw.chance(impairment.duplicateRatio))
        {
            world.count(Fault.FRAME_DUPLICATED);
            send(buffer, offset, length);
        }
        return length;
    }

    private void send(final DirectBuffer buffer, final int offset, final int length)
    {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        if (impairment.corruptRatio > 0 && draw.chance(impairment.corruptRatio))
        {
            world.count(Fault.FRAME_CORRUPTED);
            bytes[draw.below(length)] ^= (byte)(1 << draw.below(Byte.SIZE));
        }
        final Session carrier = session;
        final long nowNs = world.timeline.nowNs();
        final long arrivalNs = Math.max(impairment.arrivalNs(nowNs, draw), holdsUntilNs);
        onTheWay++;
        world.timeline.after(arrivalNs - nowNs, () -> arrive(carrier, bytes));
    }

    private void arrive(final Session carrier, final byte[] bytes)
    {
        onTheWay--;
        if (!carrier.isOver && to.isUp() && to.generation() == carrier.receiverGeneration)
        {
            to.frame(carrier.id, new UnsafeBuffer(bytes), bytes.length);
        }
    }

    private static final class Session
    {
        private final int id;
        private final int receiverGeneration;
        private boolean isOver;

        Session(final int id, final int receiverGeneration)
        {
            this.id = id;
            this.receiverGeneration = receiverGeneration;
        }
    }
}
