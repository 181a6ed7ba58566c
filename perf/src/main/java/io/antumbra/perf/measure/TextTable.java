package io.antumbra.perf.measure;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of words and numbers for a terminal: the first column to the left, the others to the right, each as wide as
 * its widest cell. One thread.
 */
public final class TextTable
{
    private static final String GAP = "  ";

    private final List<String[]> rows = new ArrayList<>();
    private final int columnCount;

    /**
     * A table with its head.
     *
     * @param heads of the columns.
     */
    public TextTable(final String... heads)
    {
        columnCount = heads.length;
        rows.add(heads);
    }

    /**
     * Add a row.
     *
     * @param cells as many as there are columns.
     * @return this.
     * @throws IllegalArgumentException when there are more or fewer.
     */
    public TextTable row(final String... cells)
    {
        if (cells.length != columnCount)
        {
            throw new IllegalArgumentException(
                "cells=" + cells.length + ": this table has " + columnCount + " columns");
        }
        rows.add(cells);
        return this;
    }

    /**
     * Print head, a rule, and the rows.
     *
     * @param out to print to.
     */
    public void print(final PrintStream out)
    {
        final int[] widths = new int[columnCount];
        for (final String[] row : rows)
        {
            for (int i = 0; i < columnCount; i++)
            {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (int i = 0; i < rows.size(); i++)
        {
            out.println(line(rows.get(i), widths));
            if (i == 0)
            {
                int width = -GAP.length();
                for (final int columnWidth : widths)
                {
                    width += columnWidth + GAP.length();
                }
                out.println("-".repeat(Math.max(0, width)));
            }
        }
    }

    private String line(final String[] row, final int[] widths)
    {
        final StringBuilder line = new StringBuilder();
        for (int i = 0; i < columnCount; i++)
        {
            final String padding = " ".repeat(widths[i] - row[i].length());
            line.append(i == 0 ? row[i] + padding : GAP + padding + row[i]);
        }
        return line.toString().stripTrailing();
    }
}
