package io.antumbra.core;

import io.antumbra.core.memory.MemoryJournal;
import io.antumbra.core.memory.MemoryShadow;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What a start finds, and whether it may vouch for all that the starts before it have acknowledged. */
class EligibilityTest
{
    private static final long BOOT = 5;

    private final CoreConfig config = new CoreConfig();
    private final EpochState state = new EpochState(2);
    private MemoryShadow shadow = shadow(3);

    EligibilityTest()
    {
        state.bootId = BOOT;
        state.hasPromised = true;
        state.history().append(1);
    }

    /** Three entries in stream 0, promised up to a sequence; stream 1 is empty. */
    private static MemoryShadow shadow(final long promised)
    {
        final MemoryShadow shadow = new MemoryShadow(2, 64, 16, false);
        final EntryMeta meta = new EntryMeta();
        for (int i = 1; i <= 3; i++)
        {
            meta.sequence = i;
            meta.originEpoch = 1;
            meta.entryLength = 1;
            meta.storedLength = 1;
            assertEquals(Outcome.OK, shadow.append(meta, new UnsafeBuffer(new byte[1]), 0));
        }
        shadow.promised(0, promised);
        return shadow;
    }

    private boolean canVouch(final long bootId)
    {
        return Eligibility.canVouch(config, shadow, state, bootId);
    }

    @Test
    void shouldPromiseTheEpochOfItsRecordsUnderAnEmptyJournal()
    {
        config.streamCount = 2;
        final ReplicaState replica = new ReplicaState(config, shadow, new MemoryJournal(2));
        replica.start(BOOT, 1);
        assertEquals(1, replica.epochState.promisedEpoch);
    }

    @Test
    void shouldVouchWhenNothingIsMissing()
    {
        assertTrue(canVouch(BOOT));
    }

    @Test
    void shouldNotVouchAfterARebootUnlessEntriesAreSynced()
    {
        assertFalse(canVouch(BOOT + 1));
        config.syncedToDevice = true;
        assertTrue(canVouch(BOOT + 1));
    }

    @Test
    void shouldNotVouchWhenTheStartBeforeCouldNot()
    {
        state.bootId = EpochState.NOT_REPAIRED;
        assertFalse(canVouch(BOOT));
        assertFalse(canVouch(0), "two unknown boots are taken for the same one");
        config.syncedToDevice = true;
        assertFalse(canVouch(BOOT), "half repaired, and synced");
    }

    @Test
    void shouldNotVouchWithoutARecordThatWasPromised()
    {
        shadow = shadow(4);
        assertFalse(canVouch(BOOT));
        shadow = shadow(3);
        shadow.promised(1, 1);
        assertFalse(canVouch(BOOT));
    }

    @Test
    void shouldNotVouchWithAShadowThatIsMissing()
    {
        shadow = new MemoryShadow(2, 64, 16, false);
        assertFalse(canVouch(BOOT));
        state.hasPromised = false;
        assertTrue(canVouch(BOOT), "nothing was ever acknowledged");
    }

    @Test
    void shouldNotVouchWithoutAnEpoch()
    {
        state.history().clear();
        assertFalse(canVouch(BOOT));
    }

    @Test
    void shouldVouchForAShardThatItHasOnlyBegunToCreate()
    {
        shadow = new MemoryShadow(2, 64, 16, false);
        state.history().clear();
        state.hasPromised = false;
        state.bootId = EpochState.NOT_REPAIRED;
        assertFalse(canVouch(BOOT), "a first start that creates nothing");
        state.isFounder = true;
        assertTrue(canVouch(BOOT));
        state.hasPromised = true;
        assertFalse(canVouch(BOOT));
        state.hasPromised = false;
        state.history().append(1);
        assertFalse(canVouch(BOOT));
    }
}
