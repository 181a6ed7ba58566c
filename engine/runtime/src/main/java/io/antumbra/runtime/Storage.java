package io.antumbra.runtime;

import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.EpochJournal;
import java.nio.file.Path;

/** Shadow and journal of one replica, opened and closed together. */
final class Storage implements AutoCloseable
{
    final ChronicleShadow shadow;
    final EpochJournal journal;
    final Path folder;
    final boolean deleteOnClose;

    private Storage(final ChronicleShadow.Context ctx, final ChronicleShadow shadow, final EpochJournal journal)
    {
        folder = ctx.folder();
        deleteOnClose = ctx.deleteOnClose();
        this.shadow = shadow;
        this.journal = journal;
    }

    static Storage open(final ChronicleShadow.Context ctx)
    {
        final ChronicleShadow shadow = ChronicleShadow.launch(ctx);
        try
        {
            return new Storage(ctx, shadow, new EpochJournal(ctx));
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
