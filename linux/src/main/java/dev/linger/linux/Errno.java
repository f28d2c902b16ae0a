package dev.linger.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** What the C library says of a failure. */
final class Errno {
    private static final int LONGEST = 256;

    private Errno() {}

    /** As {@code Address already in use} (strerror(3)). */
    @SuppressWarnings("restricted")
    static String words(int errno) {
        Linker linker = Linker.nativeLinker();
        MethodHandle strerror =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("strerror"),
                        FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try {
            MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
            return text.reinterpret(LONGEST).getString(0);
        } catch (Throwable e) {
            return "errno " + errno;
        }
    }
}
