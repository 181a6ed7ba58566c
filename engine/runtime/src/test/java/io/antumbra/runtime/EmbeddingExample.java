package io.antumbra.runtime;

import io.antumbra.core.Outcome;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;

/** What an application that embeds a primary looks like. */
final class EmbeddingExample
{
    private EmbeddingExample()
    {
    }

    static long run(final Path folder, final String endpoint, final String standbyEndpoint)
    {
        final Antumbra.Context context = new Antumbra.Context()
            .role(Role.PRIMARY).replicaId(0).endpoint(endpoint).peer(1, standbyEndpoint)
            .streams("orders").folder(folder)
            .eventListener((kind, replicaId, value, message) -> System.out.println(kind + ": " + message));
        final Stream orders;
        try (Antumbra antumbra = Antumbra.launch(context))
        {
            orders = antumbra.stream("orders");
            final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
            for (int i = 0; i < 100; i++)
            {
                final int length = buffer.putStringWithoutLengthAscii(0, "order " + i);
                long result = orders.offer(buffer, 0, length);
                while (result == Outcome.BACK_PRESSURED || result == Outcome.NOT_PRIMARY)
                {
                    Thread.onSpinWait();
                    result = orders.offer(buffer, 0, length);
                }
            }
        } // close waits for the acknowledgements
        return orders.acknowledgedPosition();
    }
}
