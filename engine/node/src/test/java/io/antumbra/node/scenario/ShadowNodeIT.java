package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.core.EntryView;
import io.antumbra.runtime.EngineCounter;
import io.antumbra.store.ShadowInspector;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.agrona.IoUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A primary with a shadow node before its standby: who is asked first, and what that is good for. */
class ShadowNodeIT
{
    private static final int SHADOW_NODE = 2;

    @TempDir
    private Path root;

    private final List<String> appended = new ArrayList<>();

    @Test
    void shouldHoldOnTheShadowNodeFirstAndGiveItBackToAPrimaryThatLostItsShadow() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            shard.options("--stream", "orders");
            final Path copy = shard.file("copy");
            final NodeProcess shadow = shard.follower("shadow", SHADOW_NODE);
            final NodeProcess standby = shard.follower("standby", 1, "--output", copy.toString());
            final NodeProcess primary = primary(shard);
            append(shard, 200);
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 200);

            shadow.stop();
            append(shard, 300);
            primary.awaitCounter(EngineCounter.SHADOWED, 0, 500);
            primary.awaitOutput("STANDBY_LOST replica=2");
            assertEquals(200, standby.counter(EngineCounter.SHADOWED), "sent on before the shadow node held it");
            shadow.goOn();
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 500);

            standby.stop();
            append(shard, 300);
            shadow.awaitCounter(EngineCounter.SHADOWED, 0, 800);
            primary.kill();
            assertEquals(500, primary.counter(EngineCounter.ACKNOWLEDGED), "held by the shadow node alone");
            assertHeld(shard.folder(SHADOW_NODE));
            standby.goOn();

            IoUtil.delete(shard.folder(0).toFile(), true);
            final NodeProcess again = primary(shard);
            again.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 800);
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 800);
            append(shard, 10);
            again.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 810);
            again.endInOrder();
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 810);
            standby.endInOrder();
            shadow.endInOrder();
            assertEquals(appended, Files.readAllLines(copy));
            assertHeld(shard.folder(0));
            assertHeld(shard.folder(SHADOW_NODE));
            shard.assertNothingLeftOfDrivers();
        }
    }

    /** Its shadow may be lost with the host, as on a RAM disk; its journal is elsewhere. */
    private static NodeProcess primary(final Shard shard) throws Exception
    {
        return shard.primary("--journal-dir", shard.file("journal-0").toString(), "--standby", shard.peer(1),
            "--shadow-node", shard.peer(SHADOW_NODE), "--follow", shard.file("input").toString());
    }

    private void append(final Shard shard, final int count) throws Exception
    {
        final List<String> lines = Shard.lines("order ", appended.size() + 1, count, 100);
        appended.addAll(lines);
        Shard.append(shard.file("input"), lines);
    }

    private void assertHeld(final Path folder)
    {
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            inspector.inspect();
            final EntryView view = new EntryView();
            final ShadowInspector.Cursor cursor = inspector.records(0);
            final List<String> held = new ArrayList<>();
            while (cursor.next(view))
            {
                final byte[] bytes = new byte[view.meta().storedLength];
                view.payload().getBytes(0, bytes);
                held.add(new String(bytes, StandardCharsets.UTF_8));
            }
            assertTrue(held.size() >= 800, () -> held.size() + " in " + folder);
            assertEquals(appended, held);
        }
    }
}
