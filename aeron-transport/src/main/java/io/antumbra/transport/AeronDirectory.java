package io.antumbra.transport;

import io.aeron.CncFileDescriptor;
import io.aeron.CommonContext;
import java.io.File;
import java.nio.MappedByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.BufferUtil;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The directory of the media driver: made, guarded and cleared for an embedded one, only looked at for an external one.
 * <pre>
 *   embedded:   /dev/shm/antumbra-USER-NAME/             cnc.dat, publications, images; gone after close
 *               /dev/shm/antumbra-USER-NAME.lock         holds the process id; gone after close
 *   external:   AERON-DIR/antumbra-127.0.0.1-24101.lock  one replica an endpoint: two subscriptions of one driver to
 *                                                        one endpoint would both succeed, sharing the socket
 * </pre>
 * A killed process leaves the files but not the lock on them; the next one of that name takes the lock and clears the
 * directory, at once.
 */
final class AeronDirectory
{
    private static final long HEARTBEAT_TIMEOUT_MS = TimeUnit.SECONDS.toMillis(10);

    private static final int LOG_TERMS = 3;
    private static final int PUBLICATION_AND_IMAGES = 3;
    private static final long LOG_META_DATA_LENGTH = 4096;
    private static final long CNC_BYTES = 16 * 1024 * 1024;

    private final File directory;
    private final List<DirectoryLock> locks;

    private AeronDirectory(final File directory, final List<DirectoryLock> locks)
    {
        this.directory = directory;
        this.locks = locks;
    }

    /**
     * Where an embedded driver of a replica puts its files.
     *
     * @param dirBase folder for it, null for {@link #defaultBase()}.
     * @param name    of the replica.
     * @return the directory, which need not exist.
     * @throws TransportException when the folder cannot hold it.
     */
    static File ofEmbedded(final String dirBase, final String name)
    {
        final File base = dirBase == null ? defaultBase() : new File(dirBase);
        SettingsCheck.require(base.isDirectory() && base.canWrite(), "folder " + base + " for the embedded media " +
            "driver must exist and be writable (" + TransportConfiguration.DIR_BASE_PROP + ")");
        checkRoom(base, CNC_BYTES);
        return new File(base, "antumbra-" + System.getProperty("user.name", "default") + "-" + name);
    }

    /**
     * Where an external driver has its files.
     *
     * @param externalAeronDir as configured.
     * @return the directory.
     * @throws TransportException when none is configured.
     */
    static File ofExternal(final String externalAeronDir)
    {
        SettingsCheck.require(externalAeronDir != null && !externalAeronDir.isEmpty(), "externalAeronDir=" +
            externalAeronDir + ": driver mode EXTERNAL needs the directory of the running media driver (" +
            TransportConfiguration.EXTERNAL_AERON_DIR_PROP + ")");
        return new File(externalAeronDir);
    }

    /**
     * Upper bound of the files of one peer: for each line the log of a publication, the log of the image in the other
     * direction, and that of the image before when the peer restarted.
     *
     * @param termLength in bytes.
     * @return bytes; the files are sparse and usually hold much less.
     */
    static long bytesOfPeer(final int termLength)
    {
        return Lines.COUNT * PUBLICATION_AND_IMAGES * (LOG_TERMS * (long)termLength + LOG_META_DATA_LENGTH);
    }

    /**
     * Take the directory of an embedded driver and clear what a killed process left in it.
     *
     * @param directory of the driver.
     * @return the hold on it.
     * @throws TransportException when it is in use or not the directory of a driver.
     */
    static AeronDirectory take(final File directory)
    {
        final DirectoryLock lock = DirectoryLock.tryLock(new File(directory.getPath() + ".lock"));
        if (lock == null)
        {
            throw inUse(directory);
        }

        try
        {
            clear(directory, lock.previousHolder());
        }
        catch (final RuntimeException ex)
        {
            lock.close();
            throw ex;
        }

        return new AeronDirectory(directory, List.of(lock));
    }

    /**
     * Look for a live external driver, without waiting for one.
     *
     * @param directory       of the driver.
     * @param driverTimeoutMs age at which a heartbeat is too old.
     * @return true when it is there.
     */
    static boolean isDriverAlive(final File directory, final long driverTimeoutMs)
    {
        final File cncFile = new File(directory, CncFileDescriptor.CNC_FILE);
        if (!cncFile.isFile() || cncFile.length() < CncFileDescriptor.META_DATA_LENGTH)
        {
            return false;
        }

        MappedByteBuffer cnc = null;
        try
        {
            cnc = IoUtil.mapExistingFile(cncFile, CncFileDescriptor.CNC_FILE);
            final UnsafeBuffer metaData = CncFileDescriptor.createMetaDataBuffer(cnc);
            return metaData.getIntVolatile(CncFileDescriptor.cncVersionOffset(0)) != 0 &&
                CncFileDescriptor.isCncFileLengthSufficient(metaData, cnc.capacity()) &&
                CommonContext.isDriverActive(driverTimeoutMs, (message) ->
                {}, cnc);
        }
        catch (final IllegalStateException ex)
        {
            return false; // removed between the two looks
        }
        finally
        {
            BufferUtil.free(cnc);
        }
    }

