package io.antumbra.node.input;

import java.io.IOException;

/**
 * Bytes of an input, in order, without blocking longer than one read of a local file takes (standard input excepted).
 * Used by one thread.
 */
public interface ByteSource extends AutoCloseable
{
    /** {@link #read}: nothing now, there may be more later. */
    int NONE_YET = 0;

    /** {@link #read}: there will never be more. */
    int END = -1;

    /** {@link #read}: one file ended and another begins; bytes before and after do not belong to one line. */
    int BOUNDARY = -2;

    /**
     * Reads what is there.
     *
     * @param target to fill.
     * @param offset of the first byte.
     * @param length at most; more than zero.
     * @param nowNs  of the caller's clock.
     * @return number of bytes, {@link #NONE_YET}, {@link #END} or {@link #BOUNDARY}.
     * @throws IOException when the input cannot be read.
     */
    int read(byte[] target, int offset, int length, long nowNs) throws IOException;

    /** @return which file the bytes of the next read come from: its inode, or 0 where there is none to come back to. */
    long fileKey();

    /** @return place in that file of the next byte to read; bytes after decompression. */
    long fileOffset();

    /** @return for messages: the file's name. */
    String name();

    @Override
    void close();
}
