package dev.linger.loop;

import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A socket that has left its loop, as a channel that blocks; the thread that waits may be a virtual
 * one. One loop for all of them tells when they are ready, which outlives every server.
 * Thread-safe; one may read while another writes.
 */
final class ReleasedSocket implements ByteChannel, Watcher {
    private static final int CHUNK_BYTES = 64 << 10;

    /** Started when one of them waits for the first time, and tried again where that failed. */
    private static final class Waiting {
        private static @Nullable Waiting started;

        final EpollPoller poller = new EpollPoller();
        final EventLoop loop = new EventLoop("linger-released", System::nanoTime, poller, e -> {});

        private Waiting() throws IOException {}

        static synchronized Waiting ofAll() throws IOException {
            Waiting present = started;
            if (present == null) {
                present = new Waiting();
                present.loop.start();
                started = present;
            }
            return present;
        }
    }

    private final int descriptor;
    private final TcpCalls calls = new TcpCalls();

    // Guarded by this, as is all that is done to the descriptor: it may stand for another socket
    // once it is closed.
    private int interest;
    private int ready;
    private boolean closed;

    /** Null before the first wait. */
    private @Nullable Waiting waiting;

    /** Why it cannot be waited for. */
    private @Nullable RuntimeException refusal;

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
        Waiting by = Waiting.ofAll();
        waiting = by;
        by.loop.execute(() -> look(by, operation));
        try {
            while ((ready & operation) == 0 && !closed && refusal == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the other side");
        }
        if (closed) {
            throw new AsynchronousCloseException();
        }
        if (refusal != null) {
            throw new IOException("the socket cannot be waited for", refusal);
        }
    }

    /** The kernel may refuse it, as where this user's watches are used up (epoll_ctl(2)). */
    private synchronized void look(Waiting by, int operation) {
        try {
            interest(by, interest | operation);
        } catch (RuntimeException e) {
            refusal = e;
            notifyAll();
        }
    }

    @Override
    public synchronized void ready(int operations) {
        if (waiting != null) {
            interest(waiting, interest & ~operations);
        }
        ready |= operations;
        notifyAll();
    }

    @Override
    public void giveUp(Throwable fault) {
        close();
    }

    private void interest(Waiting by, int wanted) {
        if (closed || wanted == interest) {
            return;
        }
        if (interest == 0) {
            by.poller.add(descriptor, this, wanted);
        } else {
            by.poller.change(descriptor, interest, wanted);
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
        Waiting by = waiting;
        if (by != null) {
            by.loop.execute(() -> by.poller.forget(descriptor, this));
        }
        notifyAll();
    }
}
