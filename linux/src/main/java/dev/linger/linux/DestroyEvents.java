package dev.linger.linux;

import java.util.function.Consumer;

/**
 * Tells of each TCP socket of this network namespace when it ends (groups SKNLGRP_INET_TCP_DESTROY
 * and SKNLGRP_INET6_TCP_DESTROY of sock_diag, net/core/sock_diag.c), with its last struct tcp_info.
 * Anybody may listen. An event comes when the full socket dies: for the side that closed first that
 * is when it becomes a TIME_WAIT or FIN_WAIT2 of 256 bytes, which keeps its cookie. Events may be
 * lost where they come faster than they are read; {@link #lost} counts them. {@link #close} may be
 * called from any thread, and ends a wait; all else from one thread.
 */
public final class DestroyEvents implements AutoCloseable {
    /** What is returned by {@link #await} once this is closed. */
    public static final int CLOSED = -1;

    private static final int BUFFER_BYTES = 32 << 20;

    /** Of some thousand events each. */
    private static final int MOST_READS = 8;

    private static final int GROUPS = 1 | 1 << 2;

    private final Netlink netlink;
    private final NetlinkDrops drops;
    private final SocketEntry entry = new SocketEntry();

    /**
     * @throws RefusedByKernelException if this kernel or container has no such events
     */
    public DestroyEvents() throws RefusedByKernelException {
        this(BUFFER_BYTES);
    }

    /**
     * @param bufferBytes for events that were not read yet, 1.3 KiB each; without CAP_NET_ADMIN no
     *     more than net.core.rmem_max allows
     */
    DestroyEvents(int bufferBytes) throws RefusedByKernelException {
        netlink = Netlink.open(GROUPS);
        netlink.receiveBuffer(bufferBytes);
        try {
            drops = new NetlinkDrops(netlink.port());
        } catch (RefusedByKernelException e) {
            netlink.close();
            throw e;
        }
    }

    /**
     * Waits for events, and visits those that are there.
     *
     * @param millis to wait at most; 0 only looks
     * @param visitor is given one view for all, valid during the call. Its state is CLOSE, and it
     *     has neither user nor inode: only the cookie says which socket it was
     * @return how many were visited; {@link #CLOSED} after {@link #close}
     */
    public int await(int millis, Consumer<SocketEntry> visitor) throws RefusedByKernelException {
        int[] count = {0};
        Netlink.Awaited awaited =
                netlink.await(
                        millis,
                        (bytes, from, to) -> {
                            if (to - from >= SocketEntry.LENGTH) {
                                entry.view(bytes, from, to);
                                visitor.accept(entry);
                                count[0]++;
                            }
                        });
        return switch (awaited) {
            case COMPLETE -> count[0];
            case LOST -> {
                drops.happened();
                yield count[0];
            }
            case CLOSED -> CLOSED;
        };
    }

    /**
     * Visits the events that are there, without waiting: more than the kernel keeps, but not for
     * ever where they come faster than they are visited.
     */
    public void takeThose(Consumer<SocketEntry> visitor) throws RefusedByKernelException {
        int read = 1;
        for (int times = 0; times < MOST_READS && read > 0; times++) {
            read = await(0, visitor);
        }
    }

    /** How many events the kernel had to drop, as it counts them; 0 says that none is missing. */
    public long lost() {
        return drops.count();
    }

    @Override
    public void close() {
        netlink.close();
    }
}
