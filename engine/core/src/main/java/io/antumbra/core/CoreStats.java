package io.antumbra.core;

/**
 * Counts of one machine, plain fields written by its thread only; whoever runs the machine mirrors them into counters
 * that others may read.
 */
public final class CoreStats
{
    /** Frames sent, copies to several standbys counted apart. */
    public long framesSent;

    /** Frames received and understood. */
    public long framesReceived;

    /** Frames that a peer's send buffer refused; catch-up sends them later. */
    public long framesRefused;

    /** Entries sent again before any time-out because their tail was overdue. */
    public long retransmitted;

    /** Frames of entries sent by line B. */
    public long copiesSent;

    /** Tiny frames sent on line A so that the receiver sees its gap. */
    public long probesSent;

    /** Frames sent again because nothing behind them could show that they were lost. */
    public long resentTails;

    /** Frames sent again because line A's own repair was overdue. */
    public long resentGaps;

    /** Frames sent again because their last copy was overdue. */
    public long resentAgain;

    /** Frames copied because the risk was high. */
    public long resentForRisk;

    /** Frames copied because the standby was not well. */
    public long resentForHealth;

    /** Frames copied only to learn how line B is. */
    public long resentAsExperiment;

    /** Bytes of entries sent by line A, with their frames' own overhead. */
    public long bytesOnLineA;

    /** Bytes of entries sent by line B. */
    public long bytesOnLineB;

    /** Entries that line B brought first: received here, or told by the standbys of a primary. */
    public long usefulCopies;

    /** Entries that came by line B when they were here already. */
    public long wastedCopies;

    /** Copies that came by line B before what is in front of them, and were dropped. */
    public long earlyCopies;

    /** Times that an overdue frame was not sent again because the budget of bytes was spent. */
    public long budgetExhausted;

    /** Entries sent from the shadow: catch-up and rewinds. */
    public long caughtUp;

    /** Entries received that were here already. */
    public long duplicates;

    /** Times that a sequence arrived before the one in front of it. */
    public long gaps;

    /** Frames that are no frames of this schema. */
    public long malformedFrames;

    /** Frames of another schema, version or shard. */
    public long foreignFrames;

    /** Frames of a session that no hello has bound, or of an older epoch or incarnation. */
    public long refusedFrames;

    /** Entries whose bytes did not match their checksum. */
    public long corruptEntries;

    /** Times that the handler threw. */
    public long handlerFailures;

    /** Calls of append that were refused for want of room. */
    public long backPressured;

    /** Entries that the policy left out. */
    public long unprotected;

    /** Last round trip measured, ns; 0 before the first. */
    public long lastRttNs;

    /** Age after which an unacknowledged tail counts as overdue, ns. */
    public long overdueAfterNs;
}
