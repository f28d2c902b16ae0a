package dev.linger.server.jdk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that can be closed; what is left of it is thrown away after the response. */
final class RequestBody extends FilterInputStream {
    private boolean closed;
    private boolean read;

    RequestBody(InputStream body) {
        super(body);
    }

    /** Whether anybody has begun to read it. */
    boolean isRead() {
        return read;
    }

    @Override
    public int read() throws IOException {
        check();
        read = true;
        return in.read();
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
        check();
        read |= length > 0;
        return in.read(into, at, length);
    }

    @Override
    public long skip(long count) throws IOException {
        check();
        read |= count > 0;
        return in.skip(count);
    }

    @Override
    public int available() throws IOException {
        check();
        return in.available();
    }

    private void check() throws IOException {
        if (closed) {
            throw new IOException("the request's body is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
