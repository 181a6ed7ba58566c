package io.antumbra.node.verify;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.node.input.FileBytes;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verification on a real shadow, whole and with a bit flipped in its file. */
class StoredShadowTest
{
    private static final int ENTRIES = 50;
    private static final int VICTIM = 17;

    @TempDir
    private Path folder;

    @Test
    void shouldFindAnEntryThatWasDamagedInItsFile() throws IOException
    {
        final StringBuilder lines = new StringBuilder();
        for (int i = 1; i <= ENTRIES; i++)
        {
            lines.append(entry(i)).append('\n');
        }
        final Path input = Files.writeString(folder.resolve("input"), lines);
        final Path replica = Files.createDirectory(folder.resolve("replica"));
        write(replica);

        final Findings whole = verify(input, replica);
        assertTrue(whole.isClean(), whole.details().toString());
        assertEquals(ENTRIES, whole.comparedRecords());

        flipABit(replica.resolve("slots-256.map"), entry(VICTIM));
        final Findings damaged = verify(input, replica);
        assertTrue(damaged.lost() >= 1, "the shadow cannot serve the damaged one, or what is cut off by it");
        assertTrue(damaged.details().stream().anyMatch(text -> text.contains("entry " + VICTIM + " ")),
            damaged.details().toString());
    }

    private static void write(final Path replica)
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(new ChronicleShadow.Context().folder(replica)
            .streamCount(1).maxEntryLength(256).sizeClasses(new SizeClass(256, 64)).allowVolatileJournal(true)))
        {
            final EntryMeta meta = new EntryMeta();
            for (int i = 1; i <= ENTRIES; i++)
            {
                final UnsafeBuffer payload = new UnsafeBuffer(entry(i).getBytes(US_ASCII));
                meta.sequence = i;
                meta.originEpoch = 1;
                meta.subsetId = i;
                meta.subsetCount = 1;
                meta.entryLength = payload.capacity();
                meta.storedLength = payload.capacity();
                assertEquals(Outcome.OK, shadow.append(meta, payload, 0));
            }
        }
    }

    private static Findings verify(final Path input, final Path replica)
    {
        final Findings findings = new Findings(1);
        try (ReplicaShadow shadow = StoredShadow.open("replica 0", replica))
        {
            new Verification(List.of(shadow), findings)
                .stream(0, "lines", () -> new FileBytes(input, 0), ENTRIES, List.of());
        }
        return findings;
    }

    private static void flipABit(final Path file, final String entry) throws IOException
    {
        final byte[] bytes = Files.readAllBytes(file);
        final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(entry);
        assertTrue(at > 0, "the entry is in the file as it is");
        bytes[at] ^= 4;
        Files.write(file, bytes);
    }

    private static String entry(final int sequence)
    {
        return "entry number <" + sequence + ">";
    }
}
