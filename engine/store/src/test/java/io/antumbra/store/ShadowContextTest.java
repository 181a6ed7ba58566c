package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadowContextTest
{
    @TempDir
    Path folder;

    @Test
    void shouldFillInWhatFollowsFromTheRest()
    {
        final ChronicleShadow.Context context = new ChronicleShadow.Context().folder(folder).allowVolatileJournal(true)
            .conclude();
        assertEquals(folder, context.journalFolder());
        assertEquals(65536, context.maxEntryLength());
        assertEquals(131072, context.indexCapacity());
        assertEquals(Durability.SURVIVES_PROCESS, context.durability());
        assertEquals(List.of(new SizeClass(256, 65536), new SizeClass(1024, 16384), new SizeClass(65536, 256)), context
            .sizeClasses());
        assertThrows(IllegalStateException.class, context::conclude);
    }

    @Test
    void shouldNameFieldValueAndWhatIsAllowed()
    {
        assertRefused(context -> context.folder(null), "folder=null");
        assertRefused(context -> context.shard(-1), "shard=-1 is not allowed: 0 to");
        assertRefused(context -> context.streamCount(0), "streamCount=0 is not allowed: 1 to 4096");
        assertRefused(context -> context.maxEntryLength(65537), "maxEntryLength=65537 is not allowed: 1 to 65536");
        assertRefused(context -> context.indexCapacity(1000), "indexCapacity=1000 is not allowed: a power of two");
        assertRefused(context -> context.sizeClasses(new SizeClass[0]),
            "sizeClasses=[] is not allowed: 1 to 8 classes");
        assertRefused(context -> context.sizeClasses(new SizeClass(64, 8), new SizeClass(64, 8)),
            "sizeClasses=[64x8, 64x8] is not allowed: classes in ascending order");
        assertRefused(context -> context.sizeClasses(new SizeClass(65, 8)), "capacityBytes=65");
        assertRefused(context -> context.sizeClasses(new SizeClass(64, 1)), "slotCount=1");
    }

    @Test
    void shouldReadSystemProperties()
    {
        System.setProperty(ChronicleShadow.Context.SIZE_CLASSES_PROP_NAME, "64x8, 512x4");
        System.setProperty(ChronicleShadow.Context.DURABILITY_PROP_NAME, "SYNCED_TO_DEVICE");
        try
        {
            final ChronicleShadow.Context context = new ChronicleShadow.Context();
            assertEquals(List.of(new SizeClass(64, 8), new SizeClass(512, 4)), context.sizeClasses());
            assertEquals(Durability.SYNCED_TO_DEVICE, context.durability());
            System.setProperty(ChronicleShadow.Context.SIZE_CLASSES_PROP_NAME, "64*8");
            assertRefused(UnaryOperator.identity(), "sizeClasses=64*8 must look like");
            System.setProperty(ChronicleShadow.Context.SIZE_CLASSES_PROP_NAME, "64x8");
            System.setProperty(ChronicleShadow.Context.DURABILITY_PROP_NAME, "maybe");
            assertRefused(UnaryOperator.identity(), "durability=maybe is not allowed: [SURVIVES_PROCESS");
        }
        finally
        {
            System.clearProperty(ChronicleShadow.Context.SIZE_CLASSES_PROP_NAME);
            System.clearProperty(ChronicleShadow.Context.DURABILITY_PROP_NAME);
        }
    }

    private void assertRefused(final UnaryOperator<ChronicleShadow.Context> change, final String message)
    {
        final IllegalArgumentException ex = assertThrows(IllegalArgumentException.class, () -> change.apply(
            new ChronicleShadow.Context().folder(folder).allowVolatileJournal(true)).conclude());
        assertTrue(ex.getMessage().contains(message), ex.getMessage());
    }
}
