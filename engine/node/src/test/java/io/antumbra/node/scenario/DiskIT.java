package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.antumbra.runtime.EngineCounter;
import io.antumbra.runtime.State;
import io.antumbra.store.ShadowInspector;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas whose disks fill up or fail under them, and the mode in which a disk counts. */
class DiskIT
{
    @TempDir
    private Path root;

    @Test
    void shouldGoOnAcknowledgingOnAFullDiskAndDeliverOnceThereIsRoom() throws Exception
    {
        try (SmallDisk disk = SmallDisk.inMemory(root, "40m"); Shard shard = new Shard(root))
        {
            shard.options("--stream", "a", "--allow-volatile-journal");
            shard.folder(0, disk.folder().resolve("0"));
            shard.folder(1, disk.folder().resolve("1"));
            final Path copy = disk.folder().resolve("copy");
            final NodeProcess standby = shard.follower("standby", 1, "--output", copy.toString());
            final NodeProcess primary = primary(shard);
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 100, 80));
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 100);
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 100);

            disk.fill();
            Shard.append(shard.file("input"), Shard.lines("line ", 101, 2000, 80));
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 2100);
            standby.awaitOutput("ERROR cannot write the output " + copy + " (No space left on device). Make room");
            assertTrue(standby.counter(EngineCounter.DELIVERED) < 2100);

            disk.makeRoom();
            standby.awaitCounter(EngineCounter.DELIVERED, 0, 2100);
            primary.endInOrder();
            standby.endInOrder();
            assertEquals(Shard.lines("line ", 1, 2100, 80), Files.readAllLines(copy));
            shard.assertNothingLeftOfDrivers();
        }
    }

    @Test
    void shouldHoldWhatIsOnTheDeviceAndStandStillWhenItFails() throws Exception
    {
        try (SmallDisk disk = SmallDisk.onDevice(root, "40m"); Shard shard = new Shard(root))
        {
            shard.options("--stream", "a", "--durability", "device");
            shard.folder(1, disk.folder().resolve("1"));
            final NodeProcess standby = shard.follower("standby", 1);
            final NodeProcess primary = primary(shard);
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 1000, 80));
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 1000);
            assertHeldAndPromised(shard.folder(0), 1000);
            assertHeldAndPromised(shard.folder(1), 1000);

            disk.breakDevice();
            Shard.append(shard.file("input"), Shard.lines("line ", 1001, 100, 80));
            standby.awaitExit(3);
            assertTrue(standby.output().contains("cannot be synced"), standby::output);
            assertTrue(standby.output().contains("nothing further is held. Replace the device, then start this " +
                "replica again."), standby::output);
            assertTrue(standby.output().contains("the engine has stopped (FAILED)"), standby::output);
            primary.awaitCounter(EngineCounter.SHADOWED, 0, 1100);
            primary.awaitOutput("STANDBY_LOST replica=1");
            assertEquals(1000, primary.counter(EngineCounter.ACKNOWLEDGED), "acknowledged although it was not synced");

            shard.folder(1, shard.file("replaced"));
            final NodeProcess replaced = shard.follower("standby", 1);
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 1100);
            primary.endInOrder();
            replaced.endInOrder();
            shard.assertNothingLeftOfDrivers();
        }
    }

    @Test
    void shouldAcknowledgeNothingThatThePrimarysOwnDeviceRefused() throws Exception
    {
        try (SmallDisk disk = SmallDisk.onDevice(root, "40m"); Shard shard = new Shard(root))
        {
            shard.options("--stream", "a", "--durability", "device");
            shard.folder(0, disk.folder().resolve("0"));
            final NodeProcess standby = shard.follower("standby", 1);
            final NodeProcess primary = primary(shard);
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 100, 80));
            primary.awaitCounter(EngineCounter.ACKNOWLEDGED, 0, 100);
            disk.breakDevice();
            Shard.append(shard.file("input"), Shard.lines("line ", 101, 100, 80));
            primary.awaitExit(3);
            assertEquals(100, primary.counter(EngineCounter.ACKNOWLEDGED), primary::output);
            assertEquals(State.CLOSED.code(), primary.counter(EngineCounter.STATE));
            assertTrue(primary.output().contains("FAILED the engine stands still, nothing is acknowledged any more"),
                primary::output);
            standby.endInOrder();
            shard.assertNothingLeftOfDrivers();
        }
    }

    private static NodeProcess primary(final Shard shard) throws Exception
    {
        Shard.append(shard.file("input"), Shard.lines("", 0, 0, 0));
        return shard.primary("--standby", shard.peer(1), "--follow", shard.file("input").toString());
    }

    private static void assertHeldAndPromised(final Path folder, final long sequence)
    {
        try (ShadowInspector inspector = ShadowInspector.open(folder))
        {
            assertEquals(sequence, inspector.inspect().stream(0).end());
            assertEquals(sequence, inspector.inspect().stream(0).promised());
        }
    }
}
