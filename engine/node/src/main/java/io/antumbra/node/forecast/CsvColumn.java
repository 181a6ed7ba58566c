package io.antumbra.node.forecast;

import io.antumbra.node.input.EitherLineEnd;
import io.antumbra.node.input.FileBytes;
import io.antumbra.node.input.LineScanner;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The numbers of one column of a CSV file, one after the other. An empty cell, {@code NaN}, {@code NA} and {@code null}
 * are gaps and come as NaN; anything else that is no number ends the reading with the line that it is in. Blank lines
 * are gaps in a file of one column and nothing in others; at the end they are nothing anywhere. Lines end with LF, CRLF
 * or CR. Used by one thread.
 *
 * <p>A column is named by its header, or by its number from 1: then the first line counts as a header only when the
 * cell in it is no number.
 */
final class CsvColumn implements AutoCloseable
{
    private static final int MAX_LINE_LENGTH = 1 << 20;
    private static final int MAX_SHOWN = 40;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final String NUMBER_CHARACTERS = "0123456789.eE+-";
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final Path file;
    private final EitherLineEnd source;
    private final LineScanner lines;
    private final double expectedLength;
    private final char separator;
    private final int index;
    private final int cellCount;
    private final String name;
    private String held;
    private long recordLine;
    private long blanks;
    private long gaps;

    /**
     * Opens the file and finds the column.
     *
     * @param file   plain or compressed by gzip.
     * @param column by name or number; null for the only one.
     */
    CsvColumn(final Path file, final String column)
    {
        this.file = file;
        source = new EitherLineEnd(new FileBytes(file, 0));
        lines = new LineScanner(source, MAX_LINE_LENGTH, 0);
        boolean isOpened = false;
        try
        {
            expectedLength = expectedLength(file);
            final String first = firstRecord();
            separator = CsvCells.separator(first);
            final List<String> header = CsvCells.split(first, separator);
            cellCount = header.size();
            index = find(column, header);
            if (isNumberOrGap(header.get(index)) && !header.get(index).equals(column))
            {
                refuseHeaderless(column);
                held = first;
                name = "column " + (index + 1);
            }
            else
            {
                name = header.get(index).isEmpty() ? "column " + (index + 1) : header.get(index);
            }
            isOpened = true;
        }
        finally
        {
            if (!isOpened)
            {
                lines.close();
            }
        }
    }

    /**
     * Reads on.
     *
     * @param target to fill from 0.
     * @return how many values there are in it; 0 at the end.
     */
    int read(final double[] target)
    {
        int count = 0;
        while (count < target.length)
        {
            if (gaps > 0)
            {
                gaps--;
                target[count++] = Double.NaN;
            }
            else if (null != held)
            {
                target[count++] = value(held);
                held = null;
            }
            else
            {
                held = nextRecord();
                gaps = null != held && 1 == cellCount ? blanks : 0;
                if (null == held)
                {
                    return count;
                }
            }
        }
        return count;
    }

    /** The name in the header, else its number. */
    String name()
    {
        return name;
    }

    /** How much of the file was read, 0 to 1. */
    double ratio()
    {
        return Math.min(1.0, (lines.endOffset() + source.droppedCount()) / Math.max(1.0, expectedLength));
    }

    @Override
    public void close()
    {
        lines.close();
    }

    private String firstRecord()
    {
        final String first = nextRecord();
        if (null == first)
        {
            throw NodeException.environment(
                "the input " + file + " is empty: it needs a header and at least one value below it.");
        }
        if (first.indexOf('\0') >= 0)
        {
            throw NodeException
                .environment("the input " + file + " holds zero bytes: it is UTF-16 or no text at all. " +
                    "Save it as CSV in UTF-8 (iconv -f UTF-16 -t UTF-8).");
        }
        return first.startsWith(BYTE_ORDER_MARK) ? first.substring(1) : first;
    }

    /** The next record that is not blank, null at the end; counts the blank lines before it. */
    private String nextRecord()
    {
        blanks = 0;
        String line = nextLine();
        while (null != line && line.isBlank())
        {
            blanks++;
            line = nextLine();
        }
        recordLine = lines.lineNumber();
        return null == line ? null : whole(line);
    }

    /** A quoted cell may go over lines. */
    private String whole(final String line)
    {
        String record = line;
        while (CsvCells.isOpen(record))
        {
            final String more = nextLine();
            if (null == more || record.length() > MAX_LINE_LENGTH)
            {
                throw bad(recordLine, "a cell begins with a double quote that is never closed");
            }
            record = record + '\n' + more;
        }
        return record;
    }

