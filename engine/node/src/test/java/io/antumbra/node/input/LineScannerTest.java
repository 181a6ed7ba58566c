package io.antumbra.node.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineScannerTest
{
    private static final int MAX_LINE_LENGTH = 40;

    @TempDir
    private Path folder;

    @Test
    void shouldCutAtLineFeedsAndKeepEveryOtherByte()
    {
        assertEquals(List.of("a b", "", "c\r", "d"), linesOf(new Pieces("a b\n\nc\r\nd")));
    }

    @Test
    void shouldNotInventALineAfterTheLastFeed()
    {
        assertEquals(List.of("a"), linesOf(new Pieces("a\n")));
        assertEquals(List.of(), linesOf(new Pieces("")));
    }

    @Test
    void shouldEndALineWhereAFileEnds()
    {
        assertEquals(List.of("old half", "new"), linesOf(new Pieces("old half", Pieces.BOUNDARY_MARK, "new\n")));
    }

    @Test
    void shouldSayHowLongALineIsThatIsTooLong()
    {
        final String longLine = "x".repeat(500_000);
        final LineScanner lines = scanner(new Pieces("a\n" + longLine + "\nb\n"));
        assertEquals(LineScanner.LINE, lines.next(0));
        assertEquals(LineScanner.TOO_LONG, nextOf(lines));
        assertEquals(500_000, lines.length());
        assertEquals(2, lines.lineNumber());
        assertEquals(2 + 500_001, lines.endOffset());
        assertEquals(LineScanner.LINE, nextOf(lines));
        assertEquals("b", text(lines));
    }

    @Test
    void shouldTakeALineOfTheLongestLengthAndRefuseOneByteMore()
    {
        final LineScanner lines =
            scanner(new Pieces("x".repeat(MAX_LINE_LENGTH) + "\n" + "y".repeat(MAX_LINE_LENGTH + 1) + "\n"));
        assertEquals(LineScanner.LINE, lines.next(0));
        assertEquals(LineScanner.TOO_LONG, lines.next(0));
    }

    @Test
    void shouldFindTheSameLinesHoweverTheBytesArrive()
    {
        final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        for (int round = 0; round < 200; round++)
        {
            final StringBuilder all = new StringBuilder();
            final List<String> expected = new ArrayList<>();
            for (int i = random.nextInt(60); i > 0; i--)
            {
                expected.add("z".repeat(random.nextInt(MAX_LINE_LENGTH)));
                all.append(expected.get(expected.size() - 1)).append('\n');
            }
            assertEquals(expected, linesOf(pieces(all, random)), "antumbra.test.seed=" + seed);
        }
    }

    @Test
    void shouldTakeAnyLineEndWhereThatIsAskedForHoweverTheBytesArrive()
    {
        final long seed = Long.getLong("antumbra.test.seed", System.nanoTime());
        final Random random = new Random(seed);
        final String[] ends = { "\n", "\r\n", "\r" };
        for (int round = 0; round < 200; round++)
        {
            final StringBuilder all = new StringBuilder();
            final List<String> expected = new ArrayList<>();
            String end = "";
            for (int i = random.nextInt(60); i > 0; i--)
            {
                final String line = "z".repeat(random.nextInt(4));
                // A CR and then an LF alone, with nothing between, cannot be told from a CRLF.
                end = "\r".equals(end) && line.isEmpty() ? "\r" : ends[random.nextInt(ends.length)];
                expected.add(line);
                all.append(line).append(end);
            }
            assertEquals(
                expected, linesOf(new EitherLineEnd(pieces(all, random))), "antumbra.test.seed=" + seed);
        }
    }

    private static Pieces pieces(final StringBuilder all, final Random random)
    {
        final List<String> pieces = new ArrayList<>();
        for (int at = 0; at < all.length();)
        {
            final int length = Math.min(all.length() - at, random.nextInt(30));
            pieces.add(all.substring(at, at + length));
            at += length;
        }
        return new Pieces(pieces.toArray(new String[0]));
    }

    @Test
    void shouldGoOnFromTheEndOfAnyLine() throws IOException
    {
        final Path plain = Files.writeString(folder.resolve("plain"), "first\nsecond\n\nfourth\n");
        final Path compressed = folder.resolve("compressed");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed)))
        {
            Files.copy(plain, out);
        }
        for (final Path file : List.of(plain, compressed))
        {
            final List<String> all = linesOf(new FileBytes(file, 0));
            final LineScanner lines = scanner(new FileBytes(file, 0));
            for (int taken = 1; taken <= all.size(); taken++)
            {
                assertEquals(LineScanner.LINE, lines.next(0));
                assertEquals(
                    all.subList(taken, all.size()), linesOf(new FileBytes(file, lines.endOffset())), file.toString());
            }
        }
    }

    private static LineScanner scanner(final ByteSource source)
    {
        return new LineScanner(source, MAX_LINE_LENGTH, 0);
    }

    private static List<String> linesOf(final ByteSource source)
    {
        final List<String> found = new ArrayList<>();
        try (LineScanner lines = scanner(source))
        {
            while (LineScanner.LINE == nextOf(lines))
            {
                found.add(text(lines));
            }
        }
        return found;
    }

    private static int nextOf(final LineScanner lines)
    {
        int outcome = lines.next(0);
        while (LineScanner.NONE_YET == outcome)
        {
            outcome = lines.next(0);
        }
        return outcome;
    }

    static String text(final LineScanner lines)
    {
        final byte[] bytes = new byte[(int)lines.length()];
        lines.buffer().getBytes(0, bytes);
        return new String(bytes, UTF_8);
    }

    /** Bytes that come in given pieces; an empty piece means nothing yet. */
    private static final class Pieces implements ByteSource
    {
        private static final String BOUNDARY_MARK = "<boundary>";

        private final String[] pieces;
        private int index;
        private int used;
        private long offset;

        Pieces(final String... pieces)
        {
            this.pieces = pieces;
        }

        @Override
        public int read(final byte[] target, final int targetOffset, final int length, final long nowNs)
        {
            if (index == pieces.length)
            {
                return END;
            }
            if (BOUNDARY_MARK.equals(pieces[index]))
            {
                index++;
                return BOUNDARY;
            }
            final byte[] piece = pieces[index].getBytes(UTF_8);
            final int count = Math.min(length, piece.length - used);
            System.arraycopy(piece, used, target, targetOffset, count);
            used += count;
            if (used == piece.length)
            {
                used = 0;
                index++;
            }
            offset += count;
            return count;
        }

        @Override
        public long fileKey()
        {
            return 1;
        }

        @Override
        public long fileOffset()
        {
            return offset;
        }

        @Override
        public String name()
        {
            return "pieces";
        }

        @Override
        public void close()
        {
            index = pieces.length;
        }
    }
}
