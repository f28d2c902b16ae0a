package dev.linger.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.SocketException;

/**
 * Looks at what has come on a socket that this program holds, without waiting and without taking
 * it: one system call (recv(2) with MSG_PEEK and MSG_DONTWAIT), whatever mode the socket is in.
 * Made by {@link OwnSockets#peek}. For one thread at a time, and not for a socket that is closed
 * here: its descriptor may stand for another one.
 */
public final class Peek {
    /** The opposite side has sent its FIN, and nothing is left to read. */
    public static final int ENDED = -1;

    /** Nothing has come. */
    public static final int NOTHING = 0;

    private static final int MSG_PEEK = 2;
    private static final int MSG_DONTWAIT = 0x40;

    private final int descriptor;
    private final Libc libc;
    private final MemorySegment one;

    Peek(int descriptor) {
        this.descriptor = descriptor;
        Arena arena = Arena.ofAuto();
        libc = new Libc(arena);
        one = arena.allocate(1);
    }

    /**
     * One look.
     *
     * @return {@link #NOTHING}, {@link #ENDED}, or 1 where bytes have come
     * @throws SocketException if the connection was reset, or broke otherwise
     */
    public int look() throws SocketException {
        long count;
        do {
            count = libc.receive(descriptor, one, MSG_PEEK | MSG_DONTWAIT);
        } while (count < 0 && libc.errno() == Errno.EINTR);
        if (count > 0) {
            return 1;
        }
        if (count == 0) {
            return ENDED;
        }
        if (libc.errno() == Errno.EAGAIN) {
            return NOTHING;
        }
        throw new SocketException(Errno.words(libc.errno()));
    }
}
