package io.antumbra.core.primary;

import io.antumbra.core.arbiter.Members;

/**
 * Decides who is in sync in the primary's stead. The answer comes later, by {@link Tenure#onConfiguration} or
 * {@link Tenure#onSetRefused}, and until then both the old set and the one asked for are needed.
 */
@FunctionalInterface
public interface InSyncAuthority
{
    /**
     * @param wanted the whole set that is to be, copied before this returns.
     * @param nowNs  time.
     * @return false when another question is still open: nothing was asked.
     */
    boolean ask(Members wanted, long nowNs);
}
