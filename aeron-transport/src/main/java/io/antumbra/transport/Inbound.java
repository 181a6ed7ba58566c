package io.antumbra.transport;

import io.aeron.Aeron;
import io.aeron.AvailableImageHandler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.UnavailableImageHandler;
import io.aeron.exceptions.RegistrationException;
import io.aeron.status.ChannelEndpointStatus;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The receiving half: one subscription for each line on its own endpoint, and a fixed pool of {@link Session}s. Aeron
 * tells of images while the client has its turn; they are only noted there, and announced at the next poll. Owner's
 * thread only.
 */
final class Inbound
{
    private final Session[] sessions;
    private final Subscription[] subscriptions = new Subscription[Lines.COUNT];
    private final long[] registrationIds = new long[Lines.COUNT];
    private final AvailableImageHandler[] availableHandlers = new AvailableImageHandler[Lines.COUNT];
    private final UnavailableImageHandler unavailableHandler = this::onImageUnavailable;
    private final Failures failures;
    private final Transport.Context ctx;
    private int first;
    /** Slots behind the most that were ever in use at once need no look in each cycle. */
    private int usedCount;
    private boolean hasChanged;
    private boolean isResetPending;
    private boolean hasRefused;
    private long refusedSessions;

    Inbound(final Transport.Context ctx, final Failures failures)
    {
        this.ctx = ctx;
        this.failures = failures;
        sessions = new Session[ctx.maxSessions()];
        for (int i = 0; i < sessions.length; i++)
        {
            sessions[i] = new Session(new UnsafeBuffer(ByteBuffer.allocateDirect(ctx.maxFrameLength())), failures);
        }

        for (int i = 0; i < Lines.COUNT; i++)
        {
            final int lineStreamId = Lines.streamId(i);
            availableHandlers[i] = (image) -> onImageAvailable(lineStreamId, image);
        }
    }

    void register(final Aeron aeron)
    {
        for (int i = 0; i < Lines.COUNT; i++)
        {
            final int lineStreamId = Lines.streamId(i);
            registrationIds[i] = aeron.asyncAddSubscription(
                ctx.receiveEndpoint(lineStreamId).subscriptionChannel(ctx.link(), lineStreamId), lineStreamId,
                availableHandlers[i], unavailableHandler);
        }
    }

    /**
     * Look for the driver's answers.
     *
     * @param aeron client.
     * @return true when all subscriptions exist and their channels are active.
     * @throws TransportException when an endpoint cannot be bound.
     */
    boolean isRegistered(final Aeron aeron)
    {
        boolean isComplete = true;
        for (int i = 0; i < Lines.COUNT; i++)
        {
            if (subscriptions[i] == null)
            {
                subscriptions[i] = find(aeron, i);
            }

            isComplete &= subscriptions[i] != null && subscriptions[i].channelStatus() == ChannelEndpointStatus.ACTIVE;
        }

        return isComplete;
    }

    private Subscription find(final Aeron aeron, final int line)
    {
        try
        {
            return aeron.getSubscription(registrationIds[line]);
        }
        catch (final RegistrationException ex)
        {
            final int lineStreamId = Lines.streamId(line);
            throw new TransportException(ctx.receiveEndpoint(lineStreamId).whyNotBound("replica") + " (" +
                (ctx.hasLineBEndpoint() && lineStreamId == Lines.LINE_B ? TransportConfiguration.LINE_B_ENDPOINT_PROP :
                    TransportConfiguration.ENDPOINT_PROP) +
                ")", ex);
        }
    }

    /**
     * Did the driver report an error on an own endpoint's socket?
     *
     * @return the endpoint, or null when all is well.
     */
    Endpoint erroredEndpoint()
    {
        for (int i = 0; i < Lines.COUNT; i++)
        {
            final Subscription subscription = subscriptions[i];
            if (subscription != null && subscription.channelStatus() == ChannelEndpointStatus.ERRORED)
            {
                return ctx.receiveEndpoint(Lines.streamId(i));
            }
        }

        return null;
    }

