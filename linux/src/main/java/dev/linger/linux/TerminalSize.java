package dev.linger.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** How many characters a terminal shows now: its window may become larger and smaller. */
public record TerminalSize(int columns, int rows) {
    private static final int STANDARD_OUTPUT = 1;
    private static final long TIOCGWINSZ = 0x5413;

    /** That of the terminal to which this process prints; empty where that tells none. */
    public static Optional<TerminalSize> ofOutput() {
        return Linux.isHere() ? of(STANDARD_OUTPUT) : Optional.empty();
    }

    static Optional<TerminalSize> of(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2); // struct winsize
            if (new Libc(arena).control(descriptor, TIOCGWINSZ, size) != 0) {
                return Optional.empty();
            }
            int rows = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 0));
            int columns = Short.toUnsignedInt(size.get(ValueLayout.JAVA_SHORT, 2));
            return rows == 0 || columns == 0
                    ? Optional.empty()
                    : Optional.of(new TerminalSize(columns, rows));
        }
    }
}