    private String nextLine()
    {
        final int result = lines.next(0);
        if (LineScanner.TOO_LONG == result)
        {
            throw bad(lines.lineNumber(), "it is longer than " + MAX_LINE_LENGTH + " bytes: this is no CSV");
        }
        if (LineScanner.LINE != result)
        {
            return null;
        }
        final byte[] bytes = new byte[(int)lines.length()];
        lines.buffer().getBytes(0, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private double value(final String record)
    {
        final String cell = CsvCells.cell(record, index, separator);
        if (null == cell)
        {
            throw bad(recordLine, "it has " + CsvCells.split(record, separator).size() +
                " cells, and the column is number " + (index + 1) + " of " + cellCount);
        }
        if (CsvCells.isLonger(record, cellCount, separator))
        {
            throw bad(recordLine, "it has more cells than the " + cellCount + " of the first line, so which is whose " +
                "is not known" + (',' == separator ? "; a decimal comma needs quotes, or a point instead" : ""));
        }
        if (isGap(cell))
        {
            return Double.NaN;
        }
        final double value = parse(cell);
        if (Double.isNaN(value))
        {
            throw bad(recordLine, "'" + shown(cell) + "' is not a number");
        }
        return value;
    }

    private NodeException bad(final long line, final String what)
    {
        return NodeException.environment("the input " + file + ", line " + line + ": " + what +
            ". Mend the line, or name another column with --column; a gap is an empty cell or NaN.");
    }

    private int find(final String column, final List<String> header)
    {
        if (null == column)
        {
            if (header.size() > 1)
            {
                throw usage("--column is needed: " + file + " has the columns " + shown(header) + ".");
            }
            return 0;
        }
        final int found = header.indexOf(column);
        if (found >= 0)
        {
            if (header.lastIndexOf(column) != found)
            {
                throw usage("--column " + column + ": there are several of that name in " + file +
                    ". Give its number instead, from 1: the first one is " + (found + 1) + ".");
            }
            return found;
        }
        if (column.matches("[1-9]\\d{0,5}") && Integer.parseInt(column) <= header.size())
        {
            return Integer.parseInt(column) - 1;
        }
        if (header.stream().allMatch(CsvColumn::isNumberOrGap))
        {
            throw usage("--column " + column + ": " + file + " has no header, its first line is " + shown(header) +
                ". Give the number of the column instead, from 1 to " + header.size() + ".");
        }
        throw usage("--column " + column + ": there is no such column in " + file + ". The columns are " +
            shown(header) + "; a number from 1 to " + header.size() + " will do, too.");
    }

    private void refuseHeaderless(final String column)
    {
        if (null == column)
        {
            throw usage("--column is needed: " + file + " has no header. With --column 1 its first line is a value.");
        }
    }

    /** The length of the text; gzip keeps it, modulo 2^32, in its last four bytes (RFC 1952, section 2.3.1). */
    private static double expectedLength(final Path file)
    {
        try
        {
            final long length = Files.size(file);
            if (length < 18)
            {
                return length;
            }
            try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r"))
            {
                if (GZIP_MAGIC != access.readUnsignedShort())
                {
                    return length;
                }
                access.seek(length - Integer.BYTES);
                return Integer.toUnsignedLong(Integer.reverseBytes(access.readInt()));
            }
        }
        catch (final IOException ex)
        {
            throw NodeException.environment("cannot read the input " + file, ex);
        }
    }

    private static boolean isNumberOrGap(final String cell)
    {
        return isGap(cell) || !Double.isNaN(parse(cell));
    }

    private static boolean isGap(final String cell)
    {
        if (cell.length() > 4)
        {
            return false;
        }
        final String lower = cell.toLowerCase(Locale.ROOT);
        return lower.isEmpty() || "nan".equals(lower) || "na".equals(lower) || "null".equals(lower);
    }

    /** As Java reads them, but without its suffixes and hexadecimal forms, which no CSV means; NaN for no number. */
    private static double parse(final String cell)
    {
        for (int i = 0; i < cell.length(); i++)
        {
            if (NUMBER_CHARACTERS.indexOf(cell.charAt(i)) < 0)
            {
                return infinity(cell);
            }
        }
        try
        {
            return Double.parseDouble(cell);
        }
        catch (final NumberFormatException ex)
        {
            return Double.NaN;
        }
    }

    private static double infinity(final String cell)
    {
        final String bare = cell.startsWith("-") || cell.startsWith("+") ? cell.substring(1) : cell;
        return "inf".equalsIgnoreCase(bare) || "infinity".equalsIgnoreCase(bare) ?
            Double.POSITIVE_INFINITY :
            Double.NaN;
    }

    private static String shown(final String cell)
    {
        return cell.length() > MAX_SHOWN ? cell.substring(0, MAX_SHOWN) + "..." : cell;
    }

    private static String shown(final List<String> header)
    {
        final List<String> some = header.size() > MAX_SHOWN ? header.subList(0, MAX_SHOWN) : header;
        return shownAll(some) + (some.size() < header.size() ? " and " + (header.size() - some.size()) + " more" : "");
    }

    private static String shownAll(final List<String> cells)
    {
        final StringBuilder text = new StringBuilder();
        for (final String cell : cells)
        {
            text.append(text.length() > 0 ? ", " : "").append(shown(cell));
        }
        return text.toString();
    }

    private static NodeException usage(final String message)
    {
        return new NodeException(ExitStatus.USAGE, message);
    }
}
