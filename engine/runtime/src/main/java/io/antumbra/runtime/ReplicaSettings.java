package io.antumbra.runtime;

import io.antumbra.core.EntryHandler;
import io.antumbra.core.ShadowingPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.ErrorHandler;

/**
 * Who a replica is: the first half of the settings of an {@link Antumbra.Context}, each with its start value from the
 * system properties of {@link EngineConfiguration}. Apart from the context itself only so that either file can be read
 * in one go.
 *
 * @param <C> the context, for a fluent API.
 */
public abstract class ReplicaSettings<C extends ReplicaSettings<C>>
{
    private List<Peer> peers = EngineConfiguration.peers();
    private List<String> streams = EngineConfiguration.streams();
    private Role role = EngineConfiguration.role();
    private int shard = EngineConfiguration.number(EngineConfiguration.SHARD_PROP, 0);
    private int replicaId = EngineConfiguration.number(EngineConfiguration.REPLICA_ID_PROP, 0);
    private String endpoint = System.getProperty(EngineConfiguration.ENDPOINT_PROP);
    private String lineBEndpoint = System.getProperty(EngineConfiguration.LINE_B_ENDPOINT_PROP);
    private Path folder = EngineConfiguration.path(EngineConfiguration.FOLDER_PROP);
    private Path journalFolder = EngineConfiguration.path(EngineConfiguration.JOURNAL_FOLDER_PROP);
    private Path keyFile = EngineConfiguration.path(EngineConfiguration.KEY_FILE_PROP);
    private EntryHandler handler;
    private AcknowledgementListener acknowledgementListener;
    private EventListener eventListener;
    private ErrorHandler errorHandler;
    private ShadowingPolicy shadowingPolicy = ShadowingPolicy.all();

    ReplicaSettings()
    {
    }

    abstract C self();

    /** Gives a copy lists of its own. */
    void detach()
    {
        peers = new ArrayList<>(peers);
        streams = new ArrayList<>(streams);
    }

    /**
     * Adds a peer: of a primary each standby that delivers, of a standby or shadow node its primary.
     *
     * @param peerReplicaId of the peer.
     * @param peerEndpoint  "host:port" on which the peer receives.
     * @return this for a fluent API.
     */
    public C peer(final int peerReplicaId, final String peerEndpoint)
    {
        return peer(peerReplicaId, peerEndpoint, null);
    }

    /**
     * Adds a peer that receives line B on an endpoint of its own.
     *
     * @param peerReplicaId     of the peer.
     * @param peerEndpoint      "host:port" on which the peer receives.
     * @param peerLineBEndpoint "host:port" on which it receives line B, null for the same.
     * @return this for a fluent API.
     */
    public C peer(final int peerReplicaId, final String peerEndpoint, final String peerLineBEndpoint)
    {
        peers.add(new Peer(peerReplicaId, peerEndpoint, peerLineBEndpoint, false));
        return self();
    }

    /**
     * Adds a shadow node to a primary: its hold counts before anybody else is sent an entry.
     *
     * @param peerReplicaId of the node.
     * @param peerEndpoint  "host:port" on which it receives.
     * @return this for a fluent API.
     */
    public C shadowPeer(final int peerReplicaId, final String peerEndpoint)
    {
        return shadowPeer(peerReplicaId, peerEndpoint, null);
    }

    /**
     * Adds a shadow node that receives line B on an endpoint of its own.
     *
     * @param peerReplicaId     of the node.
     * @param peerEndpoint      "host:port" on which it receives.
     * @param peerLineBEndpoint "host:port" on which it receives line B, null for the same.
     * @return this for a fluent API.
     */
    public C shadowPeer(final int peerReplicaId, final String peerEndpoint, final String peerLineBEndpoint)
    {
        peers.add(new Peer(peerReplicaId, peerEndpoint, peerLineBEndpoint, true));
        return self();
    }

    /**
     * Forgets the peers added so far.
     *
     * @return this for a fluent API.
     */
    public C clearPeers()
    {
        peers.clear();
        return self();
    }

    /**
     * The peers added so far.
     *
     * @return the peers, not to be changed.
     */
    List<Peer> peers()
    {
        return peers;
    }

    /**
     * The streams of the shard, in the order of their ids; the same on all its replicas.
     *
     * @param names distinct, at least one.
     * @return this for a fluent API.
     */
    public C streams(final String... names)
    {
        streams = new ArrayList<>(Arrays.asList(names));
        return self();
    }

    /**
     * The streams of the shard, in the order of their ids.
     *
     * @return names, a copy.
     */
    public List<String> streams()
    {
        return List.copyOf(streams);
    }

    /**
     * What this replica does.
     *
     * @param value one of {@link Role}.
     * @return this for a fluent API.
     */
    public C role(final Role value)
    {
        role = value;
        return self();
    }

    /**
     * What this replica does.
     *
     * @return one of {@link Role}.
     */
    public Role role()
    {
        return role;
    }

    /**
     * The shard that this replica belongs to.
     *
     * @param value any number, the same for all replicas of the shard.
     * @return this for a fluent API.
     */
    public C shard(final int value)
    {
        shard = value;
        return self();
    }

