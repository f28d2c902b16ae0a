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
import java.util.Arrays;

/** The few calls of the C library that are needed, with errno. Each thread needs its own. */
@SuppressWarnings("restricted")
final class Libc {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    // Linking takes some 10 ms of a processor for each shape of arguments, so a call is linked when
    // it is first made: then its class is initialized.

    private static final class Socket {
        private static final MethodHandle CALL =
                call("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
    }

    private static final class Bind {
        private static final MethodHandle CALL =
                call("bind", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class SetOption {
        private static final MethodHandle CALL =
                call(
                        "setsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    }

    private static final class Send {
        private static final MethodHandle CALL =
                call(
                        "send",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static final class Receive {
        private static final MethodHandle CALL =
                call(
                        "recv",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static final class Close {
        private static final MethodHandle CALL =
                call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    private static final class GetOption {
        private static final MethodHandle CALL =
                call(
                        "getsockopt",
                        FunctionDescriptor.of(
                                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    }

    private static final class Poll {
        private static final MethodHandle CALL =
                call("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    }

    private static final class MapMemory {
        private static final MethodHandle CALL =
                call(
                        "mmap",
                        FunctionDescriptor.of(
                                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT,
                                JAVA_LONG));
    }

    private static final class UnmapMemory {
        private static final MethodHandle CALL =
                call("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
    }

    private static final class InterfaceIndex {
        private static final MethodHandle CALL =
                call("if_nametoindex", FunctionDescriptor.of(JAVA_INT, ADDRESS));
    }

    private static final class Control {
        private static final MethodHandle CALL =
                call(
                        "ioctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS),
                        Linker.Option.firstVariadicArg(2));
    }

    private static final class Unshare {
        private static final MethodHandle CALL =
                call("unshare", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    }

    private final MemorySegment state;

    Libc(Arena arena) {
        state = arena.allocate(STATE);
    }

    private static MethodHandle call(String name, FunctionDescriptor shape, Linker.Option... more) {
        Linker.Option[] options = Arrays.copyOf(more, more.length + 1);
        options[more.length] = WITH_ERRNO;
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), shape, options);
    }

    /** Of the last call that failed. */
    int errno() {
        return (int) ERRNO.get(state, 0L);
    }

    int socket(int family, int type, int protocol) {
        try {
            return (int) Socket.CALL.invokeExact(state, family, type, protocol);
        } catch (Throwable e) {
            throw broken("socket", e);
        }
    }

    int bind(int socket, MemorySegment address) {
        try {
            return (int) Bind.CALL.invokeExact(state, socket, address, (int) address.byteSize());
        } catch (Throwable e) {
            throw broken("bind", e);
        }
    }

    int setOption(int socket, int level, int option, MemorySegment value) {
        try {
            int length = (int) value.byteSize();
            return (int) SetOption.CALL.invokeExact(state, socket, level, option, value, length);
        } catch (Throwable e) {
            throw broken("setsockopt", e);
        }
    }

    long send(int socket, MemorySegment bytes) {
        try {
            return (long) Send.CALL.invokeExact(state, socket, bytes, bytes.byteSize(), 0);
        } catch (Throwable e) {
            throw broken("send", e);
        }
    }

    long receive(int socket, MemorySegment into, int flags) {
        try {
            return (long) Receive.CALL.invokeExact(state, socket, into, into.byteSize(), flags);
        } catch (Throwable e) {
            throw broken("recv", e);
        }
    }

    int close(int socket) {
        try {
            return (int) Close.CALL.invokeExact(state, socket);
        } catch (Throwable e) {
            throw broken("close", e);
        }
    }

    /**
     * @param length of the value, as an integer; afterwards that of what was written there
     */
    int getOption(int socket, int level, int option, MemorySegment value, MemorySegment length) {
        try {
            return (int) GetOption.CALL.invokeExact(state, socket, level, option, value, length);
        } catch (Throwable e) {
            throw broken("getsockopt", e);
        }
    }

    /** ioctl(2). */
    int control(int descriptor, long request, MemorySegment value) {
        try {
            return (int) Control.CALL.invokeExact(state, descriptor, request, value);
        } catch (Throwable e) {
            throw broken("ioctl", e);
        }
    }

    /** Waits for what these descriptors (struct pollfd) are asked for. */
    int poll(MemorySegment descriptors, int millis) {
        try {
            long count = descriptors.byteSize() / 8;
            return (int) Poll.CALL.invokeExact(state, descriptors, count, millis);
        } catch (Throwable e) {
            throw broken("poll", e);
        }
    }

    /** Maps the beginning of what the descriptor stands for; address -1 where that fails. */
    MemorySegment mapShared(int descriptor, long length, int protection) {
        try {
            int shared = 1;
            return (MemorySegment)
                    MapMemory.CALL.invokeExact(
                            state, MemorySegment.NULL, length, protection, shared, descriptor, 0L);
        } catch (Throwable e) {
            throw broken("mmap", e);
        }
    }

    int unmap(MemorySegment mapped) {
        try {
            return (int) UnmapMemory.CALL.invokeExact(state, mapped, mapped.byteSize());
        } catch (Throwable e) {
            throw broken("munmap", e);
        }
    }

    /** Number of the network interface with this name; 0 where there is none. */
    int interfaceIndex(MemorySegment name) {
        try {
            return (int) InterfaceIndex.CALL.invokeExact(state, name);
        } catch (Throwable e) {
            throw broken("if_nametoindex", e);
        }
    }

    /** Leaves what these flags name (unshare(2)), with the current thread. */
    int unshare(int flags) {
        try {
            return (int) Unshare.CALL.invokeExact(state, flags);
        } catch (Throwable e) {
            throw broken("unshare", e);
        }
    }

    private static IllegalStateException broken(String call, Throwable e) {
        return new IllegalStateException("the C library's " + call + " cannot be called", e);
    }
}
