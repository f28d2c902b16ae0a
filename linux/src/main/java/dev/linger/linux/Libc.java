package dev.linger.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The few calls of the C library that are needed, with errno. Each thread needs its own. */
@SuppressWarnings("restricted")
final class Libc {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EPROTONOSUPPORT = 93;
    static final int EAFNOSUPPORT = 97;
    static final int ENOBUFS = 105;
    static final int ESTALE = 116;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle SOCKET =
            call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle BIND =
            call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SETSOCKOPT =
            call(
                    "setsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SEND =
            call("send", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle RECV =
            call("recv", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE =
            call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle GETSOCKOPT =
            call(
                    "getsockopt",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    private static final MethodHandle POLL =
            call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle MMAP =
            call(
                    "mmap",
                    FunctionDescriptor.of(
                            ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private static final MethodHandle MUNMAP =
            call("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle IF_NAMETOINDEX =
            call("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    /** Made when it is first needed, which few programs come to. */
    private static final class Control {
        private static final MethodHandle IOCTL =
                LINKER.downcallHandle(
                        LINKER.defaultLookup().findOrThrow("ioctl"),
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        WITH_ERRNO,
                        Linker.Option.firstVariadicArg(2));
    }

    private final MemorySegment state;

    Libc(Arena arena) {
        state = arena.allocate(STATE);
    }

    private static MethodHandle call(String name, FunctionDescriptor shape) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, WITH_ERRNO);
    }

    /** Of the last call that failed. */
    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    int socket(int family, int type, int protocol) {
        try {
            return (int) SOCKET.invokeExact(state, family, type, protocol);
        } catch (Throwable e) {
            throw broken("socket", e);
        }
    }

    int bind(int socket, MemorySegment address) {
        try {
            return (int) BIND.invokeExact(state, socket, address, (int) address.byteSize());
        } catch (Throwable e) {
            throw broken("bind", e);
        }
    }

    int setOption(int socket, int level, int option, MemorySegment value) {
        try {
            int length = (int) value.byteSize();
            return (int) SETSOCKOPT.invokeExact(state, socket, level, option, value, length);
        } catch (Throwable e) {
            throw broken("setsockopt", e);
        }
    }

    long send(int socket, MemorySegment bytes) {
        try {
            return (long) SEND.invokeExact(state, socket, bytes, bytes.byteSize(), 0);
        } catch (Throwable e) {
            throw broken("send", e);
        }
    }

    long receive(int socket, MemorySegment into, int flags) {
        try {
            return (long) RECV.invokeExact(state, socket, into, into.byteSize(), flags);
        } catch (Throwable e) {
            throw broken("recv", e);
        }
    }

    int close(int socket) {
        try {
            return (int) CLOSE.invokeExact(state, socket);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    /**
     * @param length of the value, as an integer; afterwards that of what was written there
     */
    int getOption(int socket, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return (int) GETSOCKOPT.invokeExact(state, socket, level, option, value, length);
        } catch (Throwable e) {
            throw broken("getsockopt", e);
        }
    }

    /** ioctl(2). */
    int control(int descriptor, long request, MemorySegment value) {
        try {
            return (int) Control.IOCTL.invokeExact(state, descriptor, request, value);
        } catch (Throwable e) {
            throw broken("ioctl", e);
        }
    }

    /** Waits for what these descriptors (struct pollfd) are asked for. */
    int poll(MemorySegment descriptors, int millis) {
        try {
            long count = descriptors.byteSize() / 8;
            return (int) POLL.invokeExact(state, descriptors, count, millis);
        } catch (Throwable e) {
            throw broken("poll", e);
        }
    }

    /** Maps the beginning of what the descriptor stands for; address -1 where that fails. */
    MemorySegment mapShared(int descriptor, long length, int protection) {
        try {
            int shared = 1;
            return (MemorySegment)
                    MMAP.invokeExact(
                            state, MemorySegment.NULL, length, protection, shared, descriptor, 0L);
        } catch (Throwable e) {
            throw broken("mmap", e);
        }
    }

    int unmap(MemorySegment mapped) {
        try {
            return (int) MUNMAP.invokeExact(state, mapped, mapped.byteSize());
        } catch (Throwable e) {
            throw broken("munmap", e);
        }
    }

    /** Number of the network interface with this name; 0 where there is none. */
    int interfaceIndex(MemorySegment name) {
        try {
            return (int) IF_NAMETOINDEX.invokeExact(state, name);
        } catch (Throwable e) {
            throw broken("if_nametoindex", e);
        }
    }

    private static IllegalStateException broken(String call, Throwable e) {
        return new IllegalStateException("the C library's " + call + " cannot be called", e);
    }
}
