package dev.linger.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A netlink socket to the kernel's socket diagnostics (sock_diag(7)). Each message is handed to a
 * visitor as a range of one array, which is overwritten by the next. Not thread-safe, but {@link
 * #close} may be called from any thread.
 */
final class Netlink implements AutoCloseable {
    private static final int AF_NETLINK = 16;
    private static final int SOCK_RAW = 3;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int NETLINK_SOCK_DIAG = 4;
    private static final int SOL_SOCKET = 1;
    private static final int SO_RCVBUF = 8;
    private static final int SO_RCVBUFFORCE = 33;
    private static final int POLLIN = 1;

    /** The kernel fills no more than 32 KiB at a time; twice that takes any message whole. */
    private static final int SPACE_BYTES = 64 << 10;

    private static final int REQUEST_BYTES = 128;

    private final Arena arena = Arena.ofShared();
    private final Libc libc = new Libc(arena);
    private final MemorySegment space = arena.allocate(SPACE_BYTES, 8);
    private final MemorySegment requested = arena.allocate(REQUEST_BYTES, 8);
    private final MemorySegment polled = arena.allocate(8, 4);
    private final byte[] bytes = new byte[SPACE_BYTES];
    private final int socket;
    private int sequence;
    private final NetlinkMessages messages = new NetlinkMessages();

    /**
     * @param groups of events to be told of, as a mask; 0 for none
     * @throws RefusedByKernelException if this kernel has no socket diagnostics, or forbids them
     */
    Netlink(int groups) throws RefusedByKernelException {
        socket = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
        if (socket < 0) {
            throw refused("opening a socket for socket diagnostics");
        }
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
    void ask(byte[] request, boolean dump, NetlinkMessages.Visitor visitor)
            throws RefusedByKernelException {
        sequence++;
        Bytes.put32(request, 8, sequence);
        MemorySegment.copy(request, 0, requested, ValueLayout.JAVA_BYTE, 0, request.length);
        if (libc.send(socket, requested.asSlice(0, request.length)) < 0) {
            throw RefusedByKernelException.doing("asking for sockets", libc.errno());
        }
        messages.begin();
        boolean more = true;
        while (more) {
            more = messages.visit(bytes, receive(), visitor) && dump;
        }
    }

    /**
     * Whether the table changed in the last answer so that some sockets may be missing or twice.
     */
    boolean wasInterrupted() {
        return messages.wasInterrupted();
    }

    private int receive() throws RefusedByKernelException {
        while (true) {
            long length = libc.receive(socket, space, 0);
            if (length >= 0) {
                MemorySegment.copy(space, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) length);
                return (int) length;
            }
            if (libc.errno() != Libc.EINTR) {
                throw RefusedByKernelException.doing("reading socket diagnostics", libc.errno());
            }
        }
    }

    /**
     * Waits for events and visits them.
     *
     * @return false if events were lost, for they came faster than they were read
     */
    boolean await(int millis, NetlinkMessages.Visitor visitor) throws RefusedByKernelException {
        polled.set(ValueLayout.JAVA_INT, 0, socket);
        polled.set(ValueLayout.JAVA_SHORT, 4, (short) POLLIN);
        if (libc.poll(polled, millis) <= 0) {
            return true;
        }
        long length = libc.receive(socket, space, 0);
        if (length < 0) {
            int errno = libc.errno();
            if (errno == Libc.ENOBUFS) {
                return false;
            }
            if (errno == Libc.EINTR || errno == Libc.EAGAIN) {
                return true;
            }
            throw RefusedByKernelException.doing("reading events of sockets", errno);
        }
        MemorySegment.copy(space, ValueLayout.JAVA_BYTE, 0, bytes, 0, (int) length);
        messages.visit(bytes, (int) length, visitor);
        return true;
    }

    @Override
    public void close() {
        libc.close(socket);
    }
}
