package io.antumbra.runtime;

import io.antumbra.core.ShadowingPolicy;
import org.agrona.DirectBuffer;

/** Keeps a policy that throws from harming anything: what it could not judge is shadowed. Engine's thread. */
final class GuardedPolicy implements ShadowingPolicy
{
    private final ShadowingPolicy policy;
    private final ErrorRecorder errors;

    GuardedPolicy(final ShadowingPolicy policy, final ErrorRecorder errors)
    {
        this.policy = policy;
        this.errors = errors;
    }

    @Override
    public boolean protects(final int streamId, final int priority, final int length, final DirectBuffer buffer,
        final int offset)
    {
        try
        {
            return policy.protects(streamId, priority, length, buffer, offset);
        }
        catch (final RuntimeException ex)
        {
            errors.onError(ex);
            return true;
        }
    }
}
