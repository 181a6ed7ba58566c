package io.antumbra.chaos.sim;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.Journal;
import io.antumbra.core.Outbox;
import io.antumbra.core.Shadow;

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
     * @param handler that the judges watch.
     * @return what the machine is given.
     */
    default EntryHandler handler(final Seat seat, final EntryHandler handler)
    {
        return handler;
    }

    /** Who sits behind the ports. */
    interface Seat
    {
        /** @return true for the primary. */
        boolean isPrimary();

        /** @return starts of this replica, this one included. */
        int starts();

        /**
         * @param streamId of the stream.
         * @return end of the stream at the primary, which an honest standby cannot know.
         */
        long primaryEnd(int streamId);
    }
}