    /**
     * The shard that this replica belongs to.
     *
     * @return any number, the same for all replicas of the shard.
     */
    public int shard()
    {
        return shard;
    }

    /**
     * Id of this replica within the shard.
     *
     * @param value 0 to 62.
     * @return this for a fluent API.
     */
    public C replicaId(final int value)
    {
        replicaId = value;
        return self();
    }

    /**
     * Id of this replica within the shard.
     *
     * @return 0 to 62.
     */
    public int replicaId()
    {
        return replicaId;
    }

    /**
     * UDP endpoint on which this replica receives.
     *
     * @param value "host:port".
     * @return this for a fluent API.
     */
    public C endpoint(final String value)
    {
        endpoint = value;
        return self();
    }

    /**
     * UDP endpoint on which this replica receives.
     *
     * @return "host:port".
     */
    public String endpoint()
    {
        return endpoint;
    }

    /**
     * UDP endpoint on which this replica receives line B, so that copies can come by another path.
     *
     * @param value "host:port", or null for {@link #endpoint()}.
     * @return this for a fluent API.
     */
    public C lineBEndpoint(final String value)
    {
        lineBEndpoint = value;
        return self();
    }

    /**
     * UDP endpoint on which this replica receives line B, so that copies can come by another path.
     *
     * @return "host:port", or null for {@link #endpoint()}.
     */
    public String lineBEndpoint()
    {
        return lineBEndpoint;
    }

    /**
     * Folder of the shadow and of the error log; made when it is missing.
     *
     * @param value an SSD's, or a RAM disk's with another {@link #journalFolder()}.
     * @return this for a fluent API.
     */
    public C folder(final Path value)
    {
        folder = value;
        return self();
    }

    /**
     * Folder of the shadow and of the error log; made when it is missing.
     *
     * @return an SSD's, or a RAM disk's with another {@link #journalFolder()}.
     */
    public Path folder()
    {
        return folder;
    }

    /**
     * Folder of the epoch journal, which must survive the host: never a RAM disk's.
     *
     * @param value a folder, or null for {@link #folder()}.
     * @return this for a fluent API.
     */
    public C journalFolder(final Path value)
    {
        journalFolder = value;
        return self();
    }

    /**
     * Folder of the epoch journal, which must survive the host: never a RAM disk's.
     *
     * @return a folder, or null for {@link #folder()}.
     */
    public Path journalFolder()
    {
        return journalFolder;
    }

    /**
     * File with the pre-shared key, at least 16 bytes, mode 0600; a line end behind it does not count.
     *
     * @param value a file, or null: then only loopback endpoints are accepted.
     * @return this for a fluent API.
     */
    public C keyFile(final Path value)
    {
        keyFile = value;
        return self();
    }

    /**
     * File with the pre-shared key, at least 16 bytes, mode 0600; a line end behind it does not count.
     *
     * @return a file, or null: then only loopback endpoints are accepted.
     */
    public Path keyFile()
    {
        return keyFile;
    }

    /**
     * What a standby does with committed entries.
     *
     * @param value the handler of a {@link Role#STANDBY}, null for the other roles.
     * @return this for a fluent API.
     */
    public C handler(final EntryHandler value)
    {
        handler = value;
        return self();
    }

    /**
     * What a standby does with committed entries.
     *
     * @return the handler of a {@link Role#STANDBY}, null for the other roles.
     */
    public EntryHandler handler()
    {
        return handler;
    }

    /**
     * Told as entries of a primary become acknowledged.
     *
     * @param value the listener, or null.
     * @return this for a fluent API.
     */
    public C acknowledgementListener(final AcknowledgementListener value)
    {
        acknowledgementListener = value;
        return self();
    }

    /**
     * Told as entries of a primary become acknowledged.
     *
     * @return the listener, or null.
     */
    public AcknowledgementListener acknowledgementListener()
    {
        return acknowledgementListener;
    }

    /**
     * Told of what an operator wants to know.
     *
     * @param value the listener, or null.
     * @return this for a fluent API.
     */
    public C eventListener(final EventListener value)
    {
        eventListener = value;
        return self();
    }

    /**
     * Told of what an operator wants to know.
     *
     * @return the listener, or null.
     */
    public EventListener eventListener()
    {
        return eventListener;
    }

    /**
     * Told of every error, beside the error log; called from any thread of the engine.
     *
     * @param value the handler, or null.
     * @return this for a fluent API.
     */
    public C errorHandler(final ErrorHandler value)
    {
        errorHandler = value;
        return self();
    }

    /**
     * Told of every error, beside the error log; called from any thread of the engine.
     *
     * @return the handler, or null.
     */
    public ErrorHandler errorHandler()
    {
        return errorHandler;
    }

    /**
     * Decides which entries of a primary are shadowed.
     *
     * @param value the policy; {@link ShadowingPolicy#all()} unless set.
     * @return this for a fluent API.
     */
    public C shadowingPolicy(final ShadowingPolicy value)
    {
        shadowingPolicy = value;
        return self();
    }

    /**
     * Decides which entries of a primary are shadowed.
     *
     * @return the policy; {@link ShadowingPolicy#all()} unless set.
     */
    public ShadowingPolicy shadowingPolicy()
    {
        return shadowingPolicy;
    }
}
