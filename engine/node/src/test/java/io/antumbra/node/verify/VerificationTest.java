package io.antumbra.node.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;
import io.antumbra.node.input.FileBytes;
import io.antumbra.node.position.HandlerPositions;
import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which a run can have gone wrong is planted, and must be found. */
class VerificationTest
{
    private static final List<String> LINES = List.of("alpha", "beta", "gamma", "delta");

    @TempDir
    private Path folder;

    private Path input;
    private final FakeShadow primary = new FakeShadow("primary 0");
    private final FakeShadow standby = new FakeShadow("standby 1");
    private final List<String> delivered = new ArrayList<>(LINES);
    private final Findings findings = new Findings(1);

    @BeforeEach
    void begin() throws IOException
    {
        input = Files.writeString(folder.resolve("input"), "alpha\nbeta\n\ngamma\ndelta\nnot appended\n");
    }

    @Test
    void shouldFindNothingWrongInACleanRun()
    {
        verify(4);
        assertTrue(findings.isClean(), findings.details().toString());
        assertEquals(8, findings.comparedRecords());
    }

    @Test
    void shouldFindALostEntryOnce()
    {
        primary.entries.remove(2L);
        standby.entries.remove(2L);
        verify(4);
        assertEquals(1, findings.lost(), "two replicas lack the same entry");
        assertFalse(findings.isClean());
        assertTrue(findings.details().get(0).contains("entry 2"), findings.details().toString());
    }

    @Test
    void shouldFindAnEntryThatWasChangedByOneBit()
    {
        standby.entries.put(3L, "gbmma");
        verify(4);
        assertEquals(1, findings.lost());
    }

    @Test
    void shouldFindAnEntryThatWasCutShort()
    {
        standby.entries.put(4L, "delt");
        verify(4);
        assertEquals(1, findings.lost());
    }

    @Test
    void shouldNotMissWhatWasNeverAcknowledged()
    {
        primary.entries.remove(4L);
        standby.entries.remove(4L);
        delivered.remove(3);
        verify(3);
        assertTrue(findings.isClean(), findings.details().toString());
    }

    @Test
    void shouldFindAnEntryThatWasAppendedTwice()
    {
        for (final FakeShadow shadow : List.of(primary, standby))
        {
            shadow.entries.put(3L, "beta");
            shadow.entries.put(4L, "gamma");
        }
        verify(4);
        assertEquals(2, findings.lost(), "from the second copy on, every place holds the wrong line");
    }

    @Test
    void shouldCountAnEntryThatTheHandlerWasGivenTwice()
    {
        try (HandlerPositions positions = handled())
        {
            final UnsafeBuffer again = new UnsafeBuffer("beta".getBytes(US_ASCII));
            positions.apply(0, 2, again, 0, 4, 0);
        }
        verifyOnly(4);
        assertEquals(1, findings.duplicated());
        assertEquals(0, findings.lost());
        assertFalse(findings.isClean());
    }

    @Test
    void shouldFindAHandlerThatAppliedSomethingElse()
    {
        delivered.set(1, "BETA");
        verify(4);
        assertEquals(1, findings.problems());
        assertFalse(findings.isClean());
    }

    @Test
    void shouldFindAHandlerThatIsBehind()
    {
        delivered.remove(3);
        verify(4);
        assertEquals(1, findings.problems());
    }

    @Test
    void shouldRefuseAnotherInput() throws IOException
    {
        Files.writeString(input, "alpha\n");
        assertThrows(NodeException.class, () -> verify(4));
    }

    private void verify(final long acknowledged)
    {
        handled().close();
        verifyOnly(acknowledged);
    }

    private HandlerPositions handled()
    {
        final HandlerPositions positions = HandlerPositions.open(folder.resolve("handler"), 1);
        for (int i = 0; i < delivered.size(); i++)
        {
            final UnsafeBuffer entry = new UnsafeBuffer(delivered.get(i).getBytes(US_ASCII));
            positions.apply(0, i + 1, entry, 0, entry.capacity(), 0);
        }
        return positions;
    }

    private void verifyOnly(final long acknowledged)
    {
        try (HandlerPositions positions = HandlerPositions.read(folder.resolve("handler"), 1))
        {
            new Verification(List.of(primary, standby), findings).stream(
                0, "lines", () -> new FileBytes(input, 0), acknowledged,
                List.of(new Verification.Handler("standby 1", positions)));
        }
    }

    /** Entries by sequence. */
    private static final class FakeShadow implements ReplicaShadow
    {
        private final String name;
        private final TreeMap<Long, String> entries = new TreeMap<>();

        FakeShadow(final String name)
        {
            this.name = name;
            for (int i = 0; i < LINES.size(); i++)
            {
                entries.put(i + 1L, LINES.get(i));
            }
        }

        @Override
        public String name()
        {
            return name;
        }

        @Override
        public int read(final int stream, final long sequence, final EntryView view)
        {
            final String entry = entries.get(sequence);
            if (null == entry)
            {
                return Outcome.NOT_RETAINED;
            }
            view.payload().wrap(entry.getBytes(US_ASCII));
            view.meta().sequence = sequence;
            view.meta().storedLength = entry.length();
            return Outcome.OK;
        }

        @Override
        public void close()
        {
            entries.clear();
        }
    }
}
