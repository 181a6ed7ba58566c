package io.antumbra.core.replica;

import java.util.function.LongSupplier;

import io.antumbra.core.CoreStats;
import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Nonces;
import io.antumbra.core.Outbox;
import io.antumbra.core.Outcome;
import io.antumbra.core.ReplicaState;
import io.antumbra.core.arbiter.Configuration;
import io.antumbra.core.primary.Primary;
import io.antumbra.core.standby.Standby;
import org.agrona.DirectBuffer;

/**
 * One replica of a shard that an arbiter leads, as a pure machine: it follows, proposes itself when the primary is
 * gone, takes over, leads, hands over. Owned by one thread, like the machines that it hosts.
 *
 * <pre>
 *   loop:  for each frame of a peer:      replica.onFrame(...)
 *          for each frame of the arbiter: replica.onArbiterFrame(...)
 *          replica.doWork(nowNs)
 *   while it leads: append, then beginSubset, addEntry, endSubset, as with a {@link Primary}
 * </pre>
 *
 * The handler is given committed entries in every role, so that its state is complete at the moment it leads. The
 * parts: {@link Roles} changes between the roles, {@link Candidate} decides when to propose, {@link Handover} gives the
 * lead away, {@link ArbiterClient} asks, {@link Announcer} lets the others know. Rejected: one machine for all roles
 * with a flag for each; what a follower does and what a primary does have next to nothing in common but their storage.
 */
public final class Replica
{
    private static final long TICK_NS = 1_000_000;

    /** Leaves 40 bits for the first incarnation, and room to count up from it for ever. */
    private static final int UNUSED_NONCE_BITS = 24;

    private final ReplicaState state;
    private final Roles roles;
    private final Inlet inlet;
    private final ReplicaListener listener;
    private final Nonces nonces;
    private Role toldRole;
    private long toldEpoch;
    private long lastTickNs;

    /**
     * @param context filled; it serves this replica alone.
     * @param nowNs   time.
     */
    public Replica(final ReplicaContext context, final long nowNs)
    {
        context.conclude();
        state = new ReplicaState(context.config, context.shadow, context.journal);
        state.history = context.history;
        nonces = context.nonces;
        listener = context.listener;
        final Suspicion suspicion = context.suspicion == null ? new PhiSuspicion(context.config, nowNs) :
            context.suspicion;
        final Announcer announcer = new Announcer(state, context.peers, context.outbox);
        roles = new Roles(context, state, suspicion, announcer);
        inlet = new Inlet(state, roles, announcer);
    }

    /**
     * Begins: reads the journal, counts a new incarnation, asks the handler for its positions and the arbiter who
     * leads.
     *
     * @param bootId of the host, 0 when unknown: this replica then never vouches for what it holds.
     * @param nowNs  time.
     */
    public void start(final long bootId, final long nowNs)
    {
        lastTickNs = nowNs;
        state.start(bootId, 1 + (nonces.next() >>> UNUSED_NONCE_BITS));
        roles.start(nowNs);
        tellRole();
    }

    /**
     * One duty cycle. Call it after frames were handed in, with a time that was read after the last cycle ended.
     *
     * @param nowNs time.
     * @return entries delivered and frames of data sent.
     */
    public int doWork(final long nowNs)
    {
        final int work = roles.doWork(nowNs);
        if (nowNs - lastTickNs >= TICK_NS)
        {
            lastTickNs = nowNs;
            roles.tick(nowNs);
        }
        tellRole();
        return work;
    }

    /**
     * Hands in a frame of a peer.
     *
     * @param line      that it came by, of {@link Outbox}.
     * @param sessionId of the transport session that it came by.
     * @param buffer    that holds it; read during the call only.
     * @param offset    of its first byte.
     * @param length    in bytes.
     * @param nowNs     time.
     */
    public void onFrame(final int line, final int sessionId, final DirectBuffer buffer, final int offset,
        final int length, final long nowNs)
    {
        inlet.onFrame(line, sessionId, buffer, offset, length, nowNs);
    }

    /**
     * Hands in an answer of the arbiter.
     *
     * @param buffer that holds it; read during the call only.
     * @param offset of its first byte.
     * @param length in bytes.
     * @param nowNs  time.
     */
    public void onArbiterFrame(final DirectBuffer buffer, final int offset, final int length, final long nowNs)
    {
        roles.onArbiterFrame(buffer, offset, length, nowNs);
        tellRole();
    }

