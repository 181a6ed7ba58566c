package io.antumbra.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

import io.antumbra.core.EntryView;
import io.antumbra.core.Outcome;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process is killed while it appends at full speed; whatever it had promised must be there, round after round. */
class KillTest
{
    private static final int ROUNDS = 6;

    @TempDir
    Path root;

    private final EntryView view = new EntryView();

    @Test
    @Timeout(180)
    void shouldLoseNothingPromisedToAKill() throws Exception
    {
        final SplittableRandom random = TestRecords.seeded("KillTest");
        final Path folder = root.resolve("shadow");
        final Path positionsFile = Files.write(root.resolve("positions"), new byte[16]);
        try (FileChannel channel = FileChannel.open(positionsFile, StandardOpenOption.READ, StandardOpenOption.WRITE))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 16);
            final UnsafeBuffer positions = new UnsafeBuffer(mapped);
            for (int round = 0; round < ROUNDS; round++)
            {
                final long target = positions.getLongVolatile(0) + 1 + random.nextInt(3000);
                killOnceBeyond(folder, positionsFile, positions, target, random.nextLong());
                verify(folder, positions, round);
            }
        }
    }

    private void killOnceBeyond(final Path folder, final Path positionsFile, final UnsafeBuffer positions,
        final long target, final long seed) throws IOException, InterruptedException
    {
        final File output = root.resolve("output").toFile();
        final Process child = ChildJvm.start(AppenderMain.class, output, folder.toString(), positionsFile.toString(),
            Long.toString(seed));
        try
        {
            while (positions.getLongVolatile(0) < target)
            {
                assertTrue(child.isAlive(), () -> "the appending process ended by itself: " + read(output));
                Thread.onSpinWait();
            }
        }
        finally
        {
            child.destroyForcibly();
            child.waitFor();
        }
    }

    private void verify(final Path folder, final UnsafeBuffer positions, final int round)
    {
        try (ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(folder)))
        {
            final RecoveryReport report = shadow.recovery();
            assertFalse(report.wasClosedInOrder());
            assertTrue(report.mayVouch(), report::toString);
            assertEquals(0, report.rejected(), report::toString);
            assertTrue(report.torn() <= 1, report::toString);
            for (int streamId = 0; streamId < 2; streamId++)
            {
                final long end = shadow.end(streamId);
                assertTrue(end >= positions.getLong(8 * streamId), "round " + round + "\n" + report);
                assertTrue(end <= positions.getLong(8 * streamId) + 1, "round " + round + "\n" + report);
                assertEquals(0, report.stream(streamId).beyondHole(), report::toString);
                for (long sequence = shadow.oldestRetained(streamId); sequence <= end; sequence++)
                {
                    assertEquals(Outcome.OK, shadow.read(streamId, sequence, view));
                    TestRecords.assertGenuine(view);
                }
            }
        }
    }

    private static String read(final File file)
    {
        try
        {
            return Files.readString(file.toPath());
        }
        catch (final IOException ex)
        {
            return ex.toString();
        }
    }
}
