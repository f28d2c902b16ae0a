package dev.linger.linux;

/** The messages of one answer, each behind its header (struct nlmsghdr, linux/netlink.h). */
final class NetlinkMessages {
    static final int HEADER_BYTES = 16;

    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_DUMP_INTR = 0x10;

    /** Is given the payload of one message. */
    interface Visitor {
        void message(byte[] bytes, int from, int to);
    }

    private boolean interrupted;

    /**
     * Whether the table changed in the answers since {@link #begin} so that some sockets may be
     * missing or twice.
     */
    boolean wasInterrupted() {
        return interrupted;
    }

    void begin() {
        interrupted = false;
    }

    /** Returns whether more messages follow in the next answer. */
    boolean visit(byte[] bytes, int length, Visitor visitor) throws RefusedByKernelException {
        int at = 0;
        while (at + HEADER_BYTES <= length) {
            int end = at + (int) Math.min(Bytes.u32(bytes, at), length - at);
            if (end < at + HEADER_BYTES) {
                throw RefusedByKernelException.because(
                        "the kernel sent a diagnostic message without a length");
            }
            int type = Bytes.u16(bytes, at + 4);
            interrupted |= (Bytes.u16(bytes, at + 6) & NLM_F_DUMP_INTR) != 0;
            if (type == NLMSG_DONE) {
                return false;
            }
            if (type == NLMSG_ERROR) {
                fail(bytes, at + HEADER_BYTES, end);
                return false;
            }
            visitor.message(bytes, at + HEADER_BYTES, end);
            at = (end + 3) & ~3;
        }
        return true;
    }

    /** Error 0 is an acknowledgment. */
    private static void fail(byte[] bytes, int at, int end) throws RefusedByKernelException {
        if (at + 4 > end) {
            throw RefusedByKernelException.because("the kernel sent an error without a number");
        }
        int errno = -(int) Bytes.u32(bytes, at);
        if (errno != 0) {
            throw RefusedByKernelException.doing("asking for sockets", errno);
        }
    }
}
