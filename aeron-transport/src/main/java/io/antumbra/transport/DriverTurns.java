package io.antumbra.transport;

/**
 * How many turns the media driver gets in a duty cycle. It sends and receives one datagram in each, so while much goes
 * out or comes in it gets several, and what the owner does once in a cycle is shared by as many: half as much again is
 * acknowledged in the same time. A single entry on its way costs no turn more than before. Owner's thread only.
 */
final class DriverTurns
{
    static final int MOST = 8;

    /** Polls in a row with frames in them, after which more are expected to wait. */
    static final int BUSY_POLLS = 4;

    private int offered;
    private int busyPolls;

    /** A frame was offered. */
    void onOffer()
    {
        offered++;
    }

    /**
     * Frames were looked for.
     *
     * @param fragments found.
     */
    void onPoll(final int fragments)
    {
        busyPolls = fragments == 0 ? 0 : Math.min(busyPolls + 1, BUSY_POLLS + 1);
    }

    /**
     * A duty cycle begins.
     *
     * @return most turns in it.
     */
    int take()
    {
        final boolean isMuch = offered > 1 || busyPolls > BUSY_POLLS;
        offered = 0;
        return isMuch ? MOST : 1;
    }
}
