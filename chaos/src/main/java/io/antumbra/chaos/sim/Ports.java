package io.antumbra.chaos.sim;

import io.antumbra.core.ArbiterPort;
import io.antumbra.core.CoreConfig;
import io.antumbra.core.EntryHandler;
import io.antumbra.core.Journal;
import io.antumbra.core.Outbox;
import io.antumbra.core.Shadow;
import io.antumbra.core.arbiter.Configuration;
import org.agrona.DirectBuffer;

/**
 * What stands between a machine and the world, made anew at each start of a process. The default passes everything
 * through; a planted fault wraps one port, and dies with the process.
 */
public interface Ports
{
    /** Nothing planted. */
    Ports HONEST = new Ports()
    {
    };

    /**
     * @param seat    whose port it is.
     * @param storage that survives the process.
     * @return what the machine is given.
     */
    default Shadow shadow(final Seat seat, final Shadow storage)
    {
        return storage;
    }

    /**
     * @param seat    whose port it is.
     * @param storage that survives the process.
     * @return what the machine is given.
     */
    default Journal journal(final Seat seat, final Journal storage)
    {
        return storage;
    }

    /**
     * @param seat    whose port it is.
     * @param network that carries the frames.
     * @return what the machine is given.
     */
    default Outbox outbox(final Seat seat, final Outbox network)
    {
        return network;
    }

    /**
     * @param seat    whose port it is.
     * @param machine that takes what the network brings.
     * @return what the network brings it to.
     */
    default Inbox inbox(final Seat seat, final Inbox machine)
    {
        return machine;
    }

    /**
     * @param seat    whose port it is.
     * @param handler that the judges watch.
     * @return what the machine is given.
     */
    default EntryHandler handler(final Seat seat, final EntryHandler handler)
    {
        return handler;
    }

    /**
     * @param seat   whose port it is.
     * @param config that the scenario has drawn, not shared with anybody.
     * @return what the machine is given.
     */
    default CoreConfig config(final Seat seat, final CoreConfig config)
    {
        return config;
    }

    /**
     * @param seat    whose port it is.
     * @param network that carries requests to the arbiter.
     * @return what the machine is given.
     */
    default ArbiterPort arbiter(final Seat seat, final ArbiterPort network)
    {
        return network;
    }

    /**
     * @param seat  whose port it is.
     * @param frame that the arbiter has answered.
     * @return what the machine is given.
     */
    default byte[] arbiterAnswer(final Seat seat, final byte[] frame)
    {
        return frame;
    }

    /**
     * @param seat     whose port it is.
     * @param isHeldUp as the machine says.
     * @return what the producer is told.
     */
    default boolean isHeldUp(final Seat seat, final boolean isHeldUp)
    {
        return isHeldUp;
    }

    /**
     * @param request that the arbiter's log is to take.
     * @param known   what holds before it.
     * @return what it takes.
     */
    default byte[] arbiterRequest(final byte[] request, final Configuration known)
    {
        return request;
    }

    /** @return true where a member of the arbiter's cluster takes in a snapshot when it starts. */
    default boolean arbiterLoadsSnapshot()
    {
        return true;
    }

    /** @return which runs these ports are for. */
    default Leadership leadership()
    {
        return Leadership.ANY;
    }

    /** Where frames of other replicas arrive. */
    @FunctionalInterface
    interface Inbox
    {
        /**
         * @param line      that it came by.
         * @param sessionId that it came by.
         * @param buffer    that holds it from index 0; read during the call only.
         * @param length    in bytes.
         * @param nowNs     time of this host.
         */
        void onFrame(int line, int sessionId, DirectBuffer buffer, int length, long nowNs);
    }

    /** Who sits behind the ports. */
    interface Seat
    {
        /** @return id of the replica. */
        int replicaId();

        /** @return true for the primary. */
        boolean isPrimary();

        /** @return replicas that are in the epoch which this one leads, one bit each. */
        long followers();

        /** @return starts of this replica, this one included. */
        int starts();

        /**
         * @param streamId of the stream.
         * @return end of the stream at the primary, which an honest standby cannot know.
         */
        long primaryEnd(int streamId);
    }
}
