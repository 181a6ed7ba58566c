package io.antumbra.node.demo;

import io.antumbra.node.counters.CounterFile;
import io.antumbra.node.position.ProgressFile;
import io.antumbra.node.process.NodeFile;
import io.antumbra.node.term.ExitStatus;
import io.antumbra.node.term.NodeException;
import io.antumbra.runtime.EngineCounter;
import java.nio.file.Path;
import java.util.List;

/**
 * One replica of the demo as its parent sees it: the process, and the counters that it keeps in a mapped file. The
 * counters of a killed process stay readable until it is started again.
 */
final class Replica
{
    /** Value of a counter that is not there (yet). */
    static final long UNKNOWN = -1;

    private static final int PRIMARY = 0;
    private static final double PPM = 1e6;

    private final int id;
    private final ChildProcess process;
    private final Path folder;
    private final int streamCount;
    private final int[] shadowed;
    private final int[] delivered;
    private int state = -1;
    private int epoch = -1;
    private int inSync = -1;
    private int retransmitted = -1;
    private int risk = -1;
    private CounterFile counters;
    private ProgressFile progress;
    private boolean isExpectedAlive;

    /**
     * @param id          of the replica.
     * @param process     that runs it.
     * @param folder      with what it keeps.
     * @param streamCount number of streams.
     */
    Replica(final int id, final ChildProcess process, final Path folder, final int streamCount)
    {
        this.id = id;
        this.process = process;
        this.folder = folder;
        this.streamCount = streamCount;
        this.shadowed = new int[streamCount];
        this.delivered = new int[streamCount];
    }

    int id()
    {
        return id;
    }

    ChildProcess process()
    {
        return process;
    }

    void start(final List<String> moreArguments)
    {
        forgetCounters();
        process.start(moreArguments);
        isExpectedAlive = true;
    }

    /** SIGKILL. The counters keep the last values. */
    void kill()
    {
        isExpectedAlive = false;
        process.kill();
    }

    /** SIGTERM, and from now on it is expected to end. */
    void terminate()
    {
        isExpectedAlive = false;
        process.terminate();
    }

    /** Complains when it ended and nobody had killed it. */
    void requireAlive()
    {
        if (isExpectedAlive && !process.isAlive())
        {
            final boolean isEnvironment = ExitStatus.ENVIRONMENT == process.exitStatus();
            throw new NodeException(isEnvironment ? ExitStatus.ENVIRONMENT : ExitStatus.DAMAGE, process.name() +
                " ended by itself with status " + process.exitStatus() + ".\n" + process.tail());
        }
    }

    /** True once the running process has all the counters that the demo goes by. */
    boolean hasCounters()
    {
        if (null == counters)
        {
            final NodeFile node = NodeFile.read(folder);
            counters = null == node ? null : CounterFile.tryOpen(node.aeronFolder());
            if (null != counters && counters.processId() != process.processId())
            {
                forgetCounters();
            }
        }
        if (null == progress && PRIMARY == id)
        {
            progress = ProgressFile.tryOpen(folder.resolve(ProgressFile.FILE_NAME), process.processId());
        }
        return null != counters && (state >= 0 || findCounters());
    }

    private boolean findCounters()
    {
        boolean isComplete = true;
        for (int stream = 0; stream < streamCount; stream++)
        {
            shadowed[stream] = counters.find(EngineCounter.SHADOWED.label(), stream);
            delivered[stream] = counters.find(EngineCounter.DELIVERED.label(), stream);
            isComplete &= shadowed[stream] >= 0 && delivered[stream] >= 0;
        }
        epoch = counters.find(EngineCounter.EPOCH.label(), -1);
        inSync = counters.find(EngineCounter.IN_SYNC.label(), -1);
        retransmitted = counters.find(EngineCounter.RETRANSMITTED.label(), -1);
        risk = counters.find(EngineCounter.RISK_PPM.label(), -1);
        final int found = counters.find(EngineCounter.STATE.label(), -1);
        if (isComplete && epoch >= 0 && inSync >= 0 && retransmitted >= 0 && risk >= 0)
        {
            state = found;
        }
        return state >= 0;
    }

    private void forgetCounters()
    {
        if (null != counters)
        {
            counters.close();
            counters = null;
        }
        if (null != progress)
        {
            progress.close();
            progress = null;
        }
        state = -1;
    }

    long shadowed(final int stream)
    {
        return null != progress ? progress.shadowed(stream) : PRIMARY == id ? UNKNOWN : value(shadowed[stream]);
    }

    /** The primary only. */
    long acknowledged(final int stream)
    {
        return null != progress ? progress.acknowledged(stream) : UNKNOWN;
    }

    long delivered(final int stream)
    {
        return value(delivered[stream]);
    }

    long state()
    {
        return value(state);
    }

    long epoch()
    {
        return value(epoch);
    }

    long inSync()
    {
        return value(inSync);
    }

    long retransmitted()
    {
        return Math.max(0, value(retransmitted));
    }

    /** The primary only: chance that the next frame is late, as forecast, 0 to 1. */
    double risk()
    {
        return Math.max(0, value(risk)) / PPM;
    }

    private long value(final int counter)
    {
        return state < 0 ? UNKNOWN : counters.value(counter);
    }

    /** Entries in the shadow that are not acknowledged: in flight. Also right after a kill. */
    long inFlight()
    {
        long sum = 0;
        for (int stream = 0; stream < streamCount && null != progress; stream++)
        {
            sum += Math.max(0, shadowed(stream) - acknowledged(stream));
        }
        return sum;
    }

    long deliveredSum()
    {
        long sum = 0;
        for (int stream = 0; stream < streamCount && state >= 0; stream++)
        {
            sum += delivered(stream);
        }
        return sum;
    }

    long shadowedSum()
    {
        long sum = 0;
        for (int stream = 0; stream < streamCount; stream++)
        {
            sum += Math.max(0, shadowed(stream));
        }
        return sum;
    }
}
