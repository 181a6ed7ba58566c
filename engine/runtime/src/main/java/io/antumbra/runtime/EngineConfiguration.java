package io.antumbra.runtime;

import io.antumbra.store.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.agrona.SystemUtil;

/**
 * Names of the system properties from which an {@link Antumbra.Context} starts, and how they are read. Sizes take the
 * suffixes k, m, g; durations take ns, us, ms, s. Ring and transport have more of their own
 * ({@link io.antumbra.ring.RingContext}, {@link io.antumbra.transport.TransportConfiguration}).
 */
public final class EngineConfiguration
{
    /** What this replica does, a name of {@link Role}. */
    public static final String ROLE_PROP = "antumbra.role";

    /** The shard; default 0. */
    public static final String SHARD_PROP = "antumbra.shard";

    /** Id of this replica within the shard; default 0. */
    public static final String REPLICA_ID_PROP = "antumbra.replica.id";

    /** UDP endpoint on which this replica receives, "host:port". */
    public static final String ENDPOINT_PROP = "antumbra.endpoint";

    /** UDP endpoint on which this replica receives line B, "host:port"; default the same as for the other lines. */
    public static final String LINE_B_ENDPOINT_PROP = "antumbra.line.b.endpoint";

    /** Peers, "ID=HOST:PORT,ID=HOST:PORT"; "ID=HOST:PORT+HOST:PORT" for one that receives line B on the second. */
    public static final String PEERS_PROP = "antumbra.peers";

    /** Shadow nodes of a primary, written as {@link #PEERS_PROP}. */
    public static final String SHADOW_PEERS_PROP = "antumbra.shadow.peers";

    /** Names of the streams, separated by commas. */
    public static final String STREAMS_PROP = "antumbra.streams";

    /** Folder of the shadow. */
    public static final String FOLDER_PROP = "antumbra.folder";

    /** Folder of the epoch journal; default the shadow's. */
    public static final String JOURNAL_FOLDER_PROP = "antumbra.journal.folder";

    /** File with the pre-shared key; default none. */
    public static final String KEY_FILE_PROP = "antumbra.key.file";

    /** Who drives the engine, a name of {@link ThreadingMode}; default SHARED. */
    public static final String THREADING_MODE_PROP = "antumbra.threading.mode";

    /** Processor that the engine's thread is pinned to; default -1, none. */
    public static final String AFFINITY_CPU_PROP = "antumbra.affinity.cpu";

    /** What holding an entry means, a name of {@link Durability}; default SURVIVES_PROCESS. */
    public static final String DURABILITY_PROP = "antumbra.durability";

    /** Length of the longest entry in bytes; default 64k. */
    public static final String MAX_ENTRY_LENGTH_PROP = "antumbra.max.entry.length";

    /** Whether streams may have different producing threads; default true. */
    public static final String MULTI_PRODUCER_PROP = "antumbra.multi.producer";

    /** Replicas below which nothing is acknowledged; default 0: 2 with standbys, else 1. */
    public static final String MIN_IN_SYNC_PROP = "antumbra.min.in.sync";

    /** Entries of a stream that may be unacknowledged; default 16384, fewer where streams share few slots. */
    public static final String MAX_IN_FLIGHT_PROP = "antumbra.max.in.flight";

    /** Silence after which a standby is dropped; default 0, the operator decides. */
    public static final String DROP_STANDBY_AFTER_PROP = "antumbra.drop.standby.after";

    /** How long a primary waits for all of its standbys; default 5s. */
    public static final String START_TIMEOUT_PROP = "antumbra.start.timeout";

    /** How long close waits for acknowledgements; default 5s. */
    public static final String CLOSE_TIMEOUT_PROP = "antumbra.close.timeout";

    /** How often a quiet primary lets itself be heard; default 100ms. */
    public static final String HEARTBEAT_INTERVAL_PROP = "antumbra.heartbeat.interval";

