package io.antumbra.core;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A read-only look at one shadowed entry: its metadata and a window on its bytes. Owned and reused by the reader; valid
 * until the next read into the same view or the next append to the shadow it came from, on the same thread.
 */
public final class EntryView
{
    private final EntryMeta meta = new EntryMeta();
    private final UnsafeBuffer payload = new UnsafeBuffer(0, 0);

    /** @return the metadata, filled by the shadow. */
    public EntryMeta meta()
    {
        return meta;
    }

    /** @return the stored payload, from 0 to {@code meta().storedLength}; wrapped by the shadow. */
    public UnsafeBuffer payload()
    {
        return payload;
    }
}
