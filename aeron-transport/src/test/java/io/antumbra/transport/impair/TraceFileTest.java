package io.antumbra.transport.impair;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceFileTest
{
    private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

    @TempDir
    private Path folder;

    @Test
    void shouldInterpolateBetweenRoundTripsAndJoinRuns() throws IOException
    {
        final RecordedTrace trace = read("run,t_send_ms,rtt_ms,sinr_db", "a,0,10,1", "a,10,20,1", "", "b,0,40.5,1",
            "b,20,0,1");
        assertEquals(4, trace.measurements());
        assertEquals(0, trace.packets(), "a high round trip is late, not lost");
        assertEquals(60 * MS, trace.lengthNs(), "two runs, each with its last step once more");
        final RecordedTrace.Replay replay = new RecordedTrace.Replay(trace);
        assertEquals(10 * MS, replay.roundTripNs(0));
        assertEquals(15 * MS, replay.roundTripNs(5 * MS));
        assertEquals(20 * MS, replay.roundTripNs(10 * MS));
        assertEquals(40_500_000, replay.roundTripNs(20 * MS), "run b begins one step after run a");
        assertEquals(20_250_000, replay.roundTripNs(30 * MS));
        assertEquals(0, replay.roundTripNs(59 * MS), "the last one holds until the end");
        assertEquals(12 * MS, replay.roundTripNs(62 * MS), "then it begins anew");
        assertFalse(replay.isNextLost());
    }

    @Test
    void shouldTellLossByPacketAndTheRoundTripOfTheOthers() throws IOException
    {
        final RecordedTrace trace = read("packet,t_send_us,bytes,lost,ack_us,rtt_us", "1,0,1350,0,5,100",
            "2,0,1350,1,-1,-1", "3,10,1350,1,-1,-1", "4,20,1350,0,5,300", "5,30,1350,0,-1,-1");
        assertEquals(2, trace.measurements());
        assertEquals(5, trace.packets());
        assertEquals(2, trace.lostPackets());
        final RecordedTrace.Replay replay = new RecordedTrace.Replay(trace);
        assertEquals(200_000, replay.roundTripNs(10_000), "nothing was measured there");
        for (int i = 0; i < 10; i++)
        {
            assertEquals(i % 5 == 1 || i % 5 == 2, replay.isNextLost(), "packet " + i);
        }
    }

    @Test
    void shouldDecompress() throws IOException
    {
        final Path file = folder.resolve("trace.csv.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file)))
        {
            out.write("t_send_ms,rtt_ms\n0,3\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        assertEquals(1, TraceFile.read(file).measurements());
    }

    @Test
    void shouldNameFileAndLineOfWhatIsWrong()
    {
        refused("trace.csv:1 names no t_send_ms", "when,rtt_ms", "0,1");
        refused("trace.csv:3: 'x' in column 2 is no time", "t_send_ms,rtt_ms", "0,1", "1,x");
        refused("trace.csv:2: 'NaN' in column 2 is no time", "t_send_ms,rtt_ms", "0,NaN");
        refused("trace.csv:3 was sent before", "t_send_ms,rtt_ms", "5,1", "4,1");
        refused("trace.csv:2 has no column 2", "t_send_ms,rtt_ms", "5");
        refused("trace.csv:2: lost=maybe is not allowed: 0 or 1", "t_send_ms,rtt_ms,lost", "5,1,maybe");
        refused("trace.csv has no row with a round trip", "t_send_ms,rtt_ms", "5,-1", "6,");
        refused("trace.csv:1 names no t_send_ms");
    }

    @Test
    void shouldRefuseATraceThatMakesNoSense()
    {
        final boolean[] none = {};
        assertThrows(IllegalArgumentException.class, () -> new RecordedTrace(new long[0], new long[0], none, 1));
        assertThrows(IllegalArgumentException.class, () -> new RecordedTrace(new long[1], new long[2], none, 1));
        assertThrows(IllegalArgumentException.class,
            () -> new RecordedTrace(new long[]{ 1, 0 }, new long[2], none, 2));
        assertThrows(IllegalArgumentException.class, () -> new RecordedTrace(new long[1], new long[]{ -1 }, none, 1));
        assertThrows(IllegalArgumentException.class, () -> new RecordedTrace(new long[]{ 5 }, new long[1], none, 5));
    }

    private RecordedTrace read(final String... lines) throws IOException
    {
        return TraceFile.read(Files.writeString(folder.resolve("trace.csv"), String.join("\n", lines)));
    }

    private void refused(final String message, final String... lines)
    {
        final String found = assertThrows(IllegalArgumentException.class, () -> read(lines)).getMessage();
        assertTrue(found.contains(message), found);
    }
}