    /** Silence after which a peer counts as lost; default 1s. */
    public static final String PEER_TIMEOUT_PROP = "antumbra.peer.timeout";

    private EngineConfiguration()
    {
    }

    static Role role()
    {
        return constant(Role.class, ROLE_PROP, null);
    }

    static ThreadingMode threadingMode()
    {
        return constant(ThreadingMode.class, THREADING_MODE_PROP, ThreadingMode.SHARED);
    }

    static Durability durability()
    {
        return constant(Durability.class, DURABILITY_PROP, Durability.SURVIVES_PROCESS);
    }

    static List<String> streams()
    {
        final String value = System.getProperty(STREAMS_PROP, "");
        return new ArrayList<>(value.isEmpty() ? List.of() : Arrays.asList(value.split(",")));
    }

    static List<Peer> peers()
    {
        final List<Peer> peers = new ArrayList<>();
        peers(PEERS_PROP, false, peers);
        peers(SHADOW_PEERS_PROP, true, peers);
        return peers;
    }

    private static void peers(final String property, final boolean isShadowNode, final List<Peer> peers)
    {
        final String value = System.getProperty(property, "");
        if (value.isEmpty())
        {
            return;
        }
        for (final String pair : value.split(","))
        {
            final Peer peer = Peer.parse(pair, isShadowNode);
            if (peer == null)
            {
                throw new AntumbraException(property + "=" + value + ": give for example " +
                    "1=127.0.0.1:24102,2=127.0.0.1:24103, or 1=127.0.0.1:24102+127.0.0.1:24112 with line B apart");
            }
            peers.add(peer);
        }
    }

    static Path path(final String property)
    {
        final String value = System.getProperty(property);
        return value == null ? null : Path.of(value);
    }

    static boolean flag(final String property, final boolean defaultValue)
    {
        final String value = System.getProperty(property, Boolean.toString(defaultValue));
        if (!"true".equals(value) && !"false".equals(value))
        {
            throw new AntumbraException(property + "=" + value + ": allowed are true and false");
        }
        return Boolean.parseBoolean(value);
    }

    static int number(final String property, final int defaultValue)
    {
        final String value = System.getProperty(property);
        try
        {
            return value == null ? defaultValue : Integer.parseInt(value);
        }
        catch (final NumberFormatException ex)
        {
            throw new AntumbraException(property + "=" + value + ": not a whole number", ex);
        }
    }

    static double share(final String property, final double defaultValue)
    {
        final String value = System.getProperty(property);
        try
        {
            return value == null ? defaultValue : Double.parseDouble(value);
        }
        catch (final NumberFormatException ex)
        {
            throw new AntumbraException(property + "=" + value + ": not a number; give for example 0.05", ex);
        }
    }

    static int size(final String property, final int defaultValue)
    {
        try
        {
            return SystemUtil.getSizeAsInt(property, defaultValue);
        }
        catch (final NumberFormatException ex)
        {
            throw new AntumbraException(property + "=" + System.getProperty(property) +
                ": not a number of bytes; give for example 65536, 64k or 1m", ex);
        }
    }

    static long durationNs(final String property, final long defaultValueNs)
    {
        try
        {
            return SystemUtil.getDurationInNanos(property, defaultValueNs);
        }
        catch (final NumberFormatException ex)
        {
            throw new AntumbraException(property + "=" + System.getProperty(property) +
                ": not a duration; give for example 100us, 200ms or 5s", ex);
        }
    }

    private static <E extends Enum<E>> E constant(final Class<E> type, final String property, final E defaultValue)
    {
        final String value = System.getProperty(property);
        if (value == null)
        {
            return defaultValue;
        }
        for (final E constant : type.getEnumConstants())
        {
            if (constant.name().equals(value.toUpperCase(Locale.ROOT)))
            {
                return constant;
            }
        }
        throw new AntumbraException(property + "=" + value + ": allowed are " +
            Arrays.toString(type.getEnumConstants()));
    }
}
