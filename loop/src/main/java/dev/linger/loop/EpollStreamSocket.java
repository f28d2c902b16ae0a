package dev.linger.loop;

import dev.linger.linux.TcpCalls;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket by its descriptor. Once it is closed, another connection may have the
 * descriptor; so the one who writes says that he does, and where it is closed meanwhile he closes
 * it afterwards.
 */
final class EpollStreamSocket implements StreamSocket {
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int WRITING = 1;
    private static final int CLOSED = 2;
    private static final VarHandle USE;

    static {
        try {
            USE = MethodHandles.lookup().findVarHandle(EpollStreamSocket.class, "use", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final EpollPoller poller;
    private final int descriptor;
    private final InetSocketAddress opposite;
    private int interest;

    /** WRITING, CLOSED or both. */
    private volatile int use;

    EpollStreamSocket(EpollPoller poller, int descriptor, InetSocketAddress opposite) {
        this.poller = poller;
        this.descriptor = descriptor;
        this.opposite = opposite;
    }

    @Override
    public InetSocketAddress opposite() {
        return opposite;
    }

    @Override
    public @Nullable InetSocketAddress local() {
        try {
            return isClosed() ? null : poller.calls.address(descriptor);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void watch(Watcher watcher, int operations) {
        interest = operations;
        poller.add(descriptor, watcher, operations);
    }

    @Override
    public void interest(int operation, boolean on) {
        int wanted = on ? interest | operation : interest & ~operation;
        if (wanted != interest && !isClosed()) {
            poller.change(descriptor, interest, wanted);
            interest = wanted;
        }
    }

    @Override
    public int read(byte[] into, int at) throws IOException {
        if (isClosed()) {
            return 0;
        }
        int count = poller.calls.receive(descriptor, into, at);
        if (count == TcpCalls.NOT_NOW) {
            return 0;
        }
        return count == 0 ? -1 : count;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        beginWrite();
        try {
            return TcpCalls.send(descriptor, bytes);
        } finally {
            endWrite();
        }
    }

    @Override
    public int writeLast(ByteBuffer bytes) throws IOException {
        beginWrite();
        try {
            return TcpCalls.sendLast(descriptor, bytes);
        } finally {
            endWrite();
        }
    }

    @Override
    public long transfer(FileChannel file, long from, long count) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, count)];
        long sent = 0;
        while (sent < count) {
            int most = (int) Math.min(chunk.length, count - sent);
            int length = read(file, from + sent, ByteBuffer.wrap(chunk, 0, most));
            int taken = length <= 0 ? 0 : write(ByteBuffer.wrap(chunk, 0, length));
            sent += taken;
            if (taken < most) {
                return sent;
            }
        }
        return sent;
    }

    private static int read(FileChannel file, long from, ByteBuffer into)
            throws UnreadableFileException {
        try {
            return file.read(into, from);
        } catch (IOException e) {
            throw new UnreadableFileException(e);
        }
    }

    private void beginWrite() throws ClosedChannelException {
        if (!USE.compareAndSet(this, 0, WRITING)) {
            throw new ClosedChannelException();
        }
    }

    private void endWrite() {
        if (!USE.compareAndSet(this, WRITING, 0)) {
            TcpCalls.close(descriptor);
        }
    }

    private boolean isClosed() {
        return (use & CLOSED) != 0;
    }

    @Override
    public void finish() {
        if (!isClosed()) {
            TcpCalls.finish(descriptor);
        }
    }

    @Override
    public void close() {
        int before = (int) USE.getAndBitwiseOr(this, CLOSED);
        if ((before & CLOSED) == 0) {
            poller.forget(descriptor);
            if (before != WRITING) {
                TcpCalls.close(descriptor);
            }
        }
    }

    @Override
    public void reset() {
        if (!isClosed()) {
            poller.calls.resetOnClose(descriptor);
            close();
        }
    }

    @Override
    public ByteChannel release() throws IOException {
        interest(interest, false);
        poller.forget(descriptor);
        use = CLOSED;
        return new ReleasedSocket(descriptor);
    }

    @Override
    public long unacknowledged() {
        return isClosed() ? -1 : poller.calls.unacknowledged(descriptor);
    }

    @Override
    public boolean isReset() {
        return !isClosed() && poller.calls.isReset(descriptor);
    }
}
