package dev.linger.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * Waits for descriptors, level-triggered (epoll(7)). {@link #wake} may be called from any thread,
 * all else from one.
 */
public final class Epoll implements AutoCloseable {
    /** There is something to read, or the end of the stream. */
    public static final int IN = 1;

    /** Bytes can be written. */
    public static final int OUT = 4;

    private static final int BROKEN = 0x8 | 0x10;
    private static final int EDGES = 1 << 31;

    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;
    private static final int CLOEXEC = 0x80000;
    private static final int NONBLOCK_CLOEXEC = 0x800 | CLOEXEC;

    /** What one {@link #await} tells of. */
    public static final int MOST_EVENTS = 512;

    // struct epoll_event is packed on x86 only (linux/eventpoll.h).
    private static final boolean PACKED =
            System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).matches("amd64|x86_64");
    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int DATA_AT = PACKED ? 4 : 8;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;

    private static final Linker.Option SHORT = Linker.Option.critical(true);
    private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");

    /** Linked when the first is made, not where another system is only told that it has none. */
    private static final class Calls {
        static final MethodHandle CREATE =
                call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT), WITH_ERRNO);
        static final MethodHandle EVENTFD =
                call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), WITH_ERRNO);
        static final MethodHandle CONTROL =
                call(
                        "epoll_ctl",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS),
                        WITH_ERRNO,
                        SHORT);
        static final MethodHandle WAIT =
                call(
                        "epoll_wait",
                        FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                        WITH_ERRNO);
        static final MethodHandle WRITE =
                call(
                        "write",
                        FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG),
                        SHORT);
        static final MethodHandle CLOSE =
                call("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), SHORT);

        private Calls() {}

        @SuppressWarnings("restricted")
        private static MethodHandle call(
                String name, FunctionDescriptor shape, Linker.Option... options) {
            Linker linker = Linker.nativeLinker();
            return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape, options);
        }
    }

    private final Arena arena = Arena.ofShared();
    private final MemorySegment errno = arena.allocate(Linker.Option.captureStateLayout());
    private final MemorySegment events = arena.allocate((long) MOST_EVENTS * EVENT_BYTES, 8);
    private final MemorySegment asked = arena.allocate(EVENT_BYTES, 8);
    private final MemorySegment one = MemorySegment.ofArray(new long[] {1});
    private final int set;
    private final int bell;

    /**
     * @throws IOException if the kernel has none to give, out of descriptors mostly
     */
    public Epoll() throws IOException {
        int made = -1;
        try {
            made = check((int) Calls.CREATE.invokeExact(errno, CLOEXEC));
            bell = check((int) Calls.EVENTFD.invokeExact(errno, 0, NONBLOCK_CLOEXEC));
        } catch (IOException e) {
            if (made >= 0) {
                close(made);
            }
            arena.close();
            throw e;
        } catch (Throwable e) {
            throw broken(e);
        }
        set = made;
        // At its edges: what was rung need not be read then.
        control(ADD, bell, IN | EDGES);
    }

    /**
     * Whether this is Linux, and this program was allowed native calls ({@code
     * --enable-native-access}); without that the JVM would print warnings.
     */
    public static boolean isUsable() {
        return Linux.isHere() && Epoll.class.getModule().isNativeAccessEnabled();
    }

    /** Begins to look for these events; closing the descriptor ends it. */
    public void add(int descriptor, int events) {
        control(ADD, descriptor, events);
    }

    /** Looks for other events from now on. */
    public void change(int descriptor, int events) {
        control(MODIFY, descriptor, events);
    }

    /** Looks no more. */
    public void remove(int descriptor) {
        control(DELETE, descriptor, 0);
    }

    private void control(int operation, int descriptor, int wanted) {
        asked.set(INT, 0, wanted);
        asked.set(INT, DATA_AT, descriptor);
        int result;
        try {
            result = (int) Calls.CONTROL.invokeExact(errno, set, operation, descriptor, asked);
        } catch (Throwable e) {
            throw broken(e);
        }
        if (result < 0) {
            throw new IllegalStateException(
                    "epoll does not take descriptor " + descriptor + ": " + reason());
        }
    }

    /**
     * Waits for events.
     *
     * @param millis at most; -1 for ever
     * @return how many descriptors are ready; none where it was woken
     */
    public int await(int millis) throws IOException {
        int count;
        try {
            count = (int) Calls.WAIT.invokeExact(errno, set, events, MOST_EVENTS, millis);
        } catch (Throwable e) {
            throw broken(e);
        }
        if (count < 0 && errno.get(JAVA_INT, 0) == Errno.EINTR) {
            return 0;
        }
        return check(count);
    }

    /** The descriptor that is ready, by its number among those; -1 where it is no one's. */
    public int descriptor(int index) {
        int descriptor = events.get(INT, (long) index * EVENT_BYTES + DATA_AT);
        return descriptor == bell ? -1 : descriptor;
    }

    /** Its events; a broken connection shows as both. */
    public int events(int index) {
        int ready = events.get(INT, (long) index * EVENT_BYTES);
        return (ready & BROKEN) == 0 ? ready : IN | OUT;
    }

    /** Ends the present wait, or else the next. */
    public void wake() {
        try {
            long _ = (long) Calls.WRITE.invokeExact(bell, one, 8L);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        close(set);
        close(bell);
        arena.close();
    }

    private static void close(int descriptor) {
        try {
            int _ = (int) Calls.CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw broken(e);
        }
    }

    private int check(int result) throws IOException {
        if (result < 0) {
            throw new IOException("epoll failed: " + reason());
        }
        return result;
    }

    private String reason() {
        return Errno.words(errno.get(JAVA_INT, 0));
    }

    private static IllegalStateException broken(Throwable e) {
        return new IllegalStateException("the C library cannot be called", e);
    }
}
