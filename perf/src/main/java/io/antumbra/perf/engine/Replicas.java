package io.antumbra.perf.engine;

import io.antumbra.perf.measure.ChildJvm;
import java.util.List;

/**
 * Starts replicas as child JVMs. Stateless.
 */
final class Replicas
{
    private static final int ANY_CORE = -1;

    private Replicas()
    {
    }

    static ChildJvm start(final ReplicaOptions options, final List<String> jvmArgs)
    {
        return ChildJvm.start("replica " + options.replicaId, ReplicaMain.class, ANY_CORE, jvmArgs, options
            .toArguments());
    }
}
