package dev.linger.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A netlink socket to the kernel's socket diagnostics (sock_diag(7)). Each message is handed to a
 * visitor as a range of one array, which is overwritten by the next. Not thread-safe, but {@link
 * #close} may be called from any thread.
 */
final class Netlink implements AutoCloseable {
    static final int HEADER_BYTES = 16;

    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int POLLIN = 1;
    private static final int MSG_DONTWAIT = 0x40;

    /** The kernel fills no more than 32 KiB at a time; twice that takes any message whole. */
    private static final int SPACE_BYTES = 64 << 10;

    private static final int REQUEST_BYTES = 128;

    /** So many at a time, lest a flood of events keeps their reader from all else. */
    private static final int MOST_EVENTS = 8192;

    /** Is given the payload of one message. */
    interface Visitor {
        void message(byte[] bytes, int from, int to);
    }

    private final Object reading = new Object();
    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final Libc closingLibc = new Libc(arena);
    private final MemorySegment space = arena.allocate(SPACE_BYTES, 8);
    private final MemorySegment requested = arena.allocate(REQUEST_BYTES, 8);
    private final MemorySegment wake = arena.allocate(DiagRequest.LENGTH, 8);
    private final MemorySegment polled = arena.allocate(8, 4);
    private final Messages messages = new Messages(new byte[SPACE_BYTES]);
    private final int socket;
    private int sequence;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Netlink() {
        socket = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    }

    /**
     * @param groups of events to be told of, as a mask; 0 for none
     * @throws RefusedByKernelException if this kernel has no socket diagnostics, or forbids them
     */
    static Netlink open(int groups) throws RefusedByKernelException {
        if (!Linux.isHere()) {
            throw RefusedByKernelException.because(
                    "only Linux tells of its sockets, and this is "
                            + System.getProperty("os.name", ""));
        }
        Netlink netlink = new Netlink();
        if (netlink.socket < 0) {
            throw netlink.refused("opening a socket for socket diagnostics");
        }
        if (groups != 0) {
            netlink.join(groups);
        }
        return netlink;
    }

    /** Who asks only needs no address: the kernel gives it one with the first request. */
    private void join(int groups) throws RefusedByKernelException {
        MemorySegment address = arena.allocate(12, 4);
        address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_NETLINK);
        address.set(ValueLayout.JAVA_INT, 8, groups);
        if (libc.bind(socket, address) < 0) {
            throw refused("binding a socket for socket diagnostics");
        }
    }

    private RefusedByKernelException refused(String what) {
        int errno = libc.errno();
        close();
        return RefusedByKernelException.doing(what, errno);
    }

    /** Asks for a receive buffer of this size; the kernel may give less without CAP_NET_ADMIN. */
    void receiveBuffer(int size) {
        MemorySegment value = arena.allocateFrom(ValueLayout.JAVA_INT, size);
        if (libc.setOption(socket, SOL_SOCKET, SO_RCVBUFFORCE, value) < 0) {
            libc.setOption(socket, SOL_SOCKET, SO_RCVBUF, value);
        }
    }

    /**
     * Sends a request and visits every message of the answer.
     *
     * @param request with its header, whose length, type and flags are set
     * @param dump whether many messages are asked for; else one answers
     * @throws RefusedByKernelException if the kernel answers with an error
     */
    void ask(byte[] request, boolean dump, Visitor visitor) throws RefusedByKernelException {
        synchronized (reading) {
            checkOpen();
            passOver();
            sequence++;
            Bytes.put32(request, 8, sequence);
            MemorySegment.copy(request, 0, requested, ValueLayout.JAVA_BYTE, 0, request.length);
            if (libc.send(socket, requested.asSlice(0, request.length)) < 0) {
                throw RefusedByKernelException.doing("asking for sockets", libc.errno());
            }
            messages.begin(sequence, dump);
            boolean more = true;
            while (more && !closed.get()) {
                messages.fill(space, receive());
                more = messages.visit(visitor);
            }
        }
    }

    /** What a visitor that threw has left of the last answer. */
    private void passOver() throws RefusedByKernelException {
        while (messages.passOver()) {
            messages.fill(space, receive());
        }
    }

    private void checkOpen() throws RefusedByKernelException {
        if (closed.get()) {
            throw RefusedByKernelException.because(
                    "socket diagnostics were closed by this program");
        }
    }

    /**
     * Whether the table changed in the last answer so that some sockets may be missing or twice.
     */
    boolean wasInterrupted() {
        return messages.wereInterrupted();
    }

    private int receive() throws RefusedByKernelException {
        while (true) {
            long length = libc.receive(socket, space, 0);
            if (length >= 0) {
                return (int) length;
            }
            int errno = libc.errno();
            if (errno != Errno.EINTR) {
                messages.end();
                throw RefusedByKernelException.doing("reading socket diagnostics", errno);
            }
        }
    }

    /** The kernel's number of this socket, which /proc/net/netlink lists. */
    long port() throws RefusedByKernelException {
        try {
            ask(DiagRequest.nothing(), false, (_, _, _) -> {});
        } catch (RefusedByKernelException e) {
            if (e.errno() != Errno.ENOENT) {
                throw e;
            }
        }
        return messages.port();
    }

    /** What came of waiting for events. */
    enum Awaited {
        COMPLETE,
        /** Some were lost, for they came faster than they were read. */
        LOST,
        CLOSED
    }

    /** Waits for events and visits those that are there. */
    Awaited await(int millis, Visitor visitor) throws RefusedByKernelException {
        synchronized (reading) {
            if (closed.get()) {
                return Awaited.CLOSED;
            }
            polled.set(ValueLayout.JAVA_INT, 0, socket);
            polled.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
            if (libc.poll(polled, millis) <= 0) {
                return Awaited.COMPLETE;
            }
            return closed.get() ? Awaited.CLOSED : events(visitor);
        }
    }

    private Awaited events(Visitor visitor) throws RefusedByKernelException {
        Awaited awaited = Awaited.COMPLETE;
        for (int count = 0; count < MOST_EVENTS && !closed.get(); count++) {
            long length = libc.receive(socket, space, MSG_DONTWAIT);
            if (length >= 0) {
                messages.fill(space, (int) length);
                messages.begin(0, true);
                messages.visit(visitor);
                continue;
            }
            int errno = libc.errno();
            if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
                break;
            }
            if (errno != Errno.ENOBUFS) {
                throw RefusedByKernelException.doing("reading events of sockets", errno);
            }
            awaited = Awaited.LOST;
        }
        return awaited;
    }

    /** Ends a wait for events too: any answer wakes it, so the kernel is asked for no socket. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        byte[] request = DiagRequest.nothing();
        MemorySegment.copy(request, 0, wake, ValueLayout.JAVA_BYTE, 0, request.length);
        if (socket >= 0) {
            closingLibc.send(socket, wake);
        }
        synchronized (reading) {
            libc.close(socket);
            arena.close();
        }
    }
}
