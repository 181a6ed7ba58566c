package io.antumbra.node.inspect;

import io.antumbra.core.EntryView;
import io.antumbra.core.RecordStatus;
import io.antumbra.node.process.NodeFile;
import io.antumbra.store.RecoveryReport;
import io.antumbra.store.ShadowInspector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** One look at a shadow: every slot verified, every record's status counted. Used by one thread. */
public final class Inspection
{
    private static final int STATUSES = 4;
    private static final int PREVIEW_LENGTH = 60;

    private final Path folder;
    private final ShadowInspector inspector;
    private final RecoveryReport report;
    private final List<String> streamNames = new ArrayList<>();
    private final long[][] statuses;
    private final long[] damagedStatuses;
    private final long[] retransmissions;
    private final long[] unprotected;

    /** A record in short. */
    record Listed(
        long sequence, long originEpoch, long subsetId, int subsetCount, int length, int priority, String status,
        int retransmissions, boolean isUnprotected, long originalEpochNs, String preview)
    {
    }

    /**
     * @param folder    of the replica, for the names of the streams.
     * @param inspector of its shadow.
     */
    public Inspection(final Path folder, final ShadowInspector inspector)
    {
        this.folder = folder;
        this.inspector = inspector;
        this.report = inspector.inspect();
        final int streams = inspector.streamCount();
        statuses = new long[streams][STATUSES];
        damagedStatuses = new long[streams];
        retransmissions = new long[streams];
        unprotected = new long[streams];
        final NodeFile node = NodeFile.read(folder);
        for (int stream = 0; stream < streams; stream++)
        {
            final boolean isNamed = null != node && stream < node.streams().size();
            streamNames.add(isNamed ? node.streams().get(stream) : Integer.toString(stream));
            count(stream);
        }
    }

    private void count(final int stream)
    {
        final EntryView view = new EntryView();
        final ShadowInspector.Cursor cursor = inspector.records(stream);
        while (cursor.next(view))
        {
            if (cursor.status() < 0 || cursor.status() >= STATUSES)
            {
                damagedStatuses[stream]++;
            }
            else
            {
                statuses[stream][cursor.status()]++;
            }
            retransmissions[stream] += cursor.retransmissions();
            unprotected[stream] += view.meta().isUnprotected() ? 1 : 0;
        }
    }

    /** @return true when something is not as it was when it was written, or is gone although it was promised. */
    public boolean isDamaged()
    {
        return report.rejected() > 0 || !report.mayVouch();
    }

    /** @return names of the streams as the last process called them, or their numbers. */
    public List<String> streamNames()
    {
        return List.copyOf(streamNames);
    }

    /** The last records of a stream, oldest first. */
    List<Listed> last(final int stream, final int limit)
    {
        final Deque<Listed> last = new ArrayDeque<>();
        final EntryView view = new EntryView();
        final ShadowInspector.Cursor cursor = inspector.records(stream);
        while (limit > 0 && cursor.next(view))
        {
            if (view.meta().sequence + limit > report.stream(stream).end())
            {
                last.add(listed(view, cursor));
            }
        }
        return List.copyOf(last);
    }

    private static Listed listed(final EntryView view, final ShadowInspector.Cursor cursor)
    {
        final byte[] start = new byte[Math.min(PREVIEW_LENGTH, view.meta().storedLength)];
        view.payload().getBytes(0, start);
        final String preview = new String(start, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", ".");
        return new Listed(view.meta().sequence, view.meta().originEpoch, view.meta().subsetId, view.meta().subsetCount,
            view.meta().entryLength, view.meta().priority, statusName(cursor.status()), cursor.retransmissions(),
            view.meta().isUnprotected(), view.meta().originalEpochNs, preview);
    }

    private static String statusName(final int status)
    {
        return status < 0 ? "status damaged" : RecordStatus.name(status);
    }

    Path folder()
    {
        return folder;
    }

    ShadowInspector inspector()
    {
        return inspector;
    }

    RecoveryReport report()
    {
        return report;
    }

    long withStatus(final int stream, final int status)
    {
        return statuses[stream][status];
    }

    long damagedStatuses(final int stream)
    {
        return damagedStatuses[stream];
    }

    long retransmissions(final int stream)
    {
        return retransmissions[stream];
    }

    long unprotected(final int stream)
    {
        return unprotected[stream];
    }

    /** In words: closed, in use or killed. */
    String condition()
    {
        if (inspector.isClosedInOrder())
        {
            return "closed in order";
        }
        final long owner = inspector.lastOwnerPid();
        return ProcessHandle.of(owner).isPresent() ? "in use by process " + owner :
            "its process " + owner + " was killed";
    }
}
