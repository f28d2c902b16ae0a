package dev.linger.cli.watch;

import dev.linger.cli.Asked;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.linux.Census;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.PortRange;
import dev.linger.linux.ProcTable;
import dev.linger.linux.Processes;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code linger watch}: the kernel's sockets, again and again. It needs no root. It
 * takes no more than a fiftieth of its time for looking: where there are very many sockets, it
 * looks less often than asked for, and says so.
 */
public final class Watch {
    private static final int FOUND = 1;
    private static final int DONE = 0;
    private static final int LEAST_SHARE = 50;
    private static final int ROWS = 40;

    private final Asked asked;
    private final Terminal terminal;
    private final Alarms alarms;
    private final @Nullable Exposition exposition;
    private final Duration interval;
    private final Processes processes = new Processes();
    private final @Nullable SocketTable table;
    private final @Nullable DestroyEvents events;
    private final String source;
    private final Endings endings;

    /** Checks what was asked for. */
    public Watch(Asked asked, Terminal terminal) {
        this.asked = asked;
        this.terminal = terminal;
        if (!asked.arguments().isEmpty()) {
            throw new Refusal("watch looks at this host and takes no file");
        }
        alarms =
                new Alarms(
                        asked.values(Flag.ALARM).stream().map(Alarm::of).toList(),
                        asked.value(Flag.RUN),
                        asked.value(Flag.POST),
                        terminal.err());
        String typed = asked.value(Flag.INTERVAL);
        interval = typed == null ? Duration.ofSeconds(1) : Asked.duration(Flag.INTERVAL, typed);
        if (!Files.isReadable(Path.of("/proc/net/tcp"))) {
            throw new Refusal(
                    "watch asks the Linux kernel for its sockets, and here is no Linux or no"
                            + " /proc; captures can be explained everywhere");
        }
        SocketTable opened = null;
        String found = "sock_diag";
        try {
            opened = new SocketTable();
        } catch (RefusedByKernelException e) {
            found = "/proc/net/tcp, for " + e.getMessage();
        }
        table = opened;
        source = found;
        events = events();
        endings = new Endings(events);
        String port = asked.value(Flag.PROMETHEUS);
        exposition =
                port == null
                        ? null
                        : new Exposition((int) Asked.number(Flag.PROMETHEUS, port, 0, 65535));
        if (exposition != null) {
            terminal.err().println("metrics at http://localhost:" + exposition.port() + "/metrics");
        }
    }

    private static @Nullable DestroyEvents events() {
        try {
            return new DestroyEvents();
        } catch (RefusedByKernelException e) {
            return null; // the picture says that endings are not told
        }
    }

    /** Watches until somebody ends it; returns the exit status. */
    public int run() throws IOException {
        boolean once = asked.has(Flag.ONCE);
        boolean redraws =
                !once && terminal.columns() != Terminal.UNLIMITED && !asked.has(Flag.JSON);
        Screen screen = new Screen(terminal, redraws ? rows() : Integer.MAX_VALUE);
        boolean raised = false;
        while (true) {
            long began = System.nanoTime();
            Snapshot picture = look();
            print(picture, screen, redraws);
            if (exposition != null) {
                exposition.show(picture);
            }
            raised |= alarms.look(picture);
            if (once) {
                return raised ? FOUND : DONE;
            }
            pause(System.nanoTime() - began);
        }
    }

    private static int rows() {
        String lines = System.getenv("LINES");
        return lines != null && lines.matches("[1-9][0-9]{1,3}")
                ? Integer.parseInt(lines) - 1
                : ROWS;
    }

    private Snapshot look() throws IOException {
        processes.refresh();
        try {
            Census census =
                    table == null ? Census.of(new ProcTable()::visit) : Census.of(table::visit);
            endings.look();
            return new Snapshot(
                    Instant.now(), census, PortRange.ofHost(), processes, source, endings);
        } catch (RefusedByKernelException e) {
            throw new Refusal("the kernel's sockets cannot be read: " + e.getMessage());
        }
    }

    private void print(Snapshot picture, Screen screen, boolean redraws) throws IOException {
        if (asked.has(Flag.JSON)) {
            PictureJson.write(picture, terminal.out());
            return;
        }
        StringBuilder text = new StringBuilder(redraws ? "\033[H\033[J" : "");
        screen.lines(picture).forEach(line -> text.append(line).append('\n'));
        if (!redraws && !asked.has(Flag.ONCE)) {
            text.append('\n');
        }
        terminal.print(text.toString());
    }

    private void pause(long tookNanos) {
        long nanos = Math.max(interval.toNanos() - tookNanos, LEAST_SHARE * tookNanos - tookNanos);
        try {
            Thread.sleep(Duration.ofNanos(Math.max(0, nanos)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted");
        }
    }
}
