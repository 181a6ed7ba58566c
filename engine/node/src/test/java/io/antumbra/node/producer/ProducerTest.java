package io.antumbra.node.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.input.FileBytes;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.input.Pacing;
import io.antumbra.node.position.ProducerPositions;
import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProducerTest
{
    private static final int MAX_ENTRY_LENGTH = 100;

    @TempDir
    private Path folder;

    private final FakeEngine engine = new FakeEngine();
    private final SingleWriterRecorder recorder = new SingleWriterRecorder(1, IntervalLog.MAX_LATENCY_NS, 3);

    @Test
    void shouldAppendEachLineOnceHoweverOftenItIsKilled() throws IOException
    {
        final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final List<String> lines = new ArrayList<>();
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 2_000; i++)
        {
            final String line = 0 == random.nextInt(10) ? "" : "line " + i;
            text.append(line).append('\n');
            if (!line.isEmpty())
            {
                lines.add(line);
            }
        }
        final Path input = Files.writeString(folder.resolve("input"), text);
        while (engine.entries.size() < lines.size())
        {
            try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
                StreamFeed feed = feed(input, positions, Pacing.flatOut(), Long.MAX_VALUE))
            {
                final int steps = random.nextInt(6);
                for (int step = 0; step < steps; step++)
                {
                    engine.room = random.nextInt(100);
                    feed.poll(step, false, Long.MAX_VALUE);
                    engine.acknowledged += (long)(random.nextDouble() * (engine.entries.size() - engine.acknowledged));
                    feed.onAcknowledged(engine.acknowledged, step, recorder, positions);
                }
            }
            assertEquals(
                lines.subList(0, engine.entries.size()), engine.entries, "antumbra.test.seed=" + seed);
        }
    }

    @Test
    void shouldRefuseAShadowThatHoldsLessThanWasAcknowledged() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("input"), "a\nb\nc\n");
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1))
        {
            positions.save(0, 3, 1, 6, 3);
            final NodeException refused = assertThrows(
                NodeException.class, () -> ResumePoint.of("orders", 0, 2, positions, true));
            assertTrue(refused.getMessage().contains("3 entries were acknowledged"), refused.getMessage());
        }
        assertTrue(Files.exists(input));
    }

    @Test
    void shouldRefuseAnInputThatIsShorterThanWhatTheStreamHolds() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("input"), "a\n");
        engine.entries.addAll(List.of("a", "b"));
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1))
        {
            assertThrows(
                NodeException.class, () -> feed(input, positions, Pacing.flatOut(), Long.MAX_VALUE));
        }
    }

    @Test
    void shouldNameALineThatIsOneByteTooLong() throws IOException
    {
        final Path input = Files.writeString(
            folder.resolve("input"), "ok\n" + "x".repeat(MAX_ENTRY_LENGTH + 1) + "\nnever\n");
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
            StreamFeed feed = feed(input, positions, Pacing.flatOut(), Long.MAX_VALUE))
        {
            final NodeException refused =
                assertThrows(NodeException.class, () -> feed.poll(0, false, Long.MAX_VALUE));
            assertTrue(refused.getMessage().contains("line 2 of"), refused.getMessage());
            assertTrue(refused.getMessage().contains("101 bytes"), refused.getMessage());
            assertTrue(refused.getMessage().contains("--max-entry-length 101"), refused.getMessage());
            assertEquals(List.of("ok"), engine.entries);
        }
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
            StreamFeed feed = feed(input, positions, Pacing.flatOut(), Long.MAX_VALUE))
        {
            feed.skipTooLong();
            feed.poll(0, false, Long.MAX_VALUE);
            assertEquals(List.of("ok", "never"), engine.entries);
            assertEquals(1, feed.tooLongLines());
        }
    }

    @Test
    void shouldMeasureFromTheIntendedTimeAlsoWhenItWasHeldUp() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("input"), "a\nb\n");
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
            StreamFeed feed = feed(input, positions, Pacing.rate(1_000), Long.MAX_VALUE))
        {
            feed.poll(0, false, Long.MAX_VALUE);
            engine.room = 0;
            feed.poll(1_000_000, false, Long.MAX_VALUE);
            engine.room = 1;
            feed.poll(5_000_000, false, Long.MAX_VALUE);
            assertEquals(List.of("a", "b"), engine.entries);
            feed.onAcknowledged(2, 6_000_000, recorder, positions);
            final Histogram measured = recorder.getIntervalHistogram();
            assertEquals(2, measured.getTotalCount());
            assertEquals(6.0, measured.getMaxValue() / 1e6, 0.01);
            assertEquals(5.0, measured.getMinValue() / 1e6, 0.01, "due at 1 ms, acknowledged at 6 ms");
            assertEquals(2, positions.sequence(0));
            assertEquals(4, positions.offset(0));
        }
    }

    @Test
    void shouldHoldBackAtTheLimitAndThenBurst() throws IOException
    {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++)
        {
            text.append("line ").append(i).append('\n');
        }
        final Path input = Files.writeString(folder.resolve("input"), text);
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
            StreamFeed feed = feed(input, positions, Pacing.rate(1_000), Long.MAX_VALUE))
        {
            final Producer producer = new Producer(new StreamFeed[]{ feed });
            producer.limit(10);
            assertEquals(10, run(producer, 0, 100_000_000));
            producer.burst(200);
            producer.limit(Long.MAX_VALUE);
            assertEquals(211, run(producer, 100_000_000, 100_000_010), "all at once, and the first of the new pace");
            assertEquals(231, run(producer, 100_000_010, 120_000_010), "then at a thousand a second again");
            assertFalse(producer.isDone());
            run(producer, 120_000_010, 1_000_000_000);
            assertTrue(producer.isEnded());
            assertFalse(producer.isDone(), "not acknowledged");
            engine.acknowledged = 500;
            assertTrue(producer.isDone());
        }
    }

    @Test
    void shouldEndWithTheGivenSequence() throws IOException
    {
        final Path input = Files.writeString(folder.resolve("input"), "a\nb\nc\n");
        try (ProducerPositions positions = new ProducerPositions(folder.resolve("positions"), 1);
            StreamFeed feed = feed(input, positions, Pacing.flatOut(), 2))
        {
            feed.poll(0, false, Long.MAX_VALUE);
            assertEquals(List.of("a", "b"), engine.entries);
            assertTrue(feed.isEnded());
        }
    }

    private static long run(final Producer producer, final long fromNs, final long untilNs)
    {
        final long stepNs = Math.max(1, (untilNs - fromNs) / 1_000);
        for (long nowNs = fromNs; nowNs <= untilNs; nowNs += stepNs)
        {
            producer.doWork(nowNs);
        }
        return producer.position();
    }

    private StreamFeed feed(
        final Path input, final ProducerPositions positions, final Pacing pacing, final long lastSequence)
    {
        final ResumePoint resume = ResumePoint.of("orders", 0, engine.position(), positions, true);
        final LineScanner lines =
            new LineScanner(new FileBytes(input, resume.offset()), MAX_ENTRY_LENGTH, resume.line());
        final StreamFeed feed = new StreamFeed(0, engine, lines, pacing, MAX_ENTRY_LENGTH, 0, lastSequence);
        feed.begin(resume.sequence(), 0);
        return feed;
    }
}
