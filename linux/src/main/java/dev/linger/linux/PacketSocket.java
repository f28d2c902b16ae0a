package dev.linger.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A socket that is given what passes an interface (packet(7)), from the network layer on. It has no
 * protocol until {@link #bind}, so nothing is queued before the filter is there. Not thread-safe.
 */
final class PacketSocket implements AutoCloseable {
    static final int RETIRE_MILLIS = 50;

    private static final int AF_PACKET = 17;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 0x80000;
    private static final short ETH_P_ALL = 3;

    private static final int SOL_SOCKET = 1;
    private static final int SO_ERROR = 4;
    private static final int SO_ATTACH_FILTER = 26;

    private static final int SOL_PACKET = 263;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_VERSION = 10;
    private static final int TPACKET_V3 = 2;
    private static final int FRAME_BYTES = 2048; // only checked for being a part of a block

    private static final int READ_AND_WRITE = 3;
    private static final short POLLIN = 1;
    private static final int FAILED = -1;

    private final Arena arena = Arena.ofConfined();
    private final Libc libc = new Libc(arena);
    private final MemorySegment descriptor = arena.allocate(8, 4);
    private final MemorySegment statistics = arena.allocate(12, 4);
    private final MemorySegment length = arena.allocate(JAVA_INT);
    private final int socket;
    private MemorySegment ring = MemorySegment.NULL;

    PacketSocket() throws RefusedByKernelException {
        socket = libc.socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (socket == FAILED) {
            int errno = libc.errno();
            arena.close();
            throw RefusedByKernelException.doing("opening a socket for packets", errno);
        }
        descriptor.set(JAVA_INT, 0, socket);
        descriptor.set(JAVA_SHORT, 4, POLLIN);
    }

    /** Of the interface with this name; 0 where there is none. */
    int interfaceIndex(String name) {
        try (Arena brief = Arena.ofConfined()) {
            return libc.interfaceIndex(brief.allocateFrom(name));
        }
    }

    /** In place of the one before. */
    void filter(BpfProgram program) throws RefusedByKernelException {
        set(SOL_SOCKET, SO_ATTACH_FILTER, program.in(arena), "attaching the packet filter");
    }

    /** The ring (struct tpacket_req3), which is the kernel's and ours. */
    @SuppressWarnings("restricted") // the kernel says how long what it maps is
    MemorySegment map(int blocks, int blockBytes) throws RefusedByKernelException {
        MemorySegment version = arena.allocate(JAVA_INT);
        version.set(JAVA_INT, 0, TPACKET_V3);
        set(SOL_PACKET, PACKET_VERSION, version, "asking for a ring of packets");
        MemorySegment request = arena.allocate(28, 4);
        request.setAtIndex(JAVA_INT, 0, blockBytes);
        request.setAtIndex(JAVA_INT, 1, blocks);
        request.setAtIndex(JAVA_INT, 2, FRAME_BYTES);
        request.setAtIndex(JAVA_INT, 3, blocks * (blockBytes / FRAME_BYTES));
        request.setAtIndex(JAVA_INT, 4, RETIRE_MILLIS);
        long bytes = (long) blocks * blockBytes;
        String what = "making a ring of " + (bytes >> 20) + " MiB for packets";
        set(SOL_PACKET, PACKET_RX_RING, request, what);
        MemorySegment mapped = libc.mapShared(socket, bytes, READ_AND_WRITE);
        if (mapped.address() == FAILED) {
            throw RefusedByKernelException.doing("mapping the ring of packets", libc.errno());
        }
        ring = mapped.reinterpret(bytes);
        return ring;
    }

    /**
     * From here on packets come.
     *
     * @param index of an interface; 0 for all
     */
    void bind(int index) throws RefusedByKernelException {
        MemorySegment address = arena.allocate(20, 4); // struct sockaddr_ll
        address.set(JAVA_SHORT, 0, (short) AF_PACKET);
        address.set(JAVA_BYTE, 3, (byte) ETH_P_ALL); // in network order
        address.set(JAVA_INT, 4, index);
        if (libc.bind(socket, address) == FAILED) {
            throw RefusedByKernelException.doing("listening on the interface", libc.errno());
        }
    }

    /** Waits for packets, or for an error of the interface; shorter where it is interrupted. */
    void await(int millis) {
        libc.poll(descriptor, millis);
    }

    /** The error that has come since the last call, as errno; 0 where none has. */
    int error() {
        length.set(JAVA_INT, 0, 4);
        return libc.getOption(socket, SOL_SOCKET, SO_ERROR, statistics, length) == FAILED
                ? libc.errno()
                : statistics.get(JAVA_INT, 0);
    }

    /** Packets that passed the filter and how many of them were dropped, since the last call. */
    long[] passedAndDropped() {
        length.set(JAVA_INT, 0, 12);
        if (libc.getOption(socket, SOL_PACKET, PACKET_STATISTICS, statistics, length) == FAILED) {
            throw new IllegalStateException(
                    "the ring's counters cannot be read: errno " + libc.errno());
        }
        return new long[] {
            Integer.toUnsignedLong(statistics.getAtIndex(JAVA_INT, 0)),
            Integer.toUnsignedLong(statistics.getAtIndex(JAVA_INT, 1))
        };
    }

    private void set(int level, int option, MemorySegment value, String what)
            throws RefusedByKernelException {
        if (libc.setOption(socket, level, option, value) == FAILED) {
            throw RefusedByKernelException.doing(what, libc.errno());
        }
    }

    @Override
    public void close() {
        if (ring.byteSize() > 0) {
            libc.unmap(ring);
        }
        libc.close(socket);
        arena.close();
    }
}
