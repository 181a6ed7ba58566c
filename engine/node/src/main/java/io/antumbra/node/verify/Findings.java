package io.antumbra.node.verify;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** What the verification of one run found. Used by one thread. */
public final class Findings
{
    private static final int MAX_DETAILS = 20;

    private final List<BitSet> lost = new ArrayList<>();
    private final List<String> details = new ArrayList<>();
    private long duplicated;
    private long compared;
    private long problems;

    /**
     * @param streamCount number of streams.
     */
    public Findings(final int streamCount)
    {
        for (int i = 0; i < streamCount; i++)
        {
            lost.add(new BitSet());
        }
    }

    /** Counts an acknowledged entry as lost, once however many replicas lack it. */
    void lost(final int stream, final long sequence, final String detail)
    {
        lost.get(stream).set(Math.toIntExact(sequence));
        detail(detail);
    }

    /** Counts entries that came more than once. */
    void duplicated(final long count, final String detail)
    {
        if (count > 0)
        {
            duplicated += count;
            detail(detail);
        }
    }

    /** Counts something wrong that is neither: a gap, a handler that is behind, a chain that differs. */
    public void problem(final String detail)
    {
        problems++;
        detail(detail);
    }

    void compared()
    {
        compared++;
    }

    private void detail(final String detail)
    {
        if (details.size() < MAX_DETAILS)
        {
            details.add(detail);
        }
    }

    /** @return number of acknowledged (stream, sequence) that are missing or different on any replica. */
    public long lost()
    {
        return lost.stream().mapToLong(BitSet::cardinality).sum();
    }

    /** @return number of (stream, sequence) that a handler or a shadow got more than once. */
    public long duplicated()
    {
        return duplicated;
    }

    /** @return number of records read back and compared with the input. */
    public long comparedRecords()
    {
        return compared;
    }

    /** @return number of other things that are not as they must be. */
    public long problems()
    {
        return problems;
    }

    /** @return true when nothing was found. */
    public boolean isClean()
    {
        return 0 == lost() && 0 == duplicated && 0 == problems;
    }

    /** @return the first findings, in words. */
    public List<String> details()
    {
        return Collections.unmodifiableList(details);
    }
}
