package dev.linger.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Packets as they pass an interface, by way of a ring of blocks that the kernel fills (TPACKET_V3,
 * Documentation/networking/packet_mmap.rst). A block is copied at once and given back, so that what
 * is done with its packets keeps the kernel from nothing; where the ring is full, the kernel drops
 * packets and counts them. Not thread-safe: one thread opens, reads and closes.
 *
 * <p>A packet begins with a header of LINKTYPE_LINUX_SLL2, made of what the kernel says of it in
 * place of the link's own.
 */
public final class PacketRing implements AutoCloseable {
    /** LINKTYPE_LINUX_SLL2. */
    public static final int LINK_TYPE = 276;

    /** All interfaces. */
    public static final String ANY = "any";

    /** Holds the largest packet of Linux, 512 KiB, and many small ones. */
    public static final int BLOCK_BYTES = 1 << 20;

    /** How long at most a block waits for more packets. */
    public static final int LATENCY_MILLIS = PacketSocket.RETIRE_MILLIS;

    private static final int ENETDOWN = 100;

    private static final int STATUS = 8; // of struct tpacket_block_desc
    private static final int COUNT = 12;
    private static final int FIRST = 16;
    private static final int LENGTH = 20;
    private static final int OF_KERNEL = 0;
    private static final int OF_USER = 1;

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final PacketSocket socket;
    private final MemorySegment ring;
    private final int blocks;
    private final String name;
    private final int index;
    private final byte[] block = new byte[BLOCK_BYTES];
    private final RingFrame frame = new RingFrame(block);
    private int current;
    private int left;
    private int nextAt;
    private long passed;
    private long dropped;
    private boolean isDown;

    /**
     * Listens from here on.
     *
     * @param name of the interface, or {@link #ANY}
     * @param blocks of {@value #BLOCK_BYTES} bytes that packets may wait in
     */
    public static PacketRing open(String name, PacketFilter filter, int blocks)
            throws RefusedByKernelException {
        if (!Linux.isHere()) {
            throw RefusedByKernelException.because("live packets are read on Linux only");
        }
        PacketSocket socket = new PacketSocket();
        try {
            int index = name.equals(ANY) ? 0 : socket.interfaceIndex(name);
            if (index == 0 && !name.equals(ANY)) {
                throw RefusedByKernelException.because("there is no interface of this name");
            }
            socket.filter(filter.program());
            PacketRing ring = new PacketRing(socket, name, index, blocks);
            socket.bind(index);
            return ring;
        } catch (RefusedByKernelException e) {
            socket.close();
            throw e;
        }
    }

    private PacketRing(PacketSocket socket, String name, int index, int blocks)
            throws RefusedByKernelException {
        this.socket = socket;
        this.name = name;
        this.index = index;
        this.blocks = blocks;
        ring = socket.map(blocks, BLOCK_BYTES);
    }

    /** Takes the next block of packets, where the kernel has one ready. */
    public boolean nextBlock() {
        long at = (long) current * BLOCK_BYTES;
        if (((int) INT.getAcquire(ring, at + STATUS) & OF_USER) == 0) {
            return false;
        }
        int length = Math.min(ring.get(JAVA_INT, at + LENGTH), BLOCK_BYTES);
        MemorySegment.copy(ring, JAVA_BYTE, at, block, 0, length);
        INT.setRelease(ring, at + STATUS, OF_KERNEL);
        current = (current + 1) % blocks;
        left = (int) Bytes.u32(block, COUNT);
        nextAt = (int) Bytes.u32(block, FIRST);
        return true;
    }

    /** Sets {@link #frame} to the next packet of the block; false at its end. */
    public boolean nextPacket() {
        if (left == 0) {
            return false;
        }
        left--;
        nextAt += frame.set(nextAt);
        return true;
    }

    /** The packet. */
    public RingFrame frame() {
        return frame;
    }

    /** Waits for a block, but no longer than this. */
    public void await(int millis) {
        socket.await(millis);
        if (socket.error() == ENETDOWN) {
            isDown = true;
        }
    }

    /** Whether the interface has been down since the last call. */
    public boolean wentDown() {
        boolean went = isDown;
        isDown = false;
        return went;
    }

    /** Whether the interface is there no more: nothing will come. */
    public boolean isGone() {
        return index != 0 && socket.interfaceIndex(name) != index;
    }

    /** Takes no packets any more; those in the ring can still be read. */
    public void stop() throws RefusedByKernelException {
        socket.filter(PacketFilter.nothing());
    }

    /** Packets that passed the filter, so far; those that were dropped are among them. */
    public long passed() {
        count();
        return passed;
    }

    /** Packets that found the ring full, so far. */
    public long dropped() {
        count();
        return dropped;
    }

    private void count() {
        long[] more = socket.passedAndDropped();
        passed += more[0];
        dropped += more[1];
    }

    @Override
    public void close() {
        socket.close();
    }
}
