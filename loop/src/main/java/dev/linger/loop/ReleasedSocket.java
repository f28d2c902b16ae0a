package dev.linger.loop;

import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;

/**
 * A socket that has left its loop, as a channel that blocks; the thread that waits may be a virtual
 * one. One loop for all of them tells when they are ready, which outlives every server.
 * Thread-safe; one may read while another writes.
 */
final class ReleasedSocket implements ByteChannel, Watcher {
    private static final int CHUNK_BYTES = 64 << 10;

    /** Started with the first of them. */
    private static final class Waiting {
        static final EpollPoller POLLER;
        static final EventLoop LOOP;

        static {
            try {
                POLLER = new EpollPoller();
            } catch (IOException e) {
                throw new ExceptionInInitializerError(e);
            }
            LOOP = new EventLoop("linger-released", System::nanoTime, POLLER, e -> {});
            LOOP.start();
        }

        private Waiting() {}
    }

    private final int descriptor;
    private final TcpCalls calls = new TcpCalls();

    // Guarded by this, as is all that is done to the descriptor: it may stand for another socket
    // once it is closed.
    private int interest;
    private int ready;
    private boolean closed;
    private boolean watched;

    ReleasedSocket(int descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        byte[] bytes = new byte[Math.min(CHUNK_BYTES, into.remaining())];
        int count = receive(bytes);
        while (count == TcpCalls.NOT_NOW) {
            await(READ);
            count = receive(bytes);
        }
        into.put(bytes, 0, count);
        return count == 0 ? -1 : count;
    }

    private synchronized int receive(byte[] into) throws IOException {
        checkOpen();
        ready &= ~READ;
        return calls.receive(descriptor, into, 0);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        send(bytes);
        while (bytes.hasRemaining()) {
            await(WRITE);
            send(bytes);
        }
        return length;
    }

    private synchronized void send(ByteBuffer bytes) throws IOException {
        checkOpen();
        ready &= ~WRITE;
        TcpCalls.send(descriptor, bytes);
    }

    private void checkOpen() throws ClosedChannelException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }

    private synchronized void await(int operation) throws IOException {
        Waiting.LOOP.execute(() -> interest(operation, true));
        try {
            while ((ready & operation) == 0 && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the other side");
        }
        if (closed) {
            throw new AsynchronousCloseException();
        }
    }

    @Override
    public synchronized void ready(int operations) {
        interest(operations, false);
        ready |= operations;
        notifyAll();
    }

    private synchronized void interest(int operations, boolean on) {
        int wanted = on ? interest | operations : interest & ~operations;
        if (closed || wanted == interest) {
            return;
        }
        if (interest == 0) {
            watched = true;
            Waiting.POLLER.add(descriptor, this, wanted);
        } else {
            Waiting.POLLER.change(descriptor, interest, wanted);
        }
        interest = wanted;
    }

    @Override
    public synchronized boolean isOpen() {
        return !closed;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        TcpCalls.close(descriptor);
        if (watched) {
            Waiting.LOOP.execute(() -> Waiting.POLLER.forget(descriptor, this));
        }
        notifyAll();
    }
}
