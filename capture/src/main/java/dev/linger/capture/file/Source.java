package dev.linger.capture.file;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The capture as it lies on disk or comes through a pipe: counted, and looked at before reading.
 */
final class Source extends FilterInputStream {
    private byte[] head = {};
    private int headTaken;
    private long count;

    Source(InputStream in) {
        super(in);
    }

    /** The first four bytes, or fewer where there are no more; they are read again later. */
    byte[] head() throws IOException {
        head = in.readNBytes(4);
        return head.clone();
    }

    /** Bytes given so far. */
    long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int got;
        if (headTaken < head.length) {
            got = Math.min(length, head.length - headTaken);
            System.arraycopy(head, headTaken, bytes, from, got);
            headTaken += got;
        } else {
            got = in.read(bytes, from, length);
        }
        count += Math.max(got, 0);
        return got;
    }

    /**
     * Always 1: GZIPInputStream looks for a further member only where this is not 0, and a pipe may
     * have none of it yet.
     */
    @Override
    public int available() {
        return 1;
    }
}
