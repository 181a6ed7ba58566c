package io.antumbra.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.CoreConfig;
import io.antumbra.core.resend.DecisionLog;
import io.antumbra.core.resend.LearnedForecast;
import io.antumbra.core.resend.ResendAction;
import io.antumbra.core.resend.ResendController;
import io.antumbra.core.resend.ResendReason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.concurrent.SystemEpochClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecisionRecorderTest
{
    @TempDir
    private Path folder;

    private final EngineClock clock = new EngineClock(SystemEpochClock.INSTANCE);
    private final DecisionLog log = new DecisionLog();
    private final CoreConfig config = new CoreConfig().conclude();
    private final ResendController controller =
        new ResendController(config, new LearnedForecast(config.copyDeadlineNs));

    private void note(final long sequence)
    {
        log.note(2, 1, sequence, sequence + 3, ResendAction.COPY, ResendReason.GAP, controller, System.nanoTime());
    }

    @Test
    void shouldShowTheDecisionsToOtherProcesses()
    {
        try (DecisionRecorder recorder = new DecisionRecorder(folder, false, clock))
        {
            assertEquals(List.of(), DecisionReader.read(folder));
            note(10);
            log.note(3, -1, 0, 0, ResendAction.GO_BACK, ResendReason.LINE_A_AWAY, controller, System.nanoTime());
            recorder.doWork(log);
            final List<Decision> decisions = DecisionReader.read(folder);
            assertEquals(2, decisions.size());
            final Decision first = decisions.get(0);
            assertEquals(new Decision(0, first.epochNs(), 2, 1, 10, 13, ResendAction.COPY, ResendReason.GAP,
                controller.risk(), controller.overdueAfterNs(), controller.budget().leftBytes()), first);
            assertTrue(Math.abs(first.epochNs() - clock.epochNs()) < 60_000_000_000L, "epoch ns " + first.epochNs());
            assertEquals(ResendAction.GO_BACK, decisions.get(1).action());
            assertEquals(-1, decisions.get(1).streamId());
        }
        assertEquals(2, DecisionReader.read(folder).size(), "after the end too");
        try (DecisionRecorder recorder = new DecisionRecorder(folder, true, clock))
        {
            recorder.doWork(new DecisionLog());
            assertEquals(List.of(), DecisionReader.read(folder), "anew with each start");
        }
        assertFalse(Files.exists(folder.resolve(DecisionFormat.FILE_NAME)));
    }

    @Test
    void shouldKeepTheLastThousand()
    {
        try (DecisionRecorder recorder = new DecisionRecorder(folder, false, clock))
        {
            for (int i = 0; i < 3_000; i++)
            {
                note(i);
                recorder.doWork(log);
            }
            final List<Decision> decisions = DecisionReader.read(folder);
            assertEquals(DecisionFormat.RECORDS, decisions.size());
            for (int i = 0; i < decisions.size(); i++)
            {
                assertEquals(3_000 - DecisionFormat.RECORDS + i, decisions.get(i).number());
                assertEquals(decisions.get(i).number(), decisions.get(i).firstSequence());
            }
        }
    }

    @Test
    void shouldLeaveOutWhatCameTooFastAndShowItByTheNumbers()
    {
        try (DecisionRecorder recorder = new DecisionRecorder(folder, false, clock))
        {
            note(0);
            recorder.doWork(log);
            for (int i = 1; i <= 300; i++)
            {
                note(i);
            }
            recorder.doWork(log);
            final List<Decision> decisions = DecisionReader.read(folder);
            assertEquals(1 + DecisionLog.CAPACITY, decisions.size());
            assertEquals(0, decisions.get(0).number());
            assertEquals(301 - DecisionLog.CAPACITY, decisions.get(1).number());
            assertEquals(300, decisions.get(decisions.size() - 1).number());
        }
    }

    @Test
    void shouldLeaveOutARecordThatIsBeingWritten() throws IOException
    {
        try (DecisionRecorder recorder = new DecisionRecorder(folder, false, clock))
        {
            note(0);
            note(1);
            recorder.doWork(log);
        }
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(DecisionFormat.FILE_NAME).toFile(), "rw"))
        {
            file.seek(DecisionFormat.offset(1) + DecisionFormat.NUMBER_BEHIND_OFFSET);
            file.writeLong(Long.MAX_VALUE);
        }
        assertEquals(1, DecisionReader.read(folder).size());
        try (RandomAccessFile file = new RandomAccessFile(folder.resolve(DecisionFormat.FILE_NAME).toFile(), "rw"))
        {
            file.writeByte(0);
        }
        assertEquals(List.of(), DecisionReader.read(folder), "something else");
        Files.write(folder.resolve(DecisionFormat.FILE_NAME), new byte[DecisionFormat.LENGTH]);
        assertEquals(List.of(), DecisionReader.read(folder), "of no version");
    }

    @Test
    void shouldTellFlightRecordings() throws IOException
    {
        final Path file = folder.resolve("resends.jfr");
        try (DecisionRecorder recorder = new DecisionRecorder(folder, false, clock); Recording jfr = new Recording())
        {
            note(1);
            recorder.doWork(log);
            jfr.enable(ResendEvent.NAME);
            jfr.start();
            note(2);
            note(3);
            recorder.doWork(log);
            jfr.stop();
            jfr.dump(file);
        }
        final List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        assertEquals(2, events.size(), "what was decided before is not in it");
        assertEquals(2, events.get(0).getLong("firstSequence"));
        assertEquals(6, events.get(1).getLong("lastSequence"));
        assertEquals("COPY", events.get(1).getString("action"));
        assertEquals("GAP", events.get(1).getString("reason"));
        assertEquals(2, events.get(1).getInt("replicaId"));
        assertFalse(events.get(1).getStartTime().isBefore(events.get(0).getStartTime()));
    }
}
