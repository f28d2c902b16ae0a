package dev.linger.cli.watch;

import dev.linger.cli.Asked;
import dev.linger.cli.EndBySignal;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.Terminal;
import dev.linger.cli.TypedTime;
import dev.linger.linux.Census;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.Processes;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.TerminalSize;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The command {@code linger watch}: the kernel's sockets, again and again. It needs no root. Where
 * there are very many sockets, it looks less often than asked for, and says so: {@link Budget}.
 */
public final class Watch {
    private static final int FOUND = 1;
    private static final int NOT_KNOWN = 2;
    private static final int DONE = 0;
    private static final long BETWEEN_EVENTS_MILLIS = 100;

    private final Asked asked;
    private final Terminal terminal;
    private final boolean redraws;
    private final Budget budget;
    private final Set<Integer> ports;
    private final List<Alarm> conditions;
    private final Processes processes = new Processes();
    private final Standing stands;
    private final CountDownLatch ended = new CountDownLatch(1);
    private @Nullable Census last;
    private long fullNanos;

    /** What a picture that is drawn over all else says on its first line; empty: nothing. */
    private String metrics = "";

    /** Checks what was asked for. */
    public Watch(Asked asked, Terminal terminal) {
        this.asked = asked;
        this.terminal = terminal;
        if (!asked.arguments().isEmpty()) {
            throw new Refusal("watch looks at this host and takes no file");
        }
        if (asked.has(Flag.ONCE)) {
            refuseWithOnce(Flag.INTERVAL);
            refuseWithOnce(Flag.PROMETHEUS);
        }
        redraws = Terminal.canRedraw() && !asked.has(Flag.ONCE) && !asked.has(Flag.PICTURES_JSON);
        stands = new Standing(asked.has(Flag.ONCE));
        String interval = asked.value(Flag.INTERVAL);
        budget =
                new Budget(
                        interval == null
                                ? Duration.ofSeconds(1)
                                : TypedTime.parse(Flag.INTERVAL, interval));
        ports =
                asked.values(Flag.SOCKETS_PORT).stream()
                        .map(typed -> (int) Asked.number(Flag.SOCKETS_PORT, typed, 1, 65535))
                        .collect(Collectors.toSet());
        conditions = asked.values(Flag.ALARM).stream().map(Alarm::of).toList();
    }

    private void refuseWithOnce(Flag flag) {
        if (asked.has(flag)) {
            throw new Refusal("--once looks once; --" + flag.word() + " is for looking again");
        }
    }

    /** Watches until somebody ends it; returns the exit status. */
    public int run() throws IOException {
        // What is said while the screen is redrawn is kept until the first screen is back.
        LastLines kept = new LastLines();
        boolean keeps = redraws && terminal.errIsTerminal();
        PrintStream err =
                keeps ? new PrintStream(kept, true, StandardCharsets.UTF_8) : terminal.err();
        try (SocketSource sockets = SocketSource.open(ports);
                DestroyEvents events = events();
                Alarms alarms =
                        new Alarms(conditions, asked.value(Flag.RUN), asked.value(Flag.POST), err);
                Exposition exposition = exposition();
                EndBySignal _ = new EndBySignal(ended::countDown)) {
            if (exposition != null) {
                String said = "metrics at http://localhost:" + exposition.port() + "/metrics";
                metrics = keeps ? said : "";
                err.println(said);
            }
            return watch(sockets, new Endings(events, ports), alarms, exposition);
        } finally {
            terminal.err().print(kept.text());
        }
    }

    private @Nullable Exposition exposition() {
        String port = asked.value(Flag.PROMETHEUS);
        return port == null
                ? null
                : new Exposition((int) Asked.number(Flag.PROMETHEUS, port, 0, 65535));
    }

    private @Nullable DestroyEvents events() {
        if (asked.has(Flag.ONCE)) {
            return null; // nothing is waited for
        }
        try {
            return new DestroyEvents();
        } catch (RefusedByKernelException e) {
            return null; // the picture says that endings are not told
        }
    }

