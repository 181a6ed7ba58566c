package io.antumbra.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Reads a pre-shared key and refuses a file that others can read. */
final class KeyFile
{
    static final int MIN_KEY_LENGTH = 16;

    private static final Set<PosixFilePermission> OWNER_ONLY =
        EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private KeyFile()
    {
    }

    static byte[] read(final Path file)
    {
        try
        {
            final Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(permissions))
            {
                throw new AntumbraException("keyFile=" + file + " has mode " +
                    PosixFilePermissions.toString(permissions) + ": only its owner may read a key, chmod 600 " + file);
            }
            final byte[] key = withoutLineEnd(Files.readAllBytes(file));
            if (key.length < MIN_KEY_LENGTH)
            {
                throw new AntumbraException("keyFile=" + file + " holds " + key.length + " bytes: at least " +
                    MIN_KEY_LENGTH + " are needed, for example from: head -c 32 /dev/urandom | base64 > " + file);
            }
            return key;
        }
        catch (final IOException ex)
        {
            throw new AntumbraException("keyFile=" + file + " cannot be read (" + ex + "): name a readable file of" +
                " mode 0600, the same on all replicas", ex);
        }
        catch (final UnsupportedOperationException ex)
        {
            throw new AntumbraException("keyFile=" + file + " lies on a file system without owners and modes, so" +
                " nobody can tell who may read it: move it to another one", ex);
        }
    }

    private static byte[] withoutLineEnd(final byte[] bytes)
    {
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }
}
