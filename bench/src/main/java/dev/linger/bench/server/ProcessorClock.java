package dev.linger.bench.server;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Processor time of another process, of all its threads, ended ones included, user and system, in
 * nanoseconds: its CPU clock (clock_getcpuclockid(3)). For Linux with 64 bits.
 */
final class ProcessorClock {
    private static final int ALL_THREADS_BY_SCHEDULER = 2;
    private static final MethodHandle CLOCK_GETTIME =
            Linker.nativeLinker()
                    .downcallHandle(
                            Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS));

    private ProcessorClock() {}

    /** Of a process and its children, which nginx has. */
    static long nanos(ProcessHandle process) {
        return nanos(process.pid())
                + process.descendants().mapToLong(child -> nanos(child.pid())).sum();
    }

    private static long nanos(long pid) {
        int clock = (~(int) pid << 3) | ALL_THREADS_BY_SCHEDULER;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment time = arena.allocate(16, 8);
            if ((int) CLOCK_GETTIME.invokeExact(clock, time) != 0) {
                throw new IllegalStateException("process " + pid + " has ended");
            }
            return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000
                    + time.get(ValueLayout.JAVA_LONG, 8);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
