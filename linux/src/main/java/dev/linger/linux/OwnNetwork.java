package dev.linger.linux;

import java.lang.foreign.Arena;

/**
 * A network without a name for some threads (unshare(2) with CLONE_NEWNET): it has nothing but a
 * loopback interface that is down, and is gone with its last thread, socket and process, so that
 * nobody has to remove it.
 */
public final class OwnNetwork {
    private static final int CLONE_NEWNET = 0x40000000;

    private OwnNetwork() {}

    /**
     * Takes the current thread out of the host's network, for good. Threads and processes that it
     * starts later are in the new network, sockets stay in the one that they were made in. So this
     * thread must start no virtual thread: a thread that carries it would be taken along, and with
     * it whatever it carries next.
     *
     * @throws RefusedByKernelException if this process may not (CAP_SYS_ADMIN), or this is no Linux
     * @throws IllegalStateException on a virtual thread
     */
    public static void enter() throws RefusedByKernelException {
        if (Thread.currentThread().isVirtual()) {
            throw new IllegalStateException(
                    "a virtual thread has no network of its own: ask on a platform thread");
        }
        if (!Linux.isHere()) {
            throw RefusedByKernelException.because("networks are parted on Linux only");
        }
        try (Arena arena = Arena.ofConfined()) {
            Libc libc = new Libc(arena);
            if (libc.unshare(CLONE_NEWNET) != 0) {
                throw RefusedByKernelException.doing("making a network", libc.errno());
            }
        }
    }
}
