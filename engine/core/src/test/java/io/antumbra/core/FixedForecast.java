package io.antumbra.core;

/** A forecast of a link that says what it is told to say. */
public final class FixedForecast implements LinkForecast
{
    /** What it says. */
    public long overdueAfterNs;

    /** What it says. */
    public long roundTripNs;

    /** What it says. */
    public long outageNs;

    /** What it says. */
    public double risk;

    /** Frames that it was told of. */
    public int sends;

    /** Number of the last frame that it was told of. */
    public long lastSent;

    /** How often it was told that the standby joined anew. */
    public int reconnects;

    @Override
    public double risk(final long nowNs)
    {
        return risk;
    }

    @Override
    public void onRoundTrip(final long rttNs, final long nowNs)
    {
    }

    @Override
    public void onOutage(final long lengthNs, final long nowNs)
    {
    }

    @Override
    public void onReconnect()
    {
        reconnects++;
    }

    @Override
    public void onSend(final long number, final long nowNs)
    {
        sends++;
        lastSent = number;
    }

    @Override
    public long overdueAfterNs()
    {
        return overdueAfterNs;
    }

    @Override
    public long roundTripNs()
    {
        return roundTripNs;
    }

    @Override
    public long outageNs()
    {
        return outageNs;
    }
}
