package io.antumbra.node.demo;

import java.nio.file.Path;

/** What the user asked of the demo; plain values, checked by the command. */
public final class DemoOptions
{
    /** The user's own lines, null for the bundled data. */
    public Path input;

    /** Entries a second over all streams, 0 when not given. */
    public double ratePerSecond;

    /** Times faster than the receive times in the lines, 0 when not given. */
    public double speed;

    /** Most entries over all streams. */
    public long entries = Long.MAX_VALUE;

    /** Share of datagrams that a link loses for a while, 0 to 1. */
    public double lossRatio;

    /** Folder of the run, null for one below the current folder. */
    public Path output;

    /** Where the summary goes for machines, null for nowhere. */
    public Path json;
}