    /**
     * Take the endpoints of a replica among those that share one external driver.
     *
     * @param directory of the driver, which is alive.
     * @param endpoints to take, each different.
     * @return the hold on them.
     * @throws TransportException when another replica holds one; none is held then.
     */
    static AeronDirectory takeEndpoints(final File directory, final List<Endpoint> endpoints)
    {
        final List<DirectoryLock> locks = new ArrayList<>();
        for (final Endpoint endpoint : endpoints)
        {
            final String numeric = endpoint.numeric();
            final String name = "antumbra-" + numeric.replace(':', '-').replace("[", "").replace("]", "") + ".lock";
            final DirectoryLock lock = DirectoryLock.tryLock(new File(directory, name));
            if (lock == null)
            {
                CloseHelper.closeAll(locks);
                throw new TransportException(endpoint.field() + "=" + numeric + " is taken: another replica receives " +
                    "on it through the same media driver in " + directory +
                    "; give this replica another port or stop the other one");
            }
            locks.add(lock);
        }

        return new AeronDirectory(directory, locks);
    }

    private static void clear(final File directory, final String previousHolder)
    {
        if (!directory.exists())
        {
            return;
        }

        final File cncFile = new File(directory, CncFileDescriptor.CNC_FILE);
        final String[] names = directory.list();
        SettingsCheck.require(names != null && (names.length == 0 || isDriverDirectory(names)),
            "directory " + directory + " of the embedded media driver exists and holds something else: remove it, or " +
                "set another name (" + TransportConfiguration.NAME_PROP + ")");

        if (!isOwnedBy(cncFile, previousHolder) && isDriverAlive(directory, HEARTBEAT_TIMEOUT_MS))
        {
            throw inUse(directory);
        }

        IoUtil.delete(directory, true);
        SettingsCheck.require(!directory.exists(), "stale directory " + directory + " of a media driver cannot be " +
            "removed: check its owner and rights");
    }

    private static boolean isDriverDirectory(final String[] names)
    {
        for (final String name : names)
        {
            if (name.equals(CncFileDescriptor.CNC_FILE) || name.equals("loss-report.dat") ||
                name.equals("publications") || name.equals("images"))
            {
                return true;
            }
        }

        return false;
    }

    private static boolean isOwnedBy(final File cncFile, final String processId)
    {
        if (processId.isEmpty() || cncFile.length() < CncFileDescriptor.META_DATA_LENGTH)
        {
            return false;
        }

        final MappedByteBuffer cnc = IoUtil.mapExistingFile(cncFile, CncFileDescriptor.CNC_FILE);
        try
        {
            final long owner = CncFileDescriptor.pid(CncFileDescriptor.createMetaDataBuffer(cnc));
            return Long.toString(owner).equals(processId);
        }
        finally
        {
            BufferUtil.free(cnc);
        }
    }

    private static TransportException inUse(final File directory)
    {
        return new TransportException("a live media driver uses " + directory + ": a replica of this name runs " +
            "already; stop it, or give this one another name (" + TransportConfiguration.NAME_PROP + ")");
    }

    /**
     * Can the folder take that much more? A RAM disk that runs full under memory-mapped files kills the process.
     *
     * @param folder      to look at.
     * @param neededBytes to have.
     */
    static void checkRoom(final File folder, final long neededBytes)
    {
        final long usableBytes = folder.getUsableSpace();
        SettingsCheck.require(usableBytes >= neededBytes, "folder " + folder + " has " + usableBytes + " bytes left, " +
            "the media driver may need " + neededBytes + ": make room, set a smaller termLength (" +
            TransportConfiguration.TERM_LENGTH_PROP + "), or another folder (" + TransportConfiguration.DIR_BASE_PROP +
            ")");
    }

    /**
     * Folder for embedded drivers unless configured: the RAM disk where there is one.
     *
     * @return an existing, writable folder.
     */
    static File defaultBase()
    {
        final File ramDisk = new File("/dev/shm");
        return ramDisk.isDirectory() && ramDisk.canWrite() ? ramDisk : new File(IoUtil.tmpDirName());
    }

    File directory()
    {
        return directory;
    }

    /**
     * Give up the hold and, for an embedded driver, see to it that nothing is left.
     *
     * @param isEmbedded remove the directory.
     */
    void close(final boolean isEmbedded)
    {
        if (isEmbedded)
        {
            try
            {
                IoUtil.delete(directory, true);
            }
            finally
            {
                CloseHelper.closeAll(locks);
            }
        }
        else
        {
            CloseHelper.closeAll(locks);
        }
    }
}
