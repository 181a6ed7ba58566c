package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import io.antumbra.core.EpochHistory;
import io.antumbra.core.EpochState;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EpochJournalTest
{
    private static final int STREAMS = 3;
    private static final int COPY_A = 4096;

    @TempDir
    Path folder;

    private Path file;
    private int copyLength;

    @BeforeEach
    void setUp()
    {
        file = folder.resolve(EpochJournal.FILE_NAME);
    }

    @Test
    void shouldLeaveTheStateAloneWhenNothingWasSaved()
    {
        try (EpochJournal journal = open())
        {
            final EpochState state = new EpochState(STREAMS);
            state.promisedEpoch = 77;
            journal.load(state);
            assertEquals(77, state.promisedEpoch);
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void shouldLoadWhatWasSavedLast()
    {
        for (int epoch = 1; epoch <= EpochHistory.CAPACITY + 6; epoch++)
        {
            save(epoch);
            assertEquals(epoch, load().promisedEpoch);
        }
        final EpochState state = load();
        assertEquals(EpochHistory.CAPACITY, state.history().size());
        assertEquals(EpochHistory.CAPACITY + 6, state.history().lastEpoch());
        assertEquals(1070, state.history().firstSequenceAt(EpochHistory.CAPACITY - 1, 0));
        assertEquals(1072, state.history().firstSequenceAt(EpochHistory.CAPACITY - 1, 2));
        assertEquals(5 * 70, state.incarnation);
        assertEquals(6 * 70, state.configurationVersion);
        assertEquals(7 * 70, state.inSyncSet);
        assertEquals(8 * 70, state.bootId);
        assertEquals(9 * 70, state.sealedEpoch);
        assertEquals(10 * 70, state.sealedVersion);
        for (int i = 0; i < STREAMS; i++)
        {
            assertEquals(2070 + i, state.givenUpFrom[i]);
            assertEquals(3070 + i, state.givenUpThrough[i]);
        }
        assertTrue(state.hasPromised);
        assertFalse(state.isArbitrated);
        assertTrue(state.isFounder);
        save(EpochHistory.CAPACITY + 7);
        assertFalse(load().hasPromised);
        assertTrue(load().isArbitrated);
    }

    @Test
    void shouldNotForgetAPromiseWhenEitherCopyDecays() throws IOException
    {
        for (int copy = 0; copy < 2; copy++)
        {
            save(copy + 1);
            save(copy + 2);
            Bytes.flip(file, COPY_A + (long)copy * copyLength() + 33, 5);
            assertEquals(copy + 2, load().promisedEpoch, "copy " + copy);
            save(copy + 3);
        }
    }

    @Test
    void shouldTakeTheOlderStateAfterACrashInTheMiddleOfASave() throws IOException
    {
        save(1);
        final byte[] before = Files.readAllBytes(file);
        save(2);
        final byte[] after = Files.readAllBytes(file);
        for (int written = 0; written <= copyLength(); written += 512)
        {
            final byte[] torn = before.clone();
            System.arraycopy(after, COPY_A, torn, COPY_A, written);
            Files.write(file, torn);
            final long promised = load().promisedEpoch;
            assertTrue(promised == 1 || promised == 2, "promised=" + promised);
            assertEquals(written == copyLength() ? 2 : promised, promised);
        }
    }

    @Test
    void shouldRefuseToOpenWhenBothCopiesAreDamaged() throws IOException
    {
        save(1);
        Bytes.flip(file, COPY_A + 40, 0);
        Bytes.flip(file, COPY_A + (long)copyLength() + 40, 0);
        final StoreException ex = assertThrows(StoreException.class, this::open);
        assertTrue(ex.getMessage().contains("neither of its two copies"), ex.getMessage());
    }

    @Test
    void shouldRefuseToOpenAnEmptyFile() throws IOException
    {
        Files.createFile(file);
        assertThrows(StoreException.class, this::open);
    }

    @Test
    void shouldSurviveADamagedHeader() throws IOException
    {
        save(9);
        Bytes.flip(file, 17, 1);
        assertEquals(9, load().promisedEpoch);
    }

    @Test
    void shouldNameWhatIsDifferent()
    {
        save(1);
        final StoreException streams = assertThrows(StoreException.class, () -> new EpochJournal(folder, 1, 4));
        assertTrue(streams.getMessage().contains("streamCount found=3, expected=4"), streams.getMessage());
        final StoreException shard = assertThrows(StoreException.class, () -> new EpochJournal(folder, 2, STREAMS));
        assertTrue(shard.getMessage().contains("shard found=1, expected=2"), shard.getMessage());
    }

    @Test
    void shouldRefuseASecondWriter()
    {
        try (EpochJournal journal = open())
        {
            journal.load(new EpochState(STREAMS));
            final StoreException ex = assertThrows(StoreException.class, this::open);
            assertTrue(ex.getMessage().contains("journalFolder="), ex.getMessage());
        }
        load();
    }

    private EpochJournal open()
    {
        return new EpochJournal(folder, 1, STREAMS);
    }

    private void save(final int epoch)
    {
        try (EpochJournal journal = open())
        {
            final EpochState state = new EpochState(STREAMS);
            journal.load(state);
            state.promisedEpoch = epoch;
            state.incarnation = 5L * epoch;
            state.configurationVersion = 6L * epoch;
            state.inSyncSet = 7L * epoch;
            state.bootId = 8L * epoch;
            state.sealedEpoch = 9L * epoch;
            state.sealedVersion = 10L * epoch;
            state.hasPromised = epoch % 2 == 0;
            state.isArbitrated = epoch % 2 == 1;
            state.isFounder = epoch % 5 == 0;
            for (int i = 0; i < STREAMS; i++)
            {
                state.givenUpFrom[i] = 2000L + epoch + i;
                state.givenUpThrough[i] = 3000L + epoch + i;
            }
            if (epoch > state.history().lastEpoch())
            {
                state.history().append(epoch);
                for (int i = 0; i < STREAMS; i++)
                {
                    state.history().firstSequence(i, 1000 + epoch + i);
                }
            }
            journal.save(state);
        }
    }

    private EpochState load()
    {
        try (EpochJournal journal = open())
        {
            final EpochState state = new EpochState(STREAMS);
            journal.load(state);
            return state;
        }
    }

    private int copyLength() throws IOException
    {
        if (copyLength == 0)
        {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ))
            {
                copyLength = (int)(channel.size() - COPY_A) / 2;
            }
        }
        return copyLength;
    }
}
