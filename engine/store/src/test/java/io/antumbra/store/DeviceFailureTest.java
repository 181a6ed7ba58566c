package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;

import io.antumbra.core.EntryView;
import io.antumbra.core.EpochState;
import io.antumbra.core.Outcome;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A device that takes no more writes, so that fsync fails: what was held stays, nothing further is. */
class DeviceFailureTest
{
    @TempDir
    Path root;

    @Test
    void shouldHoldNothingFurtherOnceTheDeviceRefused() throws Exception
    {
        try (FailingDevice device = FailingDevice.mount(root))
        {
            final Path folder = device.folder().resolve("shadow");
            try (ChronicleShadow shadow = ChronicleShadow.launch(
                TestRecords.context(folder).durability(Durability.SYNCED_TO_DEVICE)))
            {
                TestRecords.append(shadow, 0, 1, 1, 30);
                TestRecords.append(shadow, 0, 2, 1, 3000);
                assertTrue(shadow.sync());
                device.fail();
                assertEquals(Outcome.OK, TestRecords.append(shadow, 0, 3, 1, 30));
                for (int i = 0; i < 3; i++)
                {
                    final StoreException ex = assertThrows(StoreException.class, shadow::sync, "a retry may lie");
                    assertTrue(ex.getMessage().startsWith("folder=" + folder + " cannot be synced"), ex.getMessage());
                    assertTrue(ex.getMessage().contains("nothing further is held. Replace the device"),
                        ex.getMessage());
                    assertEquals(2, shadow.held(0));
                }
                assertEquals(Outcome.OK, shadow.read(0, 2, new EntryView()));
            }
        }
    }

    @Test
    void shouldLetGoOfTheFolderWhenItCannotBeMarkedAsClosedInOrder() throws Exception
    {
        try (FailingDevice device = FailingDevice.mount(root))
        {
            final Path folder = device.folder().resolve("shadow");
            final ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder));
            TestRecords.append(shadow, 0, 1, 1, 30);
            device.fail();
            final StoreException ex = assertThrows(StoreException.class, shadow::close);
            assertTrue(ex.getMessage().contains(folder + " cannot be marked as closed in order"), ex.getMessage());
            shadow.close();
            FolderLock.acquire(folder, "shadow.lock", "folder").close();
        }
    }

    @Test
    void shouldNotTakeAPromiseThatTheDeviceRefused() throws Exception
    {
        try (FailingDevice device = FailingDevice.mount(root))
        {
            final ChronicleShadow.Context context = TestRecords.context(device.folder().resolve("shadow")).conclude();
            try (EpochJournal journal = new EpochJournal(context))
            {
                final EpochState state = new EpochState(context.streamCount());
                journal.load(state);
                state.promisedEpoch = 1;
                journal.save(state);
                device.fail();
                state.promisedEpoch = 2;
                final StoreException ex = assertThrows(StoreException.class, () -> journal.save(state));
                assertTrue(ex.getMessage().contains(context.folder().toString()), ex.getMessage());
            }
        }
    }
}
