package dev.linger.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The messages of one receive from a netlink socket, held against the request that they answer
 * (netlink(7)). Not thread-safe.
 */
final class Messages {
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_DUMP_INTR = 0x10;

    private final byte[] bytes;
    private int length;
    private long sequence;
    private boolean dump;
    private boolean interrupted;
    private long port;

    /**
     * @param bytes room for one receive
     */
    Messages(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * A new answer is expected.
     *
     * @param newSequence of the request; other answers are passed over. Events have 0
     * @param isDump whether many messages may come; else one is the whole answer
     */
    void begin(int newSequence, boolean isDump) {
        sequence = newSequence & 0xffff_ffffL;
        dump = isDump;
        interrupted = false;
    }

    /** What was received. */
    void fill(MemorySegment space, int newLength) {
        MemorySegment.copy(space, ValueLayout.JAVA_BYTE, 0, bytes, 0, newLength);
        length = newLength;
    }

    boolean wereInterrupted() {
        return interrupted;
    }

    /** Whom the last message was for. */
    long port() {
        return port;
    }

    /** Visits no message, but returns whether more follow. */
    boolean passOver() {
        try {
            return visit((_, _, _) -> {});
        } catch (RefusedByKernelException _) {
            return false;
        }
    }

    /** Visits each message, and returns whether more follow. */
    boolean visit(Netlink.Visitor visitor) throws RefusedByKernelException {
        int at = 0;
        boolean more = true;
        while (more && at + Netlink.HEADER_BYTES <= length) {
            long size = Bytes.u32(bytes, at);
            if (size < Netlink.HEADER_BYTES || size > length - at) {
                throw RefusedByKernelException.because(
                        "the kernel sent a diagnostic message that is cut short");
            }
            int end = at + (int) size;
            if (Bytes.u32(bytes, at + 8) == sequence) {
                port = Bytes.u32(bytes, at + 12);
                more = visitOne(at, end, visitor) && dump;
            }
            at = end + 3 & ~3;
        }
        return more;
    }

    /** Returns whether more may follow. */
    private boolean visitOne(int at, int end, Netlink.Visitor visitor)
            throws RefusedByKernelException {
        int type = Bytes.u16(bytes, at + 4);
        int from = at + Netlink.HEADER_BYTES;
        interrupted |= (Bytes.u16(bytes, at + 6) & NLM_F_DUMP_INTR) != 0;
        if (type != NLMSG_DONE && type != NLMSG_ERROR) {
            visitor.message(bytes, from, end);
            return true;
        }
        // Both carry an error's negative number; that of DONE is 0 or more where all went well.
        int status = end - from >= 4 ? (int) Bytes.u32(bytes, from) : 0;
        if (status < 0) {
            throw RefusedByKernelException.doing("asking for sockets", -status);
        }
        return false;
    }
}
