package io.antumbra.store;

import static io.antumbra.store.TestRecords.append;
import static io.antumbra.store.TestRecords.assertGenuine;
import static io.antumbra.store.TestRecords.context;
import static io.antumbra.store.TestRecords.meta;
import static io.antumbra.store.TestRecords.payload;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordStatus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleShadowTest
{
    @TempDir
    Path folder;

    private final EntryView view = new EntryView();

    @Test
    void shouldReadBackWhatWasAppendedInEverySizeClass()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            final int[] lengths = { 0, 1, 64, 65, 256, 257, 4096 };
            for (int i = 0; i < lengths.length; i++)
            {
                assertEquals(Outcome.OK, append(shadow, 1, i + 1, 5, lengths[i]));
                assertEquals(i + 1, shadow.end(1));
                assertEquals(i + 1, shadow.held(1));
            }
            for (int i = 0; i < lengths.length; i++)
            {
                assertEquals(Outcome.OK, shadow.read(1, i + 1, view));
                assertEquals(lengths[i], view.meta().storedLength);
                assertGenuine(view);
            }
            assertEquals(0, shadow.end(0));
            assertEquals(1, shadow.oldestRetained(0));
            assertEquals(Outcome.NOT_RETAINED, shadow.read(0, 1, view));
            assertEquals(Outcome.NOT_RETAINED, shadow.read(1, lengths.length + 1, view));
            assertEquals(Outcome.NOT_RETAINED, shadow.read(1, 0, view));
        }
    }

    @Test
    void shouldRefuseToOverwriteWhatIsNotReclaimableAndChangeNothing()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            for (int i = 1; i <= 16; i++)
            {
                assertEquals(Outcome.OK, append(shadow, i % 2, (i + 1) / 2, 1, 10));
            }
            assertEquals(Outcome.BACK_PRESSURED, append(shadow, 0, 9, 1, 10));
            assertEquals(Outcome.BACK_PRESSURED, append(shadow, 0, 9, 1, 10));
            assertEquals(8, shadow.end(0));
            assertEquals(Outcome.OK, append(shadow, 0, 9, 1, 100), "another class still has room");

            shadow.reclaimable(1, 1);
            assertEquals(Outcome.OK, append(shadow, 0, 10, 1, 10), "overwrites stream 1, sequence 1");
            assertEquals(2, shadow.oldestRetained(1));
            assertEquals(1, shadow.oldestRetained(0));
            assertEquals(Outcome.NOT_RETAINED, shadow.read(1, 1, view));
            assertEquals(Outcome.BACK_PRESSURED, append(shadow, 0, 11, 1, 10));
        }
    }

    /** The slot that is next holds a record that may still be asked for. */
    @Test
    void shouldChangeNoByteWhenItBringsTheNextSlotNear() throws IOException
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            final int[] lengths = { 10, 64, 200, 256, 4000, 4096 };
            for (int i = 1; i <= 300; i++)
            {
                shadow.reclaimable(0, i - 1);
                assertEquals(Outcome.OK, append(shadow, 0, i, 1, lengths[i / 10 % lengths.length]));
                final byte[] before = slots();
                shadow.touchNext();
                assertArrayEquals(before, slots(), "touched after " + i);
                shadow.touchNext();
                for (long sequence = shadow.oldestRetained(0); sequence <= i; sequence++)
                {
                    assertEquals(Outcome.OK, shadow.read(0, sequence, view));
                    assertGenuine(view);
                }
            }
            assertTrue(shadow.oldestRetained(0) > 200, "went round in every class");
        }
    }

    private byte[] slots() throws IOException
    {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (final int length : new int[]{ 64, 256, 4096 })
        {
            bytes.write(Files.readAllBytes(folder.resolve("slots-" + length + ".map")));
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldTreatAWrapOfTheIndexLikeReuse()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder).indexCapacity(4)))
        {
            for (int i = 1; i <= 4; i++)
            {
                assertEquals(Outcome.OK, append(shadow, 0, i, 1, 10));
            }
            assertEquals(Outcome.BACK_PRESSURED, append(shadow, 0, 5, 1, 10));
            shadow.reclaimable(0, 1);
            assertEquals(Outcome.OK, append(shadow, 0, 5, 1, 10));
            assertEquals(2, shadow.oldestRetained(0));
            assertEquals(Outcome.NOT_RETAINED, shadow.read(0, 1, view));
            assertEquals(Outcome.OK, shadow.read(0, 5, view));
        }
    }

    @Test
    void shouldRefuseBytesThatDoNotMatchThePeersChecksum()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            final EntryMeta meta = meta(0, 1, 4, 50);
            meta.crc = 12345;
            assertEquals(Outcome.CORRUPT, shadow.appendVerified(meta, payload(meta), 0));
            assertEquals(0, shadow.end(0));
            final EntryMeta good = meta(0, 1, 4, 50);
            assertEquals(Outcome.OK, shadow.append(good, payload(good), 0));
            final EntryMeta second = meta(1, 1, 4, 50);
            second.crc = second.crc + 1;
            assertEquals(Outcome.CORRUPT, shadow.appendVerified(second, payload(second), 0));
        }
    }

    @Test
    void shouldKeepStatusAndRetransmissionsOutsideOfTheChecksum()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            append(shadow, 0, 1, 1, 10);
            append(shadow, 0, 2, 1, 10);
            shadow.status(0, 1, 1, RecordStatus.IN_FLIGHT);
            shadow.retransmitted(0, 1);
            shadow.retransmitted(0, 1);
            shadow.status(0, 1, 1, RecordStatus.ACKNOWLEDGED);
            shadow.status(0, 77, 77, RecordStatus.ACKNOWLEDGED);
            shadow.retransmitted(1, 1);
            assertEquals(Outcome.OK, shadow.read(0, 1, view));
            assertGenuine(view);
        }
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            final RecoveryReport report = inspector.inspect();
            assertEquals(1, report.stream(0).withStatus(RecordStatus.ACKNOWLEDGED));
            assertEquals(1, report.stream(0).withStatus(RecordStatus.PENDING));
            final ShadowInspector.Cursor cursor = inspector.records(0);
            assertTrue(cursor.next(view));
            assertEquals(2, cursor.retransmissions());
            assertEquals(RecordStatus.ACKNOWLEDGED, cursor.status());
        }
    }

    @Test
    void shouldFindEverythingAgainAfterAnOrderlyClose()
    {
        fillAndWrap();
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            assertTrue(shadow.recovery().wasClosedInOrder());
            assertFalse(shadow.recovery().wasMapRepaired());
            assertTrue(shadow.recovery().mayVouch());
            assertHoldsAfterWrap(shadow);
        }
    }

    @Test
    void shouldFindEverythingAgainAfterAKill(@TempDir final Path copies) throws IOException
    {
        final Path copy = copies.resolve("copy");
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            fillAndWrap(shadow);
            TestRecords.copy(folder, copy);
        }
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(copy)))
        {
            assertFalse(shadow.recovery().wasClosedInOrder());
            assertTrue(shadow.recovery().mayVouch());
            assertHoldsAfterWrap(shadow);
        }
    }

    @Test
    void shouldSayThatItMayNotVouchWhenAPromisedRecordIsGone(@TempDir final Path copies) throws IOException
    {
        final Path copy = copies.resolve("copy");
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            append(shadow, 0, 1, 1, 10);
            append(shadow, 0, 2, 1, 10);
            shadow.promised(0, 2);
            shadow.promised(0, 1);
            assertEquals(2, shadow.promised(0));
            TestRecords.copy(folder, copy);
        }
        final long offset = SlotOffsets.read(copy.resolve("slots-64.offsets"))[1] + SlotFormat.OVERHEAD_LENGTH;
        Bytes.flip(copy.resolve("slots-64.map"), offset, 3);
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(copy)))
        {
            assertEquals(1, shadow.end(0));
            assertEquals(2, shadow.promised(0));
            assertFalse(shadow.recovery().mayVouch());
            assertEquals(1, shadow.recovery().rejected());
            assertTrue(shadow.recovery().toString().contains("MUST NOT VOUCH"), shadow.recovery().toString());
            assertEquals(List.of("slots-64.map, slot 1: its bytes contradict their checksum"),
                shadow.recovery().damage());
        }
    }

    @Test
    void shouldNeverServeARecordThatIsDamagedWhileOpen() throws IOException
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            append(shadow, 0, 1, 1, 10);
            Bytes.flip(folder.resolve("slots-64.map"), SlotOffsets.read(folder.resolve("slots-64.offsets"))[0] +
                SlotFormat.OVERHEAD_LENGTH + 2, 0);
            assertEquals(Outcome.CORRUPT, shadow.read(0, 1, view));
            assertEquals(1, shadow.corruptReads());
        }
    }

    @Test
    void shouldRefuseAGapAndAnEntryThatNoClassTakes()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            assertThrows(IllegalArgumentException.class, () -> append(shadow, 0, 2, 1, 10));
            assertThrows(IllegalArgumentException.class, () -> append(shadow, 0, 1, 1, 4097));
            assertEquals(0, shadow.end(0));
        }
    }

    @Test
    void shouldRefuseEveryCallOnceClosed()
    {
        final ChronicleShadow shadow = ChronicleShadow.launch(context(folder));
        append(shadow, 0, 1, 1, 10);
        shadow.close();
        shadow.close();
        assertThrows(IllegalStateException.class, () -> append(shadow, 0, 2, 1, 10));
        assertThrows(IllegalStateException.class, () -> shadow.read(0, 1, view));
        assertThrows(IllegalStateException.class, () -> shadow.status(0, 1, 1, RecordStatus.ACKNOWLEDGED));
    }

    @Test
    void shouldLeaveNothingBehindWhenAskedTo() throws IOException
    {
        final Path shadowFolder = folder.resolve("shadow");
        final Path journalFolder = Files.createDirectory(folder.resolve("journal"));
        final ChronicleShadow shadow = ChronicleShadow.launch(context(shadowFolder).journalFolder(
            journalFolder).deleteOnClose(true));
        append(shadow, 0, 1, 1, 10);
        shadow.truncate(0, 1, 2);
        shadow.close();
        assertFalse(Files.exists(shadowFolder));
        assertEquals(1, OrphanReader.list(journalFolder).size());
    }

    private void fillAndWrap()
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(context(folder)))
        {
            fillAndWrap(shadow);
        }
    }

    private void fillAndWrap(final ChronicleShadow shadow)
    {
        for (int i = 1; i <= 40; i++)
        {
            assertEquals(Outcome.OK, append(shadow, 0, i, 1, i % 5 == 0 ? 200 : 20));
            shadow.promised(0, i);
            shadow.reclaimable(0, i - 5);
        }
        append(shadow, 1, 1, 1, 4000);
    }

    private void assertHoldsAfterWrap(final ChronicleShadow shadow)
    {
        assertEquals(40, shadow.end(0));
        assertEquals(40, shadow.promised(0));
        assertEquals(20, shadow.oldestRetained(0), "16 small slots hold those from 21 on, and 20 has a larger one");
        for (long sequence = shadow.oldestRetained(0); sequence <= 40; sequence++)
        {
            assertEquals(Outcome.OK, shadow.read(0, sequence, view));
            assertGenuine(view);
        }
        assertEquals(Outcome.OK, shadow.read(1, 1, view));
        assertGenuine(view);
        assertEquals(Outcome.BACK_PRESSURED, appendUntilRefused(shadow), "nothing is reclaimable after an open");
    }

    private static int appendUntilRefused(final ChronicleShadow shadow)
    {
        int outcome = Outcome.OK;
        for (long sequence = 41; outcome == Outcome.OK && sequence < 60; sequence++)
        {
            outcome = append(shadow, 0, sequence, 1, 20);
        }
        return outcome;
    }
}
