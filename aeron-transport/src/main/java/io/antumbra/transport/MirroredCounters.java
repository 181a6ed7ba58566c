package io.antumbra.transport;

import io.aeron.Aeron;
import io.aeron.Counter;
import io.aeron.exceptions.RegistrationException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * Counters of the application that survive the driver. They live in memory of this process; a copy in the driver's CnC
 * file, where AeronStat looks, follows within a millisecond, or at once by {@link #publish}, so that an outside process
 * still finds the last values there after this one was killed.
 * <pre>
 *   AtomicCounter (own memory) -- every millisecond, when changed --> Counter (CnC file of the driver of the day)
 * </pre>
 * Counters placed in the CnC file itself would point into unmapped memory after a rebuild: the next increment would
 * bring the process down. {@link #add} and {@link #doWork} on the owner's thread; the counters themselves on any.
 */
final class MirroredCounters
{
    private static final long COPY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long REGISTRATION_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NONE = Aeron.NULL_VALUE;

    private final UnsafeBuffer values;
    private final AtomicCounter[] counters;
    private final int[] typeIds;
    private final String[] labels;
    private final long[] registrationIds;
    private final Counter[] copies;
    private final long[] copied;
    private final Failures failures;
    private int count;
    private int shownCount;
    private boolean isStarted;
    private long lastRegistrationNs;
    private long lastCopyNs;

    MirroredCounters(final int maxCounters, final Failures failures)
    {
        this.failures = failures;
        values = new UnsafeBuffer(ByteBuffer.allocateDirect(maxCounters * CountersReader.COUNTER_LENGTH));
        counters = new AtomicCounter[maxCounters];
        typeIds = new int[maxCounters];
        labels = new String[maxCounters];
        registrationIds = new long[maxCounters];
        Arrays.fill(registrationIds, NONE);
        copies = new Counter[maxCounters];
        copied = new long[maxCounters];
    }

    AtomicCounter add(final int typeId, final String label)
    {
        SettingsCheck.require(typeId >= Transport.MIN_COUNTER_TYPE_ID,
            "counter typeId=" + typeId + ": must be at least " + Transport.MIN_COUNTER_TYPE_ID + ", below is Aeron's");
        SettingsCheck.require(label != null && !label.isEmpty() && label.length() <= CountersReader.MAX_LABEL_LENGTH,
            "counter label=" + label + ": must have 1 to " + CountersReader.MAX_LABEL_LENGTH + " characters");
        SettingsCheck.require(count < counters.length, "counter label=" + label + ": all " + counters.length +
            " counters are in use; add counters at launch only, or raise maxCounters");

        final AtomicCounter counter = new AtomicCounter(values, count);
        counters[count] = counter;
        typeIds[count] = typeId;
        labels[count] = label;
        count++;
        return counter;
    }

    /**
     * Copy what has changed; register what the driver of the day does not know yet.
     *
     * @param aeron client, alive.
     * @param nowNs current time.
     */
    void doWork(final Aeron aeron, final long nowNs)
    {
        if (isStarted && nowNs - lastCopyNs < COPY_INTERVAL_NS)
        {
            return;
        }
        lastCopyNs = nowNs;
        final boolean isRegistrationDue = !isStarted || nowNs - lastRegistrationNs >= REGISTRATION_INTERVAL_NS;
        isStarted = true;
        lastRegistrationNs = isRegistrationDue ? nowNs : lastRegistrationNs;
        for (int i = 0; i < count; i++)
        {
            final Counter copy = copies[i];
            if (copy == null)
            {
                if (isRegistrationDue)
                {
                    register(aeron, i);
                }
            }
            else
            {
                copy(i, copy);
            }
        }
    }

    /**
     * Set a counter, and its copy without waiting for the next round. A copy of a client that has ended is closed,
     * which that client's own thread, this one, has noted.
     *
     * @param counter of {@link #add}.
     * @param value   to set.
     */
    void publish(final AtomicCounter counter, final long value)
    {
        counter.setRelease(value);
        final Counter copy = copies[counter.id()];
        if (copy != null)
        {
            copy(counter.id(), copy);
        }
    }

    /**
     * Does every counter have its copy by now?
     *
     * @return true when it does.
     */
    boolean areShown()
    {
        return shownCount == count;
    }

    private void copy(final int index, final Counter copy)
    {
        final long value = counters[index].getPlain();
        if (value != copied[index] && !copy.isClosed())
        {
            copy.setRelease(value);
            copied[index] = value;
        }
    }

    private void register(final Aeron aeron, final int index)
    {
        if (registrationIds[index] == NONE)
        {
            registrationIds[index] = aeron.asyncAddCounter(typeIds[index], labels[index]);
            return;
        }

        try
        {
            final Counter copy = aeron.getCounter(registrationIds[index]);
            if (copy != null)
            {
                copied[index] = 0;
                copy(index, copy);
                copies[index] = copy;
                shownCount++;
            }
        }
        catch (final RegistrationException ex)
        {
            registrationIds[index] = NONE;
            failures.onOutage(ex);
        }
    }

    /**
     * Forget the copies of a client that is closed or about to be.
     */
    void reset()
    {
        Arrays.fill(copies, null);
        Arrays.fill(registrationIds, NONE);
        shownCount = 0;
    }
}
