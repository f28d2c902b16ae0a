package dev.linger.linux;

import java.util.function.Consumer;

/**
 * Tells of each TCP socket of this network namespace when it ends (groups SKNLGRP_INET_TCP_DESTROY
 * and SKNLGRP_INET6_TCP_DESTROY of sock_diag, net/core/sock_diag.c), with its last struct tcp_info.
 * Anybody may listen. An event comes when the full socket dies: for the side that closed first that
 * is when it becomes a TIME_WAIT or FIN_WAIT2 of 256 bytes, which keeps its cookie. Events may be
 * lost where they come faster than they are read; {@link #lost} counts how often that was. {@link
 * #close} may be called from any thread, all else from one.
 */
public final class DestroyEvents implements AutoCloseable {
    private static final int BUFFER_BYTES = 32 << 20;
    private static final int GROUPS = 1 | 1 << 2;

    private final Netlink netlink;
    private final SocketEntry entry = new SocketEntry();
    private long lost;

    /**
     * @throws RefusedByKernelException if this kernel or container has no such events
     */
    public DestroyEvents() throws RefusedByKernelException {
        this(BUFFER_BYTES);
    }

    DestroyEvents(int bufferBytes) throws RefusedByKernelException {
        netlink = new Netlink(GROUPS);
        netlink.receiveBuffer(bufferBytes);
    }

    /**
     * Waits for events, and visits those that are there.
     *
     * @param millis to wait at most; 0 only looks
     * @param visitor is given one view for all, valid during the call. Its state is CLOSE, and it
     *     has neither user nor inode: only the cookie says which socket it was
     * @return how many were visited
     */
    public int await(int millis, Consumer<SocketEntry> visitor) throws RefusedByKernelException {
        int[] count = {0};
        boolean complete =
                netlink.await(
                        millis,
                        (bytes, from, to) -> {
                            if (to - from >= SocketEntry.LENGTH) {
                                entry.view(bytes, from, to);
                                visitor.accept(entry);
                                count[0]++;
                            }
                        });
        if (!complete) {
            lost++;
        }
        return count[0];
    }

    /** How often the kernel had to drop events, of which it does not say how many. */
    public long lost() {
        return lost;
    }

    @Override
    public void close() {
        netlink.close();
    }
}
