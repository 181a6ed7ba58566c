package io.antumbra.runtime;

import io.antumbra.store.RecoveryReport;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.IdleStrategy;

/**
 * An engine: one replica of one shard, embedded in an application.
 *
 * <pre>{@code
 *   try (Antumbra antumbra = Antumbra.launch(new Antumbra.Context()
 *       .role(Role.PRIMARY).replicaId(0).endpoint("127.0.0.1:24100").peer(1, "127.0.0.1:24101")
 *       .streams("orders").folder(Path.of("primary"))))
 *   {
 *       final Stream orders = antumbra.stream("orders");
 *       while (orders.offer(buffer, 0, length) < 0)
 *       {
 *           idleStrategy.idle();
 *       }
 *   }
 * }</pre>
 *
 * Every method may be called by any thread, but {@link #doWork()} by one. In {@link ThreadingMode#INVOKER} the thread
 * that calls it is the engine's, and the one to close.
 */
public final class Antumbra implements AutoCloseable
{
    private static final long CLOSE_GRACE_NS = TimeUnit.SECONDS.toNanos(5);

    private final Context ctx;
    private final EngineParts parts;
    private final ReplicaAgent agent;
    private final Closing closing;
    private final IdleStrategy idleStrategy;
    private AgentRunner runner;
    private Thread engineThread;
    private boolean isWorking;

    Antumbra(final Context ctx, final EngineParts parts, final ReplicaAgent agent, final Closing closing)
    {
        this.ctx = ctx;
        this.parts = parts;
        this.agent = agent;
        this.closing = closing;
        idleStrategy = ctx.idleStrategySupplier().get();
    }

    /**
     * Starts a replica. Returns once its shadow is verified and its endpoint bound; {@link #state()} tells when it
     * leads or follows.
     *
     * @param ctx concluded here; it serves one launch.
     * @return the running engine.
     * @throws AntumbraException                       when JVM flags are missing, or a setting is.
     * @throws IllegalArgumentException                when a setting is not allowed.
     * @throws io.antumbra.store.StoreException        when a folder cannot be used.
     * @throws io.antumbra.transport.TransportException when the endpoint or the media driver cannot be used.
     */
    public static Antumbra launch(final Context ctx)
    {
        final List<String> missing = JvmFlags.missing();
        if (!missing.isEmpty())
        {
            throw new AntumbraException("the JVM was started without flags that the engine needs; add:\n" +
                String.join("\n", missing));
        }
        ctx.conclude();
        final Antumbra antumbra = new Launcher(ctx).launch();
        antumbra.startThread();
        return antumbra;
    }

    private void startThread()
    {
        if (ctx.threadingMode() != ThreadingMode.INVOKER)
        {
            runner = new AgentRunner(idleStrategy, this::onRunnerError, null, agent);
            engineThread = AgentRunner.startOnThread(runner, (task) ->
            {
                final Thread thread = new Thread(task);
                thread.setDaemon(false);
                return thread;
            });
            engineThread.setName(agent.roleName() + "-" + ctx.shard() + "-" + ctx.replicaId());
        }
    }

    private void onRunnerError(final Throwable throwable)
    {
        if (!(throwable instanceof AgentTerminationException))
        {
            parts.errors.onError(throwable);
        }
    }

    /**
     * @param name given at launch.
     * @return the stream.
     * @throws IllegalArgumentException when there is none of that name.
     */
    public Stream stream(final String name)
    {
        for (final Stream stream : parts.streams)
        {
            if (stream.name().equals(name))
            {
                return stream;
            }
        }
        throw new IllegalArgumentException("stream=" + name + ": there are " + ctx.streams());
    }

    /**
     * @param id of the stream, from 0.
     * @return the stream.
     * @throws IllegalArgumentException when there is none of that id.
     */
    public Stream stream(final int id)
    {
        if (id < 0 || id >= parts.streams.length)
        {
            throw new IllegalArgumentException("stream id=" + id + ": allowed are 0 to " + (parts.streams.length - 1));
        }
        return parts.streams[id];
    }

    /** @return what the engine is doing. */
    public State state()
    {
        return parts.status.state();
    }

    /** @return true while entries are accepted. */
    public boolean isLeading()
    {
        return parts.status.state() == State.LEADING;
    }

    /**
     * One duty cycle in {@link ThreadingMode#INVOKER}: pipeline, protocol, media driver, listeners and handler.
     *
     * @return 0 when there was nothing to do.
     * @throws IllegalStateException in the other modes, which have a thread for it.
     */
    public int doWork()
    {
        if (runner != null)
        {
            throw new IllegalStateException("threadingMode=" + ctx.threadingMode() +
                ": the engine has a thread of its own; use INVOKER to drive it");
        }
        if (closing.isDone())
        {
            return 0;
        }
        isWorking = true;
        try
        {
            return agent.doWork();
        }
        catch (final AgentTerminationException ex)
        {
            return 0;
        }
        finally
        {
            isWorking = false;
        }
    }

