package io.antumbra.node.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do not belong together: each ends with a message that names cause and remedy, none hangs. */
class StrangerIT
{
    @TempDir
    private Path root;

    @Test
    void shouldRefuseAnotherShardAnotherKeyAndOtherStreams() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            final String key = key(shard, "key", "the key that all of them have....");
            final String other = key(shard, "other", "a key that none of the others has");
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 100, 80));
            final NodeProcess good = shard.follower("standby", 1, "--stream", "a", "--key-file", key);
            final NodeProcess shardOfOthers =
                shard.follower("standby", 2, "--stream", "a", "--key-file", key, "--shard", "9");
            final NodeProcess keyOfOthers = shard.follower("standby", 3, "--stream", "a", "--key-file", other);
            final NodeProcess streamsOfOthers =
                shard.follower("shadow", 4, "--stream", "a", "--stream", "b", "--key-file", key);
            final NodeProcess primary = shard.primary("--stream", "a", "--key-file", key, "--standby", shard.peer(1),
                "--standby", shard.peer(2), "--standby", shard.peer(3), "--shadow-node", shard.peer(4),
                "--start-timeout", "4s", "--follow", shard.file("input").toString());
            shardOfOthers.awaitExit(4);
            keyOfOthers.awaitExit(4);
            streamsOfOthers.awaitExit(4);
            assertSaid(shardOfOthers, "does not accept this replica: its id, shard, streams or entry length differ");
            assertSaid(keyOfOthers, "could not prove the pre-shared key: give both replicas the same key file");
            assertSaid(streamsOfOthers, "does not accept this replica");
            assertSaid(primary, "replica 2 of shard 9 said hello to a primary of shard 0");
            assertSaid(primary,
                "standby 3 does not accept our proof of the pre-shared key: give both replicas the same");
            assertSaid(primary, "replica 4 has 2 streams of entries up to 65536 bytes, this primary 1 up to 65536");

            primary.awaitExit(4);
            assertTrue(good.isAlive(), good::output);
            good.endInOrder();
            shard.assertNothingLeftOfDrivers();
        }
    }

    @Test
    void shouldEndAPrimaryThatNobodyJoinsAndSayWhy() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            shard.options("--stream", "a");
            Shard.append(shard.file("input"), Shard.lines("line ", 1, 100, 80));
            final NodeProcess primary = shard.primary("--standby", shard.peer(1), "--input",
                shard.file("input").toString(), "--start-timeout", "200ms");
            primary.awaitExit(3);
            assertSaid(primary, "still STARTING after 200 ms, expected LEADING. Are the other replicas running");
            shard.assertNothingLeftOfDrivers();
        }
    }

    @Test
    void shouldAcceptNothingButLoopbackWithoutAKey() throws Exception
    {
        try (Shard shard = new Shard(root))
        {
            final NodeProcess open = shard.command("standby", "--id", "1", "--endpoint", "192.0.2.7:24101", "--dir",
                shard.folder(1).toString(), "--stream", "a", "--primary", "0=127.0.0.1:24100");
            open.awaitExit(3);
            assertSaid(open, "192.0.2.7:24101");
            assertSaid(open, "key");
            final NodeProcess remote = shard.command("standby", "--id", "1", "--endpoint", shard.endpoint(1), "--dir",
                shard.folder(1).toString(), "--stream", "a", "--primary", "0=192.0.2.7:24100");
            remote.awaitExit(3);
            assertSaid(remote, "192.0.2.7:24100");
            assertSaid(remote, "key");
        }
    }

    private static void assertSaid(final NodeProcess process, final String text)
    {
        assertTrue(process.output().contains(text), process::output);
        assertFalse(process.output().contains("\tat "), process::output);
    }

    private static String key(final Shard shard, final String name, final String text) throws Exception
    {
        final Path file = Files.createFile(shard.file(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, text).toString();
    }
}