    private int watch(
            SocketSource sockets, Endings endings, Alarms alarms, @Nullable Exposition exposition)
            throws IOException {
        boolean once = asked.has(Flag.ONCE);
        boolean raised;
        try (Redraw screen = redraws ? new Redraw(terminal, TerminalSize::ofOutput) : null) {
            do {
                boolean isFull = budget.begin(sockets.isSelective());
                Snapshot picture = look(isFull, sockets, endings);
                raised = alarms.look(picture);
                if (exposition != null) {
                    exposition.show(picture);
                }
                try {
                    print(picture, alarms.raised(picture), screen);
                } catch (IOException e) {
                    int known = status(raised, alarms);
                    if (known == DONE) {
                        throw e;
                    }
                    return known; // whoever asked reads the status
                }
            } while (!once && !endsBefore(budget.nextNanos(sockets.isSelective()), endings));
        }
        return status(raised, alarms);
    }

    private int status(boolean raised, Alarms alarms) {
        if (!asked.has(Flag.ONCE) || !(raised || alarms.lackMeasure())) {
            return DONE;
        }
        return raised ? FOUND : NOT_KNOWN;
    }

    private Snapshot look(boolean isFull, SocketSource sockets, Endings endings) {
        LocalPorts local = LocalPorts.ofHost();
        Instant now = Instant.now();
        long nanos = System.nanoTime();
        Census earlier = isFull ? null : last;
        Census census =
                earlier == null
                        ? sockets.census(local.range())
                        : sockets.withoutMany(earlier, local.range());
        last = census;
        fullNanos = earlier == null || !sockets.isSelective() ? nanos : fullNanos;
        endings.learn(census, local.range(), nanos);
        look(endings);
        List<Census.Unclosed> standing = stands.of(census.unclosed(), nanos);
        processes.seek(inodes(census, standing));
        return new Snapshot(
                now,
                census,
                standing,
                Duration.ofNanos(nanos - fullNanos),
                local,
                processes,
                sockets.name(),
                asked.has(Flag.ONCE) ? null : endings.told());
    }

    /** Of the sockets whose processes are told. */
    private static List<Long> inodes(Census census, List<Census.Unclosed> standing) {
        return Stream.concat(
                        census.listening().stream().map(Census.Listening::inode),
                        standing.stream().map(Census.Unclosed::inode))
                .toList();
    }

    private static void look(Endings endings) {
        try {
            endings.look();
        } catch (RefusedByKernelException e) {
            throw new Refusal("the ends of sockets cannot be read: " + e.getMessage());
        }
    }

    private void print(Snapshot picture, List<String> raised, @Nullable Redraw screen)
            throws IOException {
        if (asked.has(Flag.PICTURES_JSON)) {
            PictureJson.write(picture, terminal.out());
            return;
        }
        String remark =
                budget.isExceeded()
                        ? "less often than asked for, so that looking takes no more than 2 % of a"
                                + " processor"
                        : "";
        Terminal now = screen == null ? terminal : screen.resized();
        List<String> lines = new Screen(now).lines(picture, raised, remark);
        if (screen != null) {
            if (!metrics.isEmpty()) {
                lines.addFirst(metrics);
            }
            screen.draw(lines);
        } else {
            terminal.print(String.join("\n", lines) + (asked.has(Flag.ONCE) ? "\n" : "\n\n"));
        }
    }

    /**
     * Waits for the next look, and empties the kernel's buffer of events meanwhile: without
     * CAP_NET_ADMIN it holds some hundred.
     */
    private boolean endsBefore(long nextNanos, Endings endings) {
        try {
            long left = nextNanos - System.nanoTime();
            while (left > 0) {
                long millis = Math.min(BETWEEN_EVENTS_MILLIS, left / 1_000_000 + 1);
                if (ended.await(millis, TimeUnit.MILLISECONDS)) {
                    return true;
                }
                look(endings);
                left = nextNanos - System.nanoTime();
            }
            return ended.getCount() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
