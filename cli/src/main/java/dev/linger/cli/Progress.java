package dev.linger.cli;

import dev.linger.life.Wording;
import java.io.PrintStream;
import java.util.function.LongFunction;

/**
 * A line on the terminal while a long file is read: how far, how fast, how long still; or while
 * live packets are. Shown from half a second on, and erased at the end. Not thread-safe.
 */
public final class Progress {
    private static final long PATIENCE_NANOS = 500_000_000L;
    private static final long REFRESH_NANOS = 100_000_000L;
    private static final int BAR = 20;

    private final PrintStream err;
    private final boolean isWatched;
    private final int width;
    private final long begin = System.nanoTime();
    private long nextAt;
    private boolean isShown;

    /** On the terminal's err, where somebody watches it. */
    public Progress(Terminal terminal) {
        this(terminal, PATIENCE_NANOS);
    }

    Progress(Terminal terminal, long patienceNanos) {
        err = terminal.err();
        isWatched = terminal.errIsTerminal();
        // The last column stays free, where some terminals wrap.
        width = terminal.errColumns() - 1;
        nextAt = begin + patienceNanos;
    }

    /**
     * Shows how far it is, now and then.
     *
     * @param read bytes so far
     * @param size bytes in all; -1 where nobody knows
     */
    public void at(long read, long size, long packets) {
        show(elapsed -> line(read, size, packets, elapsed));
    }

    /**
     * Shows this line, where somebody watches and the last one is old enough.
     *
     * @param line by the nanoseconds since the beginning; asked only when it is shown
     */
    public void show(LongFunction<String> line) {
        if (!isWatched) {
            return;
        }
        long now = System.nanoTime();
        if (now - nextAt < 0) {
            return;
        }
        nextAt = now + REFRESH_NANOS;
        isShown = true;
        err.print("\r" + Wording.cut(line.apply(now - begin), width) + "\033[K");
        err.flush();
    }

    static String line(long read, long size, long packets, long elapsedNanos) {
        double seconds = Math.max(elapsedNanos, 1) / 1e9;
        String rate =
                Wording.count(packets, "packet")
                        + ", "
                        + Wording.bytes((long) (read / seconds))
                        + "/s";
        if (size <= 0 || read > size) {
            return Wording.bytes(read) + ", " + rate;
        }
        double done = (double) read / size;
        int full = (int) (done * BAR);
        String left =
                read == 0 ? "" : ", " + (long) Math.ceil(seconds / done * (1 - done)) + " s left";
        return "["
                + "=".repeat(full)
                + " ".repeat(BAR - full)
                + "] "
                + (int) (done * 100)
                + " %, "
                + rate
                + left;
    }

    /** Takes the line away. */
    public void erase() {
        if (isShown) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
