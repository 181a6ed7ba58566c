package io.antumbra.store;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SplittableRandom;

import io.antumbra.core.EntryMeta;
import io.antumbra.core.Outcome;
import io.antumbra.core.RecordStatus;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends to a shadow until it is killed, and says in a mapped file beside it how far it came: what stands there was
 * promised to the outside. Arguments: folder, file of the positions, seed.
 */
public final class AppenderMain
{
    private AppenderMain()
    {
    }

    /**
     * @param args folder, positions file, seed.
     * @throws IOException when the positions file is missing.
     */
    public static void main(final String[] args) throws IOException
    {
        final SplittableRandom random = new SplittableRandom(Long.parseLong(args[2]));
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[4096]);
        final EntryMeta meta = new EntryMeta();
        try (
            FileChannel channel = FileChannel.open(Path.of(args[1]), StandardOpenOption.READ, StandardOpenOption.WRITE);
            ChronicleShadow shadow = ChronicleShadow.launch(TestRecords.context(Path.of(args[0]))))
        {
            final MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 16);
            final UnsafeBuffer positions = new UnsafeBuffer(mapped);
            while (true)
            {
                final int streamId = random.nextInt(2);
                final long sequence = shadow.end(streamId) + 1;
                final int length = random.nextInt(10) == 0 ? random.nextInt(4096) : random.nextInt(250);
                TestRecords.fill(meta, streamId, sequence, 1, length);
                TestRecords.fillPayload(payload, meta);
                if (shadow.append(meta, payload, 0) == Outcome.OK)
                {
                    shadow.promised(streamId, sequence);
                    positions.putLongRelease(8 * streamId, sequence);
                    shadow.status(streamId, sequence, sequence, RecordStatus.IN_FLIGHT);
                }
                else
                {
                    shadow.reclaimable(0, shadow.end(0) - 1);
                    shadow.reclaimable(1, shadow.end(1) - 1);
                }
            }
        }
    }
}
