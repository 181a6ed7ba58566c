package io.antumbra.node.verify;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.store.ShadowInspector;
import java.nio.file.Path;

/** A shadow on disk, read from outside while no replica has it open. Used by one thread. */
public final class StoredShadow implements ReplicaShadow
{
    private final String name;
    private final ShadowInspector inspector;
    private final EntryView ahead = new EntryView();
    private ShadowInspector.Cursor cursor;
    private int cursorStream = -1;
    private boolean isAhead;

    private StoredShadow(final String name, final ShadowInspector inspector)
    {
        this.name = name;
        this.inspector = inspector;
    }

    /**
     * @param name   for messages: which replica it is.
     * @param folder of its shadow.
     * @return the shadow, every slot of it verified once.
     */
    public static StoredShadow open(final String name, final Path folder)
    {
        final ShadowInspector inspector = ShadowInspector.open(folder);
        inspector.inspect();
        return new StoredShadow(name, inspector);
    }

    @Override
    public String name()
    {
        return name;
    }

    @Override
    public int read(final int stream, final long sequence, final EntryView view)
    {
        if (stream != cursorStream)
        {
            cursor = inspector.records(stream);
            cursorStream = stream;
            isAhead = cursor.next(ahead);
        }
        while (isAhead && ahead.meta().sequence < sequence)
        {
            isAhead = cursor.next(ahead);
        }
        if (!isAhead || ahead.meta().sequence != sequence)
        {
            return Outcome.NOT_RETAINED;
        }
        view.meta().copyFrom(ahead.meta());
        view.payload().wrap(ahead.payload(), 0, ahead.meta().storedLength);
        return Outcome.OK;
    }

    @Override
    public void close()
    {
        inspector.close();
    }
}