    /**
     * @param sessionId of a session that ended.
     * @param nowNs     time.
     */
    public void onSessionGone(final int sessionId, final long nowNs)
    {
        if (roles.primary() != null)
        {
            roles.primary().onSessionGone(sessionId, nowNs);
        }
        if (roles.standby() != null)
        {
            roles.standby().onSessionGone(sessionId, nowNs);
        }
    }

    /**
     * The transport was built anew: every session is gone.
     *
     * @param nowNs time.
     */
    public void onTransportReset(final long nowNs)
    {
        if (roles.primary() != null)
        {
            roles.primary().onTransportReset(nowNs);
        }
        if (roles.standby() != null)
        {
            roles.standby().onTransportReset(nowNs);
        }
    }

    /**
     * Shadows one entry, see {@link Primary#append}.
     *
     * @param meta    as there.
     * @param payload that holds the entry.
     * @param offset  of its first byte.
     * @return {@link Outcome#OK}, {@link Outcome#BACK_PRESSURED} or {@link Outcome#NOT_PRIMARY}.
     */
    public int append(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        final Primary primary = roles.primary();
        return primary == null ? Outcome.NOT_PRIMARY : primary.append(meta, payload, offset);
    }

    /**
     * Starts the frame of a subset that was shadowed whole; nothing happens when this replica leads no more, and the
     * entries become orphans unless the new primary holds them.
     *
     * @param streamId      of its entries.
     * @param firstSequence of them.
     * @param nowNs         goes out as the send timestamp.
     */
    public void beginSubset(final int streamId, final long firstSequence, final long nowNs)
    {
        if (roles.primary() != null)
        {
            roles.primary().beginSubset(streamId, firstSequence, nowNs);
        }
    }

    /**
     * Adds an entry as {@link #append} left it.
     *
     * @param meta    of the entry.
     * @param payload that holds it.
     * @param offset  of its first byte.
     */
    public void addEntry(final EntryMeta meta, final DirectBuffer payload, final int offset)
    {
        if (roles.primary() != null)
        {
            roles.primary().addEntry(meta, payload, offset);
        }
    }

    /**
     * Sends the frame to every standby that is up to it.
     *
     * @param nowNs time.
     */
    public void endSubset(final long nowNs)
    {
        if (roles.primary() != null)
        {
            roles.primary().endSubset(nowNs);
        }
    }

    /**
     * Gives the lead to a standby that is in sync. Entries are refused from now on, until the standby leads or the
     * attempt has failed; {@link ReplicaListener#onRole} tells which.
     *
     * @param replicaId of the standby.
     * @param nowNs     time.
     * @return {@link Outcome#OK} when it is under way, {@link Outcome#NOT_PRIMARY}, {@link Outcome#NOT_CONNECTED} when
     *         the standby is not in sync, or {@link Outcome#BACK_PRESSURED} while another change is.
     */
    public int handover(final int replicaId, final long nowNs)
    {
        final int outcome = roles.handover(replicaId, nowNs);
        tellRole();
        return outcome;
    }

    /**
     * An operator makes a replica lead, alone in sync, whatever it holds: what nobody else has brought to it is given
     * up. Any replica may be asked; the listener is told the outcome.
     *
     * @param replicaId of the replica that is to lead.
     * @param nowNs     time.
     * @return {@link Outcome#OK} when the arbiter is asked, or {@link Outcome#BACK_PRESSURED} while another change is
     *         under way.
     */
    public int force(final int replicaId, final long nowNs)
    {
        return roles.force(replicaId, nowNs);
    }

    /**
     * The operator's decision to go on without a standby; OK says that the arbiter is asked.
     *
     * @param replicaId of the standby.
     * @param nowNs     time.
     * @return as {@link Primary#dropStandby}.
     */
    public int dropStandby(final int replicaId, final long nowNs)
    {
        final Primary primary = roles.primary();
        return primary == null ? Outcome.NOT_PRIMARY : primary.dropStandby(replicaId, nowNs);
    }

