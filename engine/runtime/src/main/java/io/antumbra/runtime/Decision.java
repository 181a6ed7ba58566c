package io.antumbra.runtime;

import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendReason;

/**
 * A decision of a primary to send something again, as its log keeps it. Immutable.
 *
 * @param number          of it since this start of the replica, from 0.
 * @param epochNs         when it was taken, ns since the epoch.
 * @param replicaId       of the standby that it was about.
 * @param streamId        of the entries; -1 for all.
 * @param firstSequence   of them.
 * @param lastSequence    of them.
 * @param action          what was done.
 * @param reason          why.
 * @param risk            of the link then, 0 to 1.
 * @param overdueAfterNs  age after which a frame counted as overdue then, ns.
 * @param budgetLeftBytes that were left to be sent again, after it.
 */
public record Decision(long number, long epochNs, int replicaId, int streamId, long firstSequence, long lastSequence,
    ResendAction action, ResendReason reason, double risk, long overdueAfterNs, long budgetLeftBytes)
{
}
