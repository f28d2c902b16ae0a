package dev.linger.cli.watch;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Keeps the {@value #MOST} last lines of what is written to it. */
final class LastLines extends OutputStream {
    private static final int MOST = 1000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int octet) {
        line.write(octet);
        if (octet == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
            if (lines.size() > MOST) {
                lines.removeFirst();
            }
        }
    }

    /** These lines. */
    synchronized String text() {
        return String.join("", lines) + line.toString(StandardCharsets.UTF_8);
    }
}
