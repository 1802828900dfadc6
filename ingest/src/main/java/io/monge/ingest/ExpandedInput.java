package io.monge.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What comes out of an archive's compression, counted against the limits. While the header of a tar
 * is read there is a limit of its own: names may be of any length there, and are kept.
 */
final class ExpandedInput extends FilterInputStream {

    private static final long LONGEST_HEADER = 1 << 20;

    private final EntryLimits limits;
    private long position;
    private long headerEnd = Long.MAX_VALUE;

    ExpandedInput(InputStream in, EntryLimits limits) {
        super(in);
        this.limits = limits;
    }

    /** What comes is a header. */
    void header() {
        headerEnd = position + LONGEST_HEADER;
    }

    /** What comes is the content of an entry. */
    void content() {
        headerEnd = Long.MAX_VALUE;
    }

    /** Bytes so far. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        count(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long length) throws IOException {
        long count = super.skip(length);
        count(count);
        return count;
    }

    @Override
    public boolean markSupported() {
        return false; // what is read twice would be counted twice
    }

    private void count(long bytes) throws IOException {
        position += bytes;
        limits.count(bytes);
        if (position > headerEnd) {
            throw new IOException("a header is longer than " + LONGEST_HEADER + " bytes");
        }
    }
}
