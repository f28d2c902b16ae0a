package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TerminalSizeTest {
    private static final Path TERMINALS = Path.of("/dev/ptmx");
    private static final long TIOCSWINSZ = 0x5414;

    private static void resize(int terminal, int columns, int rows) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment size = arena.allocate(8, 2);
            size.set(ValueLayout.JAVA_SHORT, 0, (short) rows);
            size.set(ValueLayout.JAVA_SHORT, 2, (short) columns);
            assertEquals(0, new Libc(arena).control(terminal, TIOCSWINSZ, size));
        }
    }

    /** Numbers of this process's descriptors of that file. */
    private static List<Integer> descriptors(Path file) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.filter(one -> leadsTo(one, file))
                    .map(one -> Integer.valueOf(one.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean leadsTo(Path link, Path file) {
        try {
            return Files.isSameFile(link, file);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void isThatOfTheWindowNow() throws Exception {
        try (RandomAccessFile _ = new RandomAccessFile(TERMINALS.toFile(), "rw")) {
            int terminal = descriptors(TERMINALS).getLast();
            resize(terminal, 132, 50);
            assertEquals(Optional.of(new TerminalSize(132, 50)), TerminalSize.of(terminal));
            resize(terminal, 61, 12);
            assertEquals(Optional.of(new TerminalSize(61, 12)), TerminalSize.of(terminal));
            resize(terminal, 0, 0);
            assertEquals(Optional.empty(), TerminalSize.of(terminal), "one that tells no size");
        }
    }

    @Test
    void aFileHasNone() throws Exception {
        Path file = Path.of("/dev/null");
        try (RandomAccessFile _ = new RandomAccessFile(file.toFile(), "rw")) {
            assertEquals(Optional.empty(), TerminalSize.of(descriptors(file).getLast()));
        }
    }
}
