package io.antumbra.core.standby;

/**
 * What of line B came and what did not, from the running numbers of its frames. Frames come in any order, twice, or not
 * at all: the last 64 numbers are remembered one by one, as the anti-replay window of IPsec does (RFC 4303, appendix
 * A2), so that a duplicate is no second receipt. What comes later than that counts as received: too old to tell.
 *
 * <pre>
 *   base ............ highest - 63 ....... highest
 *    | before the first |   each one known   |
 * </pre>
 */
final class LineReceipts
{
    private long base;
    private long highest;
    private long window;
    private long received;
    private long useful;

    /** Another primary, or the same one joined anew: its numbers begin with the next that comes. */
    void reset()
    {
        base = 0;
        highest = 0;
        window = 0;
        received = 0;
        useful = 0;
    }

    void onFrame(final long number)
    {
        if (highest == 0)
        {
            base = number - 1;
            highest = base;
        }
        if (number <= base)
        {
            return;
        }
        if (number > highest)
        {
            final long step = number - highest;
            window = step >= Long.SIZE ? 1 : window << step | 1;
            highest = number;
            received++;
            return;
        }
        final long age = highest - number;
        final long bit = age < Long.SIZE ? 1L << age : 0;
        received += (window & bit) == 0 ? 1 : 0;
        window |= bit;
    }

    void onUseful(final int entries)
    {
        useful += entries;
    }

    /** Frames that came, each counted once. */
    long received()
    {
        return received;
    }

    /** Numbers below the highest that have not come. */
    long missed()
    {
        return Math.max(0, highest - base - received);
    }

    /** Entries that nothing had brought before. */
    long useful()
    {
        return useful;
    }
}
