package io.antumbra.node.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.plot.LatencyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntervalLogTest
{
    @TempDir
    private Path folder;

    @Test
    void shouldWriteWhatWasMeasuredForOthersToRead() throws IOException
    {
        final Path file = folder.resolve("latency.hlog");
        final long beforeMs = System.currentTimeMillis();
        try (IntervalLog log = new IntervalLog(file))
        {
            for (int i = 1; i <= 1_000; i++)
            {
                log.recorder().recordValue(i * 1_000L);
            }
        }
        final LatencyLog read = new LatencyLog(file);
        read.poll();
        final Histogram all = new Histogram(3);
        read.intervals().forEach(all::add);
        assertEquals(1_000, all.getTotalCount());
        assertEquals(500.0, all.getValueAtPercentile(50) / 1e3, 0.5);
        assertTrue(read.intervals().get(0).getStartTimeStamp() >= beforeMs - 1, "epoch time");
    }

    @Test
    void shouldLeaveALineAloneUntilItIsWhole() throws IOException
    {
        final Path file = folder.resolve("latency.hlog");
        try (IntervalLog log = new IntervalLog(file))
        {
            log.recorder().recordValue(5_000);
        }
        final byte[] whole = Files.readAllBytes(file);
        final Path growing = folder.resolve("growing.hlog");
        final LatencyLog read = new LatencyLog(growing);
        assertEquals(0, read.poll(), "not there yet");
        int found = 0;
        for (final byte b : whole)
        {
            Files.write(
                growing, new byte[]{ b }, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            found += read.poll();
        }
        assertEquals(1, found);
        assertEquals(5.0, read.intervals().get(0).getMaxValue() / 1e3, 0.01);
    }
}
