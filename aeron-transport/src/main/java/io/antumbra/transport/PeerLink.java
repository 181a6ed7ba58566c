package io.antumbra.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.RegistrationException;
import org.agrona.DirectBuffer;

/**
 * One publication to one peer on one line, made when the line is first used, and made anew when it is used up or lost.
 * Owner's thread only.
 * <p>
 * Line B is a follower of line A: its publication takes the session id of A's, so it is asked for once A's is there,
 * and ends with it. A clash of session ids would need another publication of line B to the same endpoint with the same
 * id: the driver refuses that one, and the link asks again when the one before has lingered out.
 * <p>
 * A line that nobody uses would not be free: the driver turns over every publication and every image in each duty
 * cycle, here and at the peer. A standby that never leads has one publication to its primary instead of three.
 * <p>
 * The driver refusing a publication concerns this link alone: it is reported, and asked for again after a back-off,
 * while the other links go on.
 */
final class PeerLink
{
    private static final long NONE = Aeron.NULL_VALUE;

    private final int lineStreamId;
    private final Endpoint endpoint;
    private final LinkSettings settings;
    private final PeerLink leader;
    private final Failures failures;
    private final LinkCounters counters = new LinkCounters();
    private PeerLink follower;
    private ExclusivePublication publication;
    private long initialPosition;
    private boolean isWanted;
    private boolean isRefused;
    private long registrationId = NONE;
    private long retryAtNs;

    /**
     * Create without a publication.
     *
     * @param lineStreamId of the line.
     * @param endpoint     of the peer, for this line.
     * @param leader       link whose session id this one takes, or null.
     * @param ctx          of the transport.
     * @param failures     to report to.
     */
    PeerLink(
        final int lineStreamId,
        final Endpoint endpoint,
        final PeerLink leader,
        final Transport.Context ctx,
        final Failures failures)
    {
        this.lineStreamId = lineStreamId;
        this.endpoint = endpoint;
        this.leader = leader;
        this.failures = failures;
        settings = ctx.link();
        initialPosition = ctx.initialPosition();
        if (leader != null)
        {
            leader.follower = this;
        }
    }

    /**
     * Ask for what is missing and look for the driver's answer.
     *
     * @param aeron client, alive.
     * @param nowNs current time.
     */
    void doWork(final Aeron aeron, final long nowNs)
    {
        if (!isPending() || (leader != null && leader.publication == null))
        {
            return;
        }

        if (registrationId == NONE)
        {
            if (!isRefused || nowNs - retryAtNs >= 0)
            {
                isRefused = false;
                registrationId = aeron.asyncAddExclusivePublication(channel(), lineStreamId);
            }

            return;
        }

        try
        {
            publication = aeron.getExclusivePublication(registrationId);
            if (publication != null)
            {
                initialPosition = 0;
                counters.find(aeron.countersReader(), registrationId);
            }
        }
        catch (final RegistrationException ex)
        {
            registrationId = NONE;
            isRefused = true;
            retryAtNs = nowNs + TransportConfiguration.BACK_OFF_MAX_NS;
            failures.onError(new TransportException("the media driver refuses the publication " + channel() +
                " on stream " + lineStreamId + "; it is asked again every " +
                TransportConfiguration.BACK_OFF_MAX_NS + " ns", ex));
        }
    }

    private String channel()
    {
        return leader == null ? endpoint.publicationChannel(settings, initialPosition) :
            endpoint.publicationChannelOfLineB(settings, initialPosition, leader.publication.sessionId());
    }

    long offer(final DirectBuffer buffer, final int offset, final int length)
    {
        final ExclusivePublication current = publication;
        if (current == null)
        {
            want();
            return Transport.NOT_CONNECTED;
        }

        final long result = current.offer(buffer, offset, length);
        return result > 0 ? result : toCode(result);
    }

    private long toCode(final long result)
    {
        if (result == Publication.BACK_PRESSURED)
        {
            return Transport.BACK_PRESSURED;
        }

        if (result == Publication.ADMIN_ACTION)
        {
            return Transport.ADMIN_ACTION;
        }

        if (result == Publication.MAX_POSITION_EXCEEDED)
        {
            close();
        }

        // Closed means that the client has been given up and not yet been built anew: the link, not the transport.
        return Transport.NOT_CONNECTED;
    }

    boolean isConnected()
    {
        return publication != null && publication.isConnected();
    }

    /**
     * The line is used from now on, and with line A line B, or the other way round: when something is lost it is too
     * late to begin with a publication.
     */
    void want()
    {
        final PeerLink other = leader == null ? follower : leader;
        isWanted = true;
        if (other != null)
        {
            other.isWanted = true;
        }
    }

    boolean isPending()
    {
        return isWanted && publication == null;
    }

    /**
     * Close the publication of a live client; the next turn asks for another.
     */
    void close()
    {
        final ExclusivePublication closing = publication;
        reset();
        if (follower != null)
        {
            follower.close();
        }
        if (closing != null)
        {
            closing.close();
        }
    }

    /**
     * Forget the publication of a client that is closed or about to be.
     */
    void reset()
    {
        publication = null;
        registrationId = NONE;
        isRefused = false;
        counters.clear();
    }

    void sample(final Aeron aeron, final LinkStatistics into)
    {
        into.publicationId = registrationId;
        into.isConnected = publication.isConnected();
        into.publisherPosition = publication.position();
        counters.sample(aeron.countersReader(), into);
    }

    boolean canBeSampled()
    {
        return publication != null && !publication.isClosed();
    }
}
