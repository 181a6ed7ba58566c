package io.antumbra.node.forecast;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts one record into cells as RFC 4180 has it: cells in double quotes may hold separators, and a quote as two of
 * them. Stateless.
 */
final class CsvCells
{
    private static final char QUOTE = '"';

    private CsvCells()
    {
    }

    /**
     * Whether a record goes on in the next line, because a quote is still open.
     */
    static boolean isOpen(final String record)
    {
        boolean isOpen = false;
        for (int i = 0; i < record.length(); i++)
        {
            isOpen ^= QUOTE == record.charAt(i);
        }
        return isOpen;
    }

    /**
     * The separator of a file: the one of comma, semicolon and tab that its first line has most of outside quotes.
     */
    static char separator(final String firstLine)
    {
        char best = ',';
        int most = 0;
        for (final char candidate : new char[]{ ',', ';', '\t' })
        {
            final int count = split(firstLine, candidate).size() - 1;
            if (count > most)
            {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    static List<String> split(final String record, final char separator)
    {
        final List<String> cells = new ArrayList<>();
        int start = 0;
        while (start <= record.length())
        {
            final int end = end(record, start, separator);
            cells.add(unquoted(record.substring(start, end)));
            start = end + 1;
        }
        return cells;
    }

    /**
     * One cell without making the others.
     *
     * @param index from 0.
     * @return the cell, or null when the record has no such one.
     */
    static String cell(final String record, final int index, final char separator)
    {
        int start = 0;
        for (int i = 0; i < index; i++)
        {
            start = end(record, start, separator) + 1;
            if (start > record.length())
            {
                return null;
            }
        }
        return unquoted(record.substring(start, end(record, start, separator)));
    }

    /**
     * Whether anything but blanks and separators follows the first so many cells.
     */
    static boolean isLonger(final String record, final int cellCount, final char separator)
    {
        int start = 0;
        for (int i = 0; i < cellCount && start <= record.length(); i++)
        {
            start = end(record, start, separator) + 1;
        }
        for (int i = start; i < record.length(); i++)
        {
            if (record.charAt(i) != separator && !Character.isWhitespace(record.charAt(i)))
            {
                return true;
            }
        }
        return false;
    }

    private static int end(final String record, final int start, final char separator)
    {
        boolean isQuoted = false;
        int end = start;
        while (end < record.length() && (isQuoted || record.charAt(end) != separator))
        {
            isQuoted ^= QUOTE == record.charAt(end);
            end++;
        }
        return end;
    }

    private static String unquoted(final String cell)
    {
        final String text = cell.strip();
        if (text.length() >= 2 && QUOTE == text.charAt(0) && QUOTE == text.charAt(text.length() - 1))
        {
            return text.substring(1, text.length() - 1).replace("\"\"", "\"").strip();
        }
        return text;
    }
}
