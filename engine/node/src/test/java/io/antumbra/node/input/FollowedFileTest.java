package io.antumbra.node.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFileTest
{
    @TempDir
    private Path folder;

    private Path file;
    private LineScanner lines;
    private long nowNs;

    @BeforeEach
    void begin() throws IOException
    {
        file = folder.resolve("access.log");
        Files.writeString(file, "one\n");
        follow(0, 0);
    }

    @AfterEach
    void end()
    {
        lines.close();
    }

    @Test
    void shouldReadWhatIsThereAndWhatIsAppended() throws IOException
    {
        assertEquals(List.of("one"), available());
        append("two\nthr");
        assertEquals(List.of("two"), available());
        append("ee\n");
        assertEquals(List.of("three"), available());
    }

    @Test
    void shouldFinishARotatedFileBeforeTheNewOne() throws IOException
    {
        final Path rotated = folder.resolve("access.log.1");
        Files.move(file, rotated);
        append(rotated, "two\n");
        Files.writeString(file, "four\n");
        assertEquals(List.of("one", "two"), available());
        append(rotated, "three\n");
        assertEquals(List.of("three"), available(), "the writer keeps its handle until it is told to reopen");
        letItBeQuiet();
        assertEquals(List.of("four"), available());
        append("five\n");
        assertEquals(List.of("five"), available());
    }

    @Test
    void shouldWaitForTheNewFile() throws IOException
    {
        assertEquals(List.of("one"), available());
        Files.delete(file);
        letItBeQuiet();
        assertEquals(List.of(), available());
        Files.writeString(file, "two\n");
        assertEquals(List.of(), available());
        letItBeQuiet();
        assertEquals(List.of("two"), available());
    }

    @Test
    void shouldBeginAgainAfterTruncation() throws IOException
    {
        append("a longer second line\n");
        assertEquals(List.of("one", "a longer second line"), available());
        Files.writeString(file, "new\n");
        assertEquals(List.of("new"), available());
    }

    @Test
    void shouldFollowAFileThatIsNotThereYet() throws IOException
    {
        lines.close();
        file = folder.resolve("later.log");
        follow(0, 0);
        assertEquals(List.of(), available());
        Files.writeString(file, "now\n");
        assertEquals(List.of("now"), available());
    }

    @Test
    void shouldResumeInAFileThatWasRotatedMeanwhile() throws IOException
    {
        append("two\n");
        assertEquals(LineScanner.LINE, lines.next(nowNs));
        final long key = lines.endKey();
        final long offset = lines.endOffset();
        lines.close();
        Files.move(file, folder.resolve("access.log.1"));
        Files.writeString(file, "three\n");
        follow(key, offset);
        assertEquals(List.of("two"), available());
        letItBeQuiet();
        assertEquals(List.of("three"), available());
    }

    @Test
    void shouldRefuseToResumeWhenTheFileIsGone() throws IOException
    {
        available();
        final long key = lines.endKey();
        lines.close();
        final Path other = folder.resolve("other");
        Files.writeString(other, "x\n");
        Files.delete(file);
        Files.move(other, file);
        assertTrue(FollowedFile.isGone(file, key));
        final NodeException refused = assertThrows(NodeException.class, () -> new FollowedFile(file, key, 4));
        assertTrue(refused.getMessage().contains("--accept-input-gap"), refused.getMessage());
        follow(0, 0);
    }

    private void follow(final long key, final long offset)
    {
        lines = new LineScanner(new FollowedFile(file, key, offset), 100, 0);
    }

    private void letItBeQuiet()
    {
        nowNs += FollowedFile.QUIET_NS;
    }

    private void append(final String text) throws IOException
    {
        append(file, text);
    }

    private static void append(final Path target, final String text) throws IOException
    {
        Files.writeString(target, text, StandardOpenOption.APPEND);
    }

    /** What can be read now, looking twice. */
    private List<String> available()
    {
        final List<String> found = new ArrayList<>();
        for (int look = 0; look < 2; look++)
        {
            nowNs += FollowedFile.LOOK_INTERVAL_NS;
            while (LineScanner.LINE == lines.next(nowNs))
            {
                found.add(LineScannerTest.text(lines));
            }
        }
        return found;
    }
}
