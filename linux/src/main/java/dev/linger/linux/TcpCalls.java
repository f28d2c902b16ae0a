package dev.linger.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.nio.ByteBuffer;

/**
 * TCP sockets that never block, by their descriptors: what an event loop does to them, each as one
 * system call. A descriptor that is closed may stand for another socket at once; that none is used
 * after that is the caller's to see to. One for each thread, but for what is static.
 */
public final class TcpCalls {
    /** Nothing can be done now; to be tried again when the socket is ready. */
    public static final int NOT_NOW = -1;

    private static final int AF_INET6 = 10;
    private static final int AF_INET = 2;
    private static final int STREAM_NONBLOCK_CLOEXEC = 1 | 0x800 | 0x80000;
    private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
    private static final int SOL_SOCKET = 1;
    private static final int SO_REUSEADDR = 2;
    private static final int SO_KEEPALIVE = 9;
    private static final int SO_ERROR = 4;
    private static final int SO_LINGER = 13;
    private static final int SO_REUSEPORT = 15;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPV6_V6ONLY = 26;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_MORE = 0x8000;
    private static final int SHUT_WR = 1;
    private static final long SIOCOUTQ = 0x5411;
    private static final int ADDRESS_BYTES = 28;

    // None of them waits, so the thread need not tell the collector that it is away, and arrays
    // can be given as they are.
    private static final Linker.Option SHORT = Linker.Option.critical(true);
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
    private static final MethodHandle RECV =
            call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle SEND =
            call("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    // Asking for errno takes time; one that has failed is called again for it. Not so with recv,
    // for a reset is told once.
    private static final MethodHandle SEND_BLINDLY =
            quiet("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle ACCEPT =
            call("accept4", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_INT));
    private static final MethodHandle SHUTDOWN =
            quiet("shutdown", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            quiet("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    /** Linked when the first socket is opened. */
    private static final class Rare {
        static final MethodHandle SOCKET =
                call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
        static final MethodHandle BIND =
                call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        static final MethodHandle LISTEN =
                call("listen", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        static final MethodHandle GETSOCKNAME =
                call("getsockname", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        static final MethodHandle SETSOCKOPT =
                call(
                        "setsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
        static final MethodHandle GETSOCKOPT =
                call(
                        "getsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
        static final MethodHandle IOCTL =
                call(
                        "ioctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2));
    }

    private final byte[] address = new byte[ADDRESS_BYTES];
    private final int[] length = new int[1];
    private final int[] value = new int[1];
    private final int[] errno = new int[1];
    private final MemorySegment addressSegment = MemorySegment.ofArray(address);
    private final MemorySegment lengthSegment = MemorySegment.ofArray(length);
    private final MemorySegment valueSegment = MemorySegment.ofArray(value);
    private final MemorySegment errnoSegment = MemorySegment.ofArray(errno);

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... more) {
        Linker linker = Linker.nativeLinker();
        Linker.Option[] options = new Linker.Option[more.length + 2];
        options[0] = SHORT;
        options[1] = WITH_ERRNO;
        System.arraycopy(more, 0, options, 2, more.length);
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
    }

    /** One whose failure is of no interest. */
    @SuppressWarnings("restricted")
    private static MethodHandle quiet(String name, FunctionDescriptor shape) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, SHORT);
    }

    /**
     * Opens a listening socket; what it accepts has TCP_NODELAY and SO_KEEPALIVE from it. The
     * wildcard address stands for both families where the host has IPv6, as everywhere in Java.
     *
     * @param backlog connections that may wait to be accepted
     * @param shared whether others of this user may listen there too (SO_REUSEPORT)
     * @return its descriptor
     * @throws BindException if the address is taken, not of this host, or not allowed
     */
    public int listen(InetSocketAddress at, int backlog, boolean shared) throws IOException {
        int socket = bind(at, shared);
        try {
            check(
                    failure((int) Rare.LISTEN.invokeExact(errnoSegment, socket, backlog)),
                    "listening");
            return socket;
        } catch (Throwable e) {
            close(socket);
            throw passed(e);
        }
    }

    /**
     * The address, or one with a free port where its port is 0, if nobody listens there.
     *
     * @throws BindException if the address is taken, not of this host, or not allowed
     */
    public InetSocketAddress free(InetSocketAddress at) throws IOException {
        int socket = bind(at, false);
        try {
            return address(socket);
        } finally {
            close(socket);
        }
    }

    /** Nobody can connect to it before it listens. */
    private int bind(InetSocketAddress at, boolean shared) throws IOException {
        boolean any = at.getAddress().isAnyLocalAddress();
        boolean six = any || at.getAddress().getAddress().length == 16;
        int socket = socket(six ? AF_INET6 : AF_INET);
        if (socket == -Errno.EAFNOSUPPORT && any) {
            six = false;
            socket = socket(AF_INET);
        }
        check(socket, "opening a socket");
        try {
            option(socket, SOL_SOCKET, SO_REUSEADDR, 1);
            option(socket, SOL_SOCKET, SO_REUSEPORT, shared ? 1 : 0);
            option(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
            option(socket, IPPROTO_TCP, TCP_NODELAY, 1);
            if (six) {
                option(socket, IPPROTO_IPV6, IPV6_V6ONLY, any ? 0 : 1);
            }
            bind(socket, at, six);
            return socket;
        } catch (Throwable e) {
            close(socket);
            throw passed(e);
        }
    }

    private int socket(int family) {
        try {
            return failure(
                    (int)
                            Rare.SOCKET.invokeExact(
                                    errnoSegment, family, STREAM_NONBLOCK_CLOEXEC, IPPROTO_TCP));
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private void option(int socket, int level, int name, int... value) throws IOException {
        int result;
        try {
            result =
                    failure(
                            (int)
                                    Rare.SETSOCKOPT.invokeExact(
                                            errnoSegment,
                                            socket,
                                            level,
                                            name,
                                            MemorySegment.ofArray(value),
                                            4 * value.length));
        } catch (Throwable e) {
            throw broken(e);
        }
        check(result, "setting an option of the socket");
    }

    private void bind(int socket, InetSocketAddress at, boolean six) throws Throwable {
        int size = SocketAddresses.write(at, six, address);
        check(
                failure((int) Rare.BIND.invokeExact(errnoSegment, socket, addressSegment, size)),
                "binding");
    }

    /** The socket's own address. */
    public InetSocketAddress address(int socket) throws IOException {
        length[0] = ADDRESS_BYTES;
        try {
            check(
                    failure(
                            (int)
                                    Rare.GETSOCKNAME.invokeExact(
                                            errnoSegment, socket, addressSegment, lengthSegment)),
                    "asking for the socket's address");
        } catch (Throwable e) {
            throw passed(e);
        }
        return SocketAddresses.read(address);
    }

    /**
     * Takes a connection that waits.
     *
     * @return its descriptor, {@link #NOT_NOW} where none waits
     * @throws IOException if none can be taken, out of descriptors mostly
     */
    public int accept(int listener) throws IOException {
        while (true) {
            length[0] = ADDRESS_BYTES;
            int result;
            try {
                result =
                        failure(
                                (int)
                                        ACCEPT.invokeExact(
                                                errnoSegment,
                                                listener,
                                                addressSegment,
                                                lengthSegment,
                                                NONBLOCK_CLOEXEC));
            } catch (Throwable e) {
                throw broken(e);
            }
            if (result == -Errno.EAGAIN) {
                return NOT_NOW;
            }
            if (result != -Errno.ECONNABORTED && result != -Errno.EINTR) {
                return check(result, "accepting a connection");
            }
        }
    }

    /** Who connected with the connection accepted last. */
    public InetSocketAddress accepted() {
        return SocketAddresses.read(address);
    }

    /**
     * Takes what has come.
     *
     * @param at where the bytes go, up to the array's end
     * @return number of bytes; 0 at the end of the stream, {@link #NOT_NOW} where nothing has come
     * @throws NoRouteToHostException if the opposite side has not answered for so long that the
     *     kernel has given the connection up
     * @throws SocketException if the connection is broken
     */
    public int receive(int socket, byte[] into, int at) throws SocketException {
        MemorySegment whole = MemorySegment.ofArray(into);
        MemorySegment space = at == 0 ? whole : whole.asSlice(at);
        long length = (long) into.length - at;
        long result;
        try {
            do {
                result = failure((long) RECV.invokeExact(errnoSegment, socket, space, length, 0));
            } while (result == -Errno.EINTR);
        } catch (Throwable e) {
            throw broken(e);
        }
        return result == -Errno.EAGAIN ? NOT_NOW : check((int) result, "reading");
    }

    /**
     * Gives bytes to the socket, and moves the position past those that it has taken. From any
     * thread.
     *
     * @return number of bytes taken
     * @throws NoRouteToHostException as {@link #receive}
     * @throws SocketException if the connection is broken
     */
    public static int send(int socket, ByteBuffer bytes) throws SocketException {
        return send(socket, bytes, MSG_NOSIGNAL);
    }

    /**
     * The same, of the last bytes before {@link #finish} or {@link #close}, which must follow at
     * once: the FIN goes with them, in one segment (send(2), MSG_MORE).
     */
    public static int sendLast(int socket, ByteBuffer bytes) throws SocketException {
        return send(socket, bytes, MSG_NOSIGNAL | MSG_MORE);
    }

    private static int send(int socket, ByteBuffer bytes, int flags) throws SocketException {
        MemorySegment given = MemorySegment.ofBuffer(bytes);
        long length = bytes.remaining();
        long result;
        try {
            result = (long) SEND_BLINDLY.invokeExact(socket, given, length, flags);
            if (result == -1) {
                result = sendAgain(socket, given, length, flags);
            }
        } catch (Throwable e) {
            throw broken(e);
        }
        int taken = result == -Errno.EAGAIN ? 0 : check((int) result, "writing");
        bytes.position(bytes.position() + taken);
        return taken;
    }

    private static long sendAgain(int socket, MemorySegment given, long length, int flags)
            throws Throwable {
        int[] errno = new int[1];
        MemorySegment reason = MemorySegment.ofArray(errno);
        long result;
        do {
            result = (long) SEND.invokeExact(reason, socket, given, length, flags);
        } while (result < 0 && errno[0] == Errno.EINTR);
        return result < 0 ? -errno[0] : result;
    }

    /** Sends a FIN. From any thread. */
    public static void finish(int socket) {
        try {
            // It fails where the connection is gone already, and that is what was wanted.
            int _ = (int) SHUTDOWN.invokeExact(socket, SHUT_WR);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /** Has {@link #close} reset the connection: what is unsent is lost (socket(7), SO_LINGER). */
    public void resetOnClose(int socket) {
        try {
            option(socket, SOL_SOCKET, SO_LINGER, 1, 0);
        } catch (IOException e) {
            // The connection is gone already.
        }
    }

    /** Closes; bytes that nobody has read make it a reset. From any thread. */
    public static void close(int socket) {
        try {
            int _ = (int) CLOSE.invokeExact(socket);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /**
     * Bytes, and the FIN, that the opposite side has not acknowledged (tcp(7), SIOCOUTQ).
     *
     * @return -1 where the socket cannot tell
     */
    public long unacknowledged(int socket) {
        try {
            int result =
                    (int) Rare.IOCTL.invokeExact(errnoSegment, socket, SIOCOUTQ, lengthSegment);
            return result < 0 ? -1 : length[0];
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    /**
     * Whether a RST has come (socket(7), SO_ERROR). It is told once; of a socket whose opposite end
     * has sent a FIN before, reading does not tell it (Linux, net/ipv4/tcp.c, SOCK_DONE).
     */
    public boolean isReset(int socket) {
        try {
            value[0] = 0;
            length[0] = Integer.BYTES;
            int result =
                    (int)
                            Rare.GETSOCKOPT.invokeExact(
                                    errnoSegment,
                                    socket,
                                    SOL_SOCKET,
                                    SO_ERROR,
                                    valueSegment,
                                    lengthSegment);
            return result == 0 && value[0] != 0;
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int failure(int result) {
        return result < 0 ? -errno[0] : result;
    }

    private long failure(long result) {
        return result < 0 ? -errno[0] : result;
    }

    private static int check(int result, String what) throws SocketException {
        if (result >= 0) {
            return result;
        }
        throw switch (-result) {
            case Errno.EADDRINUSE, Errno.EADDRNOTAVAIL, Errno.EACCES ->
                    new BindException(Errno.words(-result));
            case Errno.EPIPE -> new SocketException("Broken pipe");
            case Errno.ETIMEDOUT, Errno.EHOSTUNREACH, Errno.ENETUNREACH ->
                    new NoRouteToHostException(Errno.words(-result));
            default -> new SocketException(what + " failed: " + Errno.words(-result));
        };
    }

    private static IOException passed(Throwable e) {
        if (e instanceof IOException failed) {
            return failed;
        }
        throw broken(e);
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("the C library cannot be called", e);
    }
}
