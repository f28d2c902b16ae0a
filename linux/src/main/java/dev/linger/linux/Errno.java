package dev.linger.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/** Numbers of failures (errno(3), asm-generic/errno.h), and what the C library says of one. */
final class Errno {
    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EPIPE = 32;
    static final int EPROTONOSUPPORT = 93;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRINUSE = 98;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETUNREACH = 101;
    static final int ECONNABORTED = 103;
    static final int ENOBUFS = 105;
    static final int ETIMEDOUT = 110;
    static final int ECONNREFUSED = 111;
    static final int EHOSTUNREACH = 113;
    static final int ESTALE = 116;
    private static final int LONGEST = 256;

    /** As asked for; two threads may ask for the same. */
    private static final @Nullable String[] WORDS = new String[ESTALE + 1];

    private Errno() {}

    /** As {@code Address already in use} (strerror(3)), in the language of the process's locale. */
    static String words(int errno) {
        if (errno < 0 || errno >= WORDS.length) {
            return "errno " + errno;
        }
        String known = WORDS[errno];
        if (known == null) {
            known = ask(errno);
            WORDS[errno] = known;
        }
        return known;
    }

    @SuppressWarnings("restricted")
    private static String ask(int errno) {
        try {
            Linker linker = Linker.nativeLinker();
            MethodHandle strerror =
                    linker.downcallHandle(
                            linker.defaultLookup().findOrThrow("strerror"),
                            FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
            MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
            return text.reinterpret(LONGEST).getString(0);
        } catch (Throwable e) {
            return "errno " + errno;
        }
    }
}
