package io.antumbra.core;

import org.agrona.DirectBuffer;

/**
 * Decides which entries are shadowed with their payload. What it leaves out keeps its place as a header-only record: it
 * is sent once, never resent, never reported as acknowledged, and after a restart the receiver sees a gap there.
 *
 * <p>Called on the engine thread for each entry, so an own predicate must neither block nor allocate, and must give the
 * same answer for the same entry.
 */
@FunctionalInterface
public interface ShadowingPolicy
{
    /**
     * @param streamId of the entry.
     * @param priority that its producer gave.
     * @param length   of its payload, bytes.
     * @param buffer   that holds the payload.
     * @param offset   of its first byte.
     * @return true to shadow the payload.
     */
    boolean protects(int streamId, int priority, int length, DirectBuffer buffer, int offset);

    /** @return a policy that shadows everything; the default. */
    static ShadowingPolicy all()
    {
        return (streamId, priority, length, buffer, offset) -> true;
    }

    /**
     * @param minPriority lowest priority that is shadowed.
     * @return a policy by priority.
     */
    static ShadowingPolicy priorityAtLeast(final int minPriority)
    {
        return (streamId, priority, length, buffer, offset) -> priority >= minPriority;
    }

    /**
     * @param minLength shortest payload that is shadowed, bytes.
     * @return a policy by size.
     */
    static ShadowingPolicy sizeAtLeast(final int minLength)
    {
        return (streamId, priority, length, buffer, offset) -> length >= minLength;
    }

    /**
     * @param policies to ask in order.
     * @return a policy that shadows what at least one of them shadows.
     */
    static ShadowingPolicy anyOf(final ShadowingPolicy... policies)
    {
        final ShadowingPolicy[] members = policies.clone();
        return (streamId, priority, length, buffer, offset) ->
        {
            for (final ShadowingPolicy member : members)
            {
                if (member.protects(streamId, priority, length, buffer, offset))
                {
                    return true;
                }
            }
            return false;
        };
    }

    /**
     * @param policies to ask in order.
     * @return a policy that shadows what every one of them shadows.
     */
    static ShadowingPolicy allOf(final ShadowingPolicy... policies)
    {
        final ShadowingPolicy[] members = policies.clone();
        return (streamId, priority, length, buffer, offset) ->
        {
            for (final ShadowingPolicy member : members)
            {
                if (!member.protects(streamId, priority, length, buffer, offset))
                {
                    return false;
                }
            }
            return true;
        };
    }
}
