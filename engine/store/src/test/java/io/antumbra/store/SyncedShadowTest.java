package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mode that survives the host: what is held moves with the device, and so does what may be overwritten. */
class SyncedShadowTest
{
    @TempDir
    Path root;

    private final EntryView view = new EntryView();

    @Test
    void shouldHoldOnlyWhatWasSynced()
    {
        try (ChronicleShadow shadow = launch(root.resolve("shadow")))
        {
            assertFalse(shadow.sync());
            TestRecords.append(shadow, 0, 1, 1, 30);
            TestRecords.append(shadow, 0, 2, 1, 3000);
            assertEquals(0, shadow.held(0));
            assertTrue(shadow.sync());
            assertEquals(2, shadow.held(0));
            assertFalse(shadow.sync());
            shadow.truncate(0, 2, 2);
            assertEquals(1, shadow.held(0));
        }
        try (ChronicleShadow shadow = launch(root.resolve("shadow")))
        {
            assertEquals(1, shadow.held(0), "an open syncs what it found");
            assertEquals(1, shadow.promised(0), "what is held counts as promised once the host may have crashed");
        }
    }

    @Test
    void shouldTellHowLongTheDeviceTook()
    {
        try (ChronicleShadow shadow = launch(root.resolve("synced")))
        {
            assertFalse(shadow.sync());
            assertEquals(0, shadow.syncNs(), "nothing was to be synced yet");
            TestRecords.append(shadow, 0, 1, 1, 30);
            assertTrue(shadow.sync());
            assertTrue(shadow.syncNs() > 0);
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(root.resolve("unsynced"))))
        {
            TestRecords.append(shadow, 0, 1, 1, 30);
            assertFalse(shadow.sync());
            assertEquals(0, shadow.syncNs(), "this mode syncs nothing");
        }
    }

    @Test
    void shouldNotOverwriteARecordBeforeTheFloorAboveItIsOnTheDevice()
    {
        try (ChronicleShadow shadow = launch(root.resolve("shadow")))
        {
            for (int i = 1; i <= 16; i++)
            {
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, 30));
            }
            shadow.sync();
            shadow.reclaimable(0, 10);
            assertEquals(Outcome.BACK_PRESSURED, TestRecords.append(shadow, 0, 17, 1, 30));
            assertFalse(shadow.sync(), "nothing new is held, but the floors are synced now");
            for (int i = 17; i <= 26; i++)
            {
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, i, 1, 30));
            }
            assertEquals(11, shadow.oldestRetained(0));
            assertEquals(Outcome.BACK_PRESSURED, TestRecords.append(shadow, 0, 27, 1, 30));
        }
    }

    @Test
    void shouldFindTheRunThroughItsFloorAfterAKill() throws IOException
    {
        final Path folder = root.resolve("shadow");
        final Path copy = root.resolve("copy");
        try (ChronicleShadow shadow = launch(folder))
        {
            for (int i = 1; i <= 12; i++)
            {
                TestRecords.append(shadow, 0, i, 1, 30);
                shadow.reclaimable(0, i - 3);
            }
            shadow.sync();
            TestRecords.copy(folder, copy);
        }
        try (ChronicleShadow shadow = launch(copy))
        {
            assertEquals(12, shadow.end(0));
            assertEquals(1, shadow.oldestRetained(0), "below the floor, but nothing was overwritten yet");
            for (int i = 1; i <= 12; i++)
            {
                assertEquals(Outcome.OK, shadow.read(0, i, view));
            }
        }
    }

    private static ChronicleShadow launch(final Path folder)
    {
        return ChronicleShadow.launch(TestRecords.context(folder).durability(Durability.SYNCED_TO_DEVICE));
    }
}