    /**
     * Reads a committed entry so that it is certainly not outdated: whatever was acknowledged to anybody before the
     * call is seen. Only while this replica leads and every member has promised not to propose itself; looked at before
     * and after the read.
     *
     * @param streamId of the stream.
     * @param sequence of the entry.
     * @param view     to fill.
     * @param clockNs  the clock of this replica's duty cycle, read anew.
     * @return {@link Outcome#OK}, {@link Outcome#NOT_PRIMARY}, {@link Outcome#NO_LEASE}, {@link Outcome#NOT_RETAINED}
     *         when the entry is not committed yet or no longer kept, or {@link Outcome#CORRUPT}.
     */
    public int read(final int streamId, final long sequence, final EntryView view, final LongSupplier clockNs)
    {
        if (roles.primary() == null)
        {
            return Outcome.NOT_PRIMARY;
        }
        if (!hasReadLease(clockNs.getAsLong()))
        {
            return Outcome.NO_LEASE;
        }
        final int outcome = sequence > state.committed[streamId] ? Outcome.NOT_RETAINED :
            state.shadow.read(streamId, sequence, view);
        return hasReadLease(clockNs.getAsLong()) ? outcome : Outcome.NO_LEASE;
    }

    /**
     * The position that {@link #read} reads up to, as certain as that.
     *
     * @param streamId of the stream.
     * @param clockNs  the clock of this replica's duty cycle, read anew.
     * @return highest acknowledged sequence, {@link Outcome#NOT_PRIMARY} or {@link Outcome#NO_LEASE}.
     */
    public long acknowledgedPosition(final int streamId, final LongSupplier clockNs)
    {
        if (roles.primary() == null)
        {
            return Outcome.NOT_PRIMARY;
        }
        final long position = state.committed[streamId];
        return hasReadLease(clockNs.getAsLong()) ? position : Outcome.NO_LEASE;
    }

    /**
     * @param nowNs time.
     * @return true while what is committed here is certainly all that is committed.
     */
    public boolean hasReadLease(final long nowNs)
    {
        return roles.hasReadLease(nowNs);
    }

    /** @return what this replica does now. */
    public Role role()
    {
        return roles.role();
    }

    /** @return epoch that it leads or was given; of a follower the one that it adopted last, 0 before any. */
    public long epoch()
    {
        return roles.epoch();
    }

    /** @return true while entries are accepted. */
    public boolean isLeading()
    {
        return roles.role() == Role.LEADING;
    }

    /** @return replica that is followed or looked for, this one while it leads, -1 when nobody is known. */
    public int primaryId()
    {
        return roles.primaryId();
    }

    /** @return what the arbiter has told last; owned by this replica, read only. */
    public Configuration configuration()
    {
        return roles.configuration();
    }

    /** @return number of this start of the replica. */
    public long incarnation()
    {
        return state.epochState.incarnation;
    }

    /** @return true while this replica holds every sequence that it ever acknowledged. */
    public boolean isEligible()
    {
        return state.isEligible();
    }

    /**
     * @param replicaId of a standby.
     * @return true when this replica leads and the standby's acknowledgement is needed.
     */
    public boolean isInSync(final int replicaId)
    {
        return roles.primary() != null && roles.primary().isInSync(replicaId);
    }

    /**
     * @return true when every standby that follows has refused the frame offered last, see {@link Primary#isHeldUp}.
     */
    public boolean isHeldUp()
    {
        return roles.primary() != null && roles.primary().isHeldUp();
    }

    /** @return true while this replica is in the epoch of a primary that is heard. */
    public boolean isFollowing()
    {
        final Standby standby = roles.standby();
        return standby != null && standby.isFollowing();
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence shadowed.
     */
    public long end(final int streamId)
    {
        return state.shadow.end(streamId);
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence known here to be committed.
     */
    public long committed(final int streamId)
    {
        return state.committed[streamId];
    }

    /**
     * @param streamId of the stream.
     * @return highest sequence that the handler has seen.
     */
    public long delivered(final int streamId)
    {
        return state.delivered[streamId];
    }

    /** @return what this replica counts, over all roles. */
    public CoreStats stats()
    {
        return state.stats;
    }

    private void tellRole()
    {
        final Role role = roles.role();
        final long epoch = roles.epoch();
        if (role != toldRole || epoch != toldEpoch)
        {
            toldRole = role;
            toldEpoch = epoch;
            listener.onRole(role, epoch);
        }
    }
}
