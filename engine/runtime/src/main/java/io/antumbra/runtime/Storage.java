package io.antumbra.runtime;

import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.EpochJournal;

/** Shadow and journal of one replica, opened and closed together. */
final class Storage implements AutoCloseable
{
    final ChronicleShadow shadow;
    final EpochJournal journal;

    private Storage(final ChronicleShadow shadow, final EpochJournal journal)
    {
        this.shadow = shadow;
        this.journal = journal;
    }

    static Storage open(final ChronicleShadow.Context ctx)
    {
        final ChronicleShadow shadow = ChronicleShadow.launch(ctx);
        try
        {
            return new Storage(shadow, new EpochJournal(ctx));
        }
        catch (final RuntimeException | Error ex)
        {
            shadow.close();
            throw ex;
        }
    }

    @Override
    public void close()
    {
        try
        {
            shadow.close();
        }
        finally
        {
            journal.close();
        }
    }
}
