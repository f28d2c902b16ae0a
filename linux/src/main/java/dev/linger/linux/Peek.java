package dev.linger.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
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
    private final int[] errno = new int[1];
    private final MemorySegment reason = MemorySegment.ofArray(errno);
    private final MemorySegment one = MemorySegment.ofArray(new byte[1]);

    Peek(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Linked when it is first needed. */
    private static final class Receive {
        @SuppressWarnings("restricted")
        private static final MethodHandle CALL =
                Linker.nativeLinker()
                        .downcallHandle(
                                Linker.nativeLinker().defaultLookup().findOrThrow("recv"),
                                FunctionDescriptor.of(
                                        JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT),
                                Linker.Option.critical(true),
                                Linker.Option.captureCallState("errno"));
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
            count = receive();
        } while (count < 0 && errno[0] == Libc.EINTR);
        if (count > 0) {
            return 1;
        }
        if (count == 0) {
            return ENDED;
        }
        if (errno[0] == Libc.EAGAIN) {
            return NOTHING;
        }
        throw new SocketException(Errno.words(errno[0]));
    }

    private long receive() {
        try {
            return (long)
                    Receive.CALL.invokeExact(reason, descriptor, one, 1L, MSG_PEEK | MSG_DONTWAIT);
        } catch (Throwable e) {
            throw new IllegalStateException("the C library's recv cannot be called", e);
        }
    }
}
