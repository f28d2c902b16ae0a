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
    private int at;
    private long sequence;
    private boolean dump;
    private boolean more;
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
        more = true;
        interrupted = false;
    }

    /** What was received. */
    void fill(MemorySegment space, int newLength) {
        MemorySegment.copy(space, ValueLayout.JAVA_BYTE, 0, bytes, 0, newLength);
        length = newLength;
        at = 0;
    }

    /** Nothing more is to be expected. */
    void end() {
        more = false;
    }

    boolean wereInterrupted() {
        return interrupted;
    }

    /** Whom the last message was for. */
    long port() {
        return port;
    }

    /** Goes on without a visitor, after one that threw; returns whether more is to be received. */
    boolean passOver() {
        try {
            return visit((_, _, _) -> {});
        } catch (RefusedByKernelException _) {
            return false;
        }
    }

    /** Visits each message, and returns whether more is to be received. */
    boolean visit(Netlink.Visitor visitor) throws RefusedByKernelException {
        while (more && at + Netlink.HEADER_BYTES <= length) {
            int begin = at;
            long size = Bytes.u32(bytes, begin);
            if (size < Netlink.HEADER_BYTES || size > length - begin) {
                more = false;
                throw RefusedByKernelException.because(
                        "the kernel sent a diagnostic message that is cut short");
            }
            int end = begin + (int) size;
            at = end + 3 & ~3;
            if (Bytes.u32(bytes, begin + 8) == sequence) {
                visitOne(begin, end, visitor);
            }
        }
        return more;
    }

    private void visitOne(int begin, int end, Netlink.Visitor visitor)
            throws RefusedByKernelException {
        int type = Bytes.u16(bytes, begin + 4);
        int from = begin + Netlink.HEADER_BYTES;
        interrupted |= (Bytes.u16(bytes, begin + 6) & NLM_F_DUMP_INTR) != 0;
        port = Bytes.u32(bytes, begin + 12);
        boolean isLast = type == NLMSG_DONE || type == NLMSG_ERROR;
        more = dump && !isLast;
        if (!isLast) {
            visitor.message(bytes, from, end);
            return;
        }
        // Both carry an error's negative number; that of DONE is 0 or more where all went well.
        int status = end - from >= 4 ? (int) Bytes.u32(bytes, from) : 0;
        if (status < 0) {
            throw RefusedByKernelException.doing("asking for sockets", -status);
        }
    }
}