    /**
     * Forget everything of a client that is closed or about to be; sessions end at the next poll.
     */
    void reset()
    {
        hasRefused = false;
        for (int i = 0; i < Lines.COUNT; i++)
        {
            subscriptions[i] = null;
        }

        for (final Session session : sessions)
        {
            if (session.state() == Session.NEW || session.state() == Session.LIVE)
            {
                session.onImageGone();
                hasChanged = true;
            }
        }
    }

    void raiseReset()
    {
        isResetPending = true;
        hasChanged = true;
    }

    int poll(final FrameHandler handler, final int fragmentLimit)
    {
        if (hasChanged)
        {
            announce(handler);
        }

        int fragments = 0;
        final int length = usedCount;
        if (++first >= length)
        {
            first = 0;
        }

        for (int n = 0, i = first; n < length && fragments < fragmentLimit; n++)
        {
            final Session session = sessions[i];
            if (session.state() == Session.LIVE)
            {
                fragments += session.poll(handler, fragmentLimit - fragments);
            }

            if (++i == length)
            {
                i = 0;
            }
        }

        return fragments;
    }

    private void announce(final FrameHandler handler)
    {
        hasChanged = false;
        for (final Session session : sessions)
        {
            if (session.state() == Session.GONE)
            {
                notifyHandler(handler, session);
            }
        }

        if (hasRefused)
        {
            adoptRefused();
        }

        if (isResetPending)
        {
            isResetPending = false;
            notifyHandler(handler, null);
        }

        for (final Session session : sessions)
        {
            if (session.state() == Session.NEW)
            {
                notifyHandler(handler, session);
            }
        }
    }

    private void notifyHandler(final FrameHandler handler, final Session session)
    {
        try
        {
            if (session == null)
            {
                handler.onTransportReset();
            }
            else if (session.state() == Session.GONE)
            {
                session.announceUnavailable(handler);
            }
            else
            {
                session.announceAvailable(handler);
            }
        }
        catch (final RuntimeException ex)
        {
            failures.onError(ex);
        }
    }

    private boolean tryOpen(final int lineStreamId, final Image image)
    {
        for (int i = 0; i < sessions.length; i++)
        {
            if (sessions[i].state() == Session.FREE)
            {
                sessions[i].open(lineStreamId, image);
                usedCount = Math.max(usedCount, i + 1);
                hasChanged = true;
                return true;
            }
        }

        return false;
    }

    private void onImageAvailable(final int lineStreamId, final Image image)
    {
        if (tryOpen(lineStreamId, image))
        {
            return;
        }

        hasRefused = true;
        refusedSessions++;
        failures.onError(new TransportException("session " + image.sessionId() + " from " + image.sourceIdentity() +
            " on stream " + lineStreamId + " refused: maxSessions=" + sessions.length + " are in use; raise it (" +
            TransportConfiguration.MAX_SESSIONS_PROP + ") or find out who sends to this endpoint"));
    }

    /** A slot may have become free: give it to an image that found none. */
    private void adoptRefused()
    {
        hasRefused = false;
        for (int i = 0; i < Lines.COUNT; i++)
        {
            final Subscription subscription = subscriptions[i];
            for (int k = 0, count = subscription == null ? 0 : subscription.imageCount(); k < count; k++)
            {
                final Image image = subscription.imageAtIndex(k);
                if (!isHeld(image) && !tryOpen(Lines.streamId(i), image))
                {
                    hasRefused = true;
                }
            }
        }
    }

    private boolean isHeld(final Image image)
    {
        for (final Session session : sessions)
        {
            if (session.holds(image))
            {
                return true;
            }
        }

        return false;
    }

    private void onImageUnavailable(final Image image)
    {
        for (final Session session : sessions)
        {
            if (session.holds(image))
            {
                session.onImageGone();
                hasChanged = true;
                return;
            }
        }
    }

    long refusedSessions()
    {
        return refusedSessions;
    }

    long droppedFrames()
    {
        long sum = 0;
        for (final Session session : sessions)
        {
            sum += session.droppedFrames();
        }

        return sum;
    }
}
