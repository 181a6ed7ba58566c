package io.antumbra.runtime;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** A decision to send something again, for flight recordings. One instance for all, by the engine's thread. */
@Name(ResendEvent.NAME)
@Label("Resend")
@Category("Antumbra")
@Description("A primary sent something again, and why")
@StackTrace(false)
final class ResendEvent extends Event
{
    static final String NAME = "io.antumbra.Resend";

    @Label("Standby")
    int replicaId;

    @Label("Stream")
    @Description("-1: all")
    int streamId;

    @Label("First Sequence")
    long firstSequence;

    @Label("Last Sequence")
    long lastSequence;

    @Label("Action")
    String action;

    @Label("Reason")
    String reason;

    @Label("Risk")
    double risk;

    @Label("Overdue After")
    @Timespan(Timespan.NANOSECONDS)
    long overdueAfterNs;

    @Label("Budget Left")
    @DataAmount
    long budgetLeftBytes;
}
