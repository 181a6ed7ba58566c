package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.EntryMeta;
import io.antumbra.store.ChronicleShadow;
import io.antumbra.store.SizeClass;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code inspect} says of a shadow that is damaged, of something else, and of nothing. */
class InspectIT
{
    private static final String TEXT = "the payload of an entry";

    @TempDir
    private Path root;

    @Test
    void shouldFindTheDamageInOneRecordAndKeepTheOthersReadable() throws Exception
    {
        final Path folder = root.resolve("shadow");
        write(folder);
        try (Shard shard = new Shard(root))
        {
            said(shard, 0, folder, "No damage.");
            final Path slots = folder.resolve("slots-256.map");
            final byte[] bytes = Files.readAllBytes(slots);
            final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(TEXT + " 7");
            bytes[at] ^= 1;
            Files.write(slots, bytes);
            said(shard, 1, folder, "Damage was found. Stop the replica, keep a copy of the folder");
        }
    }

    @Test
    void shouldSayWhatIsWrongWithWhatIsNoShadow() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            said(shard, 3, root.resolve("absent"), root.resolve("absent").toString());
            said(shard, 3, Files.createDirectory(root.resolve("empty")), "holds no shadow");
            said(shard, 3, Files.writeString(root.resolve("file"), "text"), root.resolve("file").toString());
            final Path foreign = Files.createDirectory(root.resolve("foreign"));
            Files.writeString(foreign.resolve("shadow.layout"), "something else entirely".repeat(1000));
            said(shard, 3, foreign, "shadow.layout");
            final Path cut = Files.createDirectory(root.resolve("cut"));
            Files.createFile(cut.resolve("shadow.layout"));
            said(shard, 3, cut, "shadow.layout");
        }
    }

    private static void said(final Shard shard, final int status, final Path folder, final String text)
        throws IOException
    {
        final NodeProcess inspect = shard.command("inspect", folder.toString());
        inspect.awaitExit(status);
        final String output = inspect.output();
        assertTrue(output.contains(text), output);
        assertFalse(output.contains("\tat "), output);
    }

    private static void write(final Path folder)
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(new ChronicleShadow.Context().folder(folder)
            .allowVolatileJournal(true).streamCount(1).maxEntryLength(256).sizeClasses(new SizeClass(256, 16))))
        {
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[64]);
            final EntryMeta meta = new EntryMeta();
            for (int i = 1; i <= 9; i++)
            {
                final int length = payload.putStringWithoutLengthAscii(0, TEXT + " " + i);
                meta.sequence = i;
                meta.originEpoch = 1;
                meta.subsetId = i;
                meta.subsetCount = 1;
                meta.entryLength = length;
                meta.storedLength = length;
                shadow.append(meta, payload, 0);
                shadow.promised(0, i);
            }
        }
    }
}