    /**
     * Decides, for the operator, to go on without a standby: its acknowledgement is not needed any more. The answer is
     * an event, {@link EventKind#STANDBY_DROPPED} or {@link EventKind#WARNING}.
     *
     * @param replicaId of the standby.
     * @throws IllegalArgumentException when it is not a peer of this primary.
     */
    public void dropStandby(final int replicaId)
    {
        if (!(agent instanceof PrimaryAgent primary))
        {
            throw new IllegalArgumentException("role=" + ctx.role() + ": only a primary drops standbys");
        }
        if (ctx.peers().stream().noneMatch((peer) -> peer.replicaId == replicaId))
        {
            throw new IllegalArgumentException("replicaId=" + replicaId + " is not a configured standby");
        }
        primary.dropStandby(replicaId);
    }

    /** @return what opening the shadow found. */
    public RecoveryReport recovery()
    {
        return parts.storage.shadow.recovery();
    }

    /**
     * @param counter that a replica has once.
     * @return its value, as of the last duty cycle.
     */
    public long counter(final EngineCounter counter)
    {
        return parts.counters.of(counter).get();
    }

    /**
     * @param counter  that a replica has for each stream.
     * @param streamId of the stream.
     * @return its value, as of the last duty cycle.
     */
    public long counter(final EngineCounter counter, final int streamId)
    {
        return parts.counters.ofStream(counter, streamId).get();
    }

    /** @return directory of the media driver, for AeronStat. */
    public String aeronDirectoryName()
    {
        return parts.transport.context().aeronDirectory().getPath();
    }

    /** @return the concluded settings, not to be changed. */
    public Context context()
    {
        return ctx;
    }

    /**
     * Closes in order: offers answer {@code CLOSED} from now on, what was accepted is replicated for as long as
     * {@link Context#closeTimeoutNs()} allows, then the shadow is closed cleanly and the media driver's files are
     * removed. Idempotent. Called from within a listener or handler it only begins, and the rest follows.
     */
    @Override
    public void close()
    {
        closing.request();
        if (runner == null)
        {
            closeInvoked();
        }
        else if (Thread.currentThread() != engineThread)
        {
            closeThread();
        }
    }

    Storage storage()
    {
        return parts.storage;
    }

    private void closeInvoked()
    {
        while (!isWorking && !closing.isDone())
        {
            idleStrategy.idle(doWork());
        }
    }

    private void closeThread()
    {
        boolean isInterrupted = false;
        boolean isDone = false;
        try
        {
            isDone = closing.await(ctx.closeTimeoutNs() + CLOSE_GRACE_NS);
        }
        catch (final InterruptedException ex)
        {
            isInterrupted = true;
        }
        if (isDone)
        {
            runner.close();
        }
        else
        {
            parts.errors.onError(new IllegalStateException("the engine's thread " + engineThread.getName() +
                " does not come back: it is held up in " + stackTop() + "; closing goes on when it returns"));
        }
        if (isInterrupted)
        {
            Thread.currentThread().interrupt();
        }
    }

    private String stackTop()
    {
        final StackTraceElement[] stack = engineThread.getStackTrace();
        return stack.length == 0 ? "an unknown place" : stack[0].toString();
    }

    /**
     * The settings of an engine. Each starts from its system property ({@link EngineConfiguration}) or default, and is
     * checked by {@link #conclude()}. For one thread and one launch; {@link #clone()} it before for another.
     */
    public static final class Context extends EngineSettings<Context> implements Cloneable
    {
        private ConcludedContext concluded;

        /** Settings from system properties and defaults. */
        public Context()
        {
        }

        /**
         * Checks every setting and fixes it.
         *
         * @return this for a fluent API.
         * @throws AntumbraException        when one is missing.
         * @throws IllegalArgumentException when one is not allowed; the message names it, its value and what is.
         * @throws IllegalStateException    when called twice.
         */
        public Context conclude()
        {
            if (concluded != null)
            {
                throw new IllegalStateException(
                    "this context is concluded: use a new one, or a clone, for each launch");
            }
            concluded = ConcludedContext.of(this);
            return this;
        }

        ConcludedContext concluded()
        {
            return concluded;
        }

        @Override
        Context self()
        {
            return this;
        }

        /**
         * @return a copy that is not concluded; contexts of shadow and transport serve one launch and are not taken.
         */
        @Override
        public Context clone()
        {
            try
            {
                final Context copy = (Context)super.clone();
                copy.concluded = null;
                copy.detach();
                copy.shadowContext(null).transportContext(null);
                return copy;
            }
            catch (final CloneNotSupportedException ex)
            {
                throw new AssertionError(ex);
            }
        }
    }
}
