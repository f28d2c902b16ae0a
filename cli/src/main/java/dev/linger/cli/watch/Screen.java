package dev.linger.cli.watch;

import dev.linger.cli.Ink;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.life.Wording;
import dev.linger.linux.Census;
import dev.linger.linux.SocketCount;
import dev.linger.linux.TcpState;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture as lines of text. */
final class Screen {
    private static final int MOST_ROWS = 12;
    private static final int MOST_LEAKS = 8;
    private static final int MOST_IDLE = 6;
    private static final double ALMOST_FULL = 0.8;
    private static final int SECONDS = 5;

    /** What the columns "established" and "TIME_WAIT" take, which always stay. */
    private static final int BESIDE_DESTINATION = 24;

    private static final int LEAST_DESTINATION = 10;
    private static final int PLAIN = -1;

    private final Terminal terminal;

    Screen(Terminal terminal) {
        this.terminal = terminal;
    }

    /**
     * @param raised alarms that hold
     * @param remark what is to be known of the picture itself; empty: nothing
     */
    List<String> lines(Snapshot picture, List<String> raised, String remark) {
        List<String> lines = new ArrayList<>();
        String at = picture.at().truncatedTo(ChronoUnit.SECONDS).toString();
        lines.addAll(remark.isEmpty() ? wrapped(Ink.FAINT, at) : wrapped(at + "; " + remark));
        if (!picture.fullAge().isZero()) {
            lines.addAll(
                    wrapped(
                            Ink.FAINT,
                            "ESTABLISHED and TIME_WAIT of each port and destination: as of "
                                    + seconds(picture.fullAge().toMillis())
                                    + " ago"));
        }
        raised.forEach(alarm -> lines.addAll(wrapped(Ink.BAD, "alarm: " + alarm)));
        lines.addAll(wrapped(Ink.STRONG, states(picture)));
        servers(picture, lines);
        destinations(picture, lines);
        portsInUse(picture, lines);
        leaks(picture, lines);
        picture.endings().ifPresent(endings -> endings(endings, lines));
        if (!picture.source().equals("sock_diag")) {
            lines.addAll(wrapped("sockets by " + picture.source()));
        }
        if (picture.unowned() > 0) {
            lines.addAll(wrapped(unowned(picture)));
        }
        return lines;
    }

    /** A sentence in as many lines as the terminal needs for it; one where that is none. */
    private List<String> wrapped(String sentence) {
        return Wrapped.text("", sentence, terminal.columns());
    }

    private List<String> wrapped(Ink ink, String sentence) {
        return wrapped(sentence).stream().map(line -> ink.on(line, terminal.coloured())).toList();
    }

    private static String unowned(Snapshot picture) {
        String sockets =
                "processes that cannot be seen hold "
                        + Wording.count(picture.unowned(), "socket")
                        + " in LISTEN or CLOSE_WAIT";
        return picture.unseen() > 0
                ? sockets
                        + ": other users' processes ("
                        + number(picture.unseen())
                        + ") hide theirs; root and CAP_SYS_PTRACE see them: sudo ./linger watch"
                : sockets
                        + ": /proc does not show them here (hidepid, or a container that shares"
                        + " the network alone)";
    }

    private static String states(Snapshot picture) {
        StringBuilder line = new StringBuilder(Wording.count(picture.census().all(), "socket"));
        for (TcpState state : TcpState.values()) {
            long count = picture.in(state);
            if (count > 0) {
                line.append(", ").append(number(count)).append(' ').append(state.linuxName());
            }
        }
        return line.toString();
    }

    private void servers(Snapshot picture, List<String> lines) {
        List<Table.Row> rows = new ArrayList<>();
        for (Census.Listening server : picture.servers()) {
            SocketCount count = server.count();
            String room = server.backlog() < 0 ? "?" : number(server.backlog());
            String queue = number(server.waiting()) + "/" + room;
            rows.add(
                    new Table.Row(
                            List.of(
                                    server.at().toString(),
                                    holder(picture, server),
                                    number(count.in(TcpState.ESTABLISHED)),
                                    idle(picture, count),
                                    number(count.in(TcpState.CLOSE_WAIT)),
                                    number(count.in(TcpState.FIN_WAIT2)),
                                    number(count.in(TcpState.TIME_WAIT)),
                                    number(other(count)),
                                    rate(count.closes().rate(SECONDS)),
                                    server.isOpen() ? queue : "-"),
                            server.fullest() >= ALMOST_FULL ? 9 : PLAIN));
        }
        table(
                "SERVERS HERE (in TIME_WAIT: closed first by the server)",
                List.of(
                        new Table.Column("port", false, 21, 0),
                        new Table.Column("process", false, 16, 3),
                        new Table.Column("established", true, 11, 0),
                        new Table.Column("idle", true, 6, 4),
                        new Table.Column("CLOSE_WAIT", true, 10, 2),
                        new Table.Column("FIN_WAIT2", true, 9, 6),
                        new Table.Column("TIME_WAIT", true, 9, 0),
                        new Table.Column("other", true, 6, 7),
                        new Table.Column("closes/s", true, 8, 1),
                        new Table.Column("accept queue", true, 12, 5)),
                rows,
                lines);
    }

    private static String holder(Snapshot picture, Census.Listening server) {
        return server.isOpen()
                ? picture.owner(server.inode())
                        .map(owner -> Wording.printable(owner.toString()))
                        .orElse("-")
                : "(listens no more)";
    }

    /** In the states without a column: half open, or with data or a FIN that is still to pass. */
    private static long other(SocketCount count) {
        return count.all()
                - count.in(TcpState.ESTABLISHED)
                - count.in(TcpState.CLOSE_WAIT)
                - count.in(TcpState.FIN_WAIT2)
                - count.in(TcpState.TIME_WAIT);
    }

    private static String idle(Snapshot picture, SocketCount count) {
        return picture.census().knowsIdle() ? number(count.idle()) : "-";
    }

    private void destinations(Snapshot picture, List<String> lines) {
        List<Table.Row> rows = new ArrayList<>();
        for (Snapshot.Destination one : picture.destinations()) {
            SocketCount count = one.count();
            boolean isNarrow = one.taken() * 2 > picture.ports().count();
            rows.add(
                    new Table.Row(
                            List.of(
                                    last(
                                            one.to().source().address()
                                                    + " -> "
                                                    + one.to().destination(),
                                            terminal.columns() - BESIDE_DESTINATION),
                                    number(count.in(TcpState.ESTABLISHED)),
                                    idle(picture, count),
                                    number(count.in(TcpState.CLOSE_WAIT)),
                                    number(count.in(TcpState.FIN_WAIT2)),
                                    number(count.in(TcpState.TIME_WAIT)),
                                    number(other(count)),
                                    rate(count.closes().rate(SECONDS)),
                                    number(one.taken()) + " of " + number(picture.ports().count()),
                                    left(one.secondsLeft())),
                            isNarrow ? 8 : PLAIN));
        }
        table(
                "CONNECTED FROM HERE (in TIME_WAIT: closed first by this client)",
                List.of(
                        new Table.Column("to", false, 40, 0),
                        new Table.Column("established", true, 11, 0),
                        new Table.Column("idle", true, 6, 5),
                        new Table.Column("CLOSE_WAIT", true, 10, 2),
                        new Table.Column("FIN_WAIT2", true, 9, 6),
                        new Table.Column("TIME_WAIT", true, 9, 0),
                        new Table.Column("other", true, 6, 7),
                        new Table.Column("closes/s", true, 8, 1),
                        new Table.Column("ports taken", true, 16, 3),
                        new Table.Column("run out in", true, 10, 4)),
                rows,
                lines);
    }

    /** Which ports a program bound itself the kernel does not tell, but it bounds how many. */
    private void portsInUse(Snapshot picture, List<String> lines) {
        if (picture.portsInUse() > picture.fullestPorts()) {
            lines.addAll(
                    wrapped(
                            "all destinations together: "
                                    + number(picture.census().portsInUse())
                                    + " of "
                                    + number(picture.ports().count())
                                    + " ports; one that a program has bound itself, before it"
                                    + " connects, is taken for all of them"));
        }
    }

    /** The end of a text that is too long: whither matters more than whence. */
    private static String last(String text, int room) {
        int width = Math.max(room, LEAST_DESTINATION);
        return text.length() <= width ? text : "…" + text.substring(text.length() - width + 1);
    }

    private void table(
            String heading, List<Table.Column> columns, List<Table.Row> all, List<String> lines) {
        if (all.isEmpty()) {
            return;
        }
        List<Table.Row> shown = all.subList(0, Math.min(MOST_ROWS, all.size()));
        Table table = Table.of(columns, shown, terminal);
        lines.add("");
        lines.addAll(wrapped(Ink.FAINT, heading));
        lines.add(table.heading());
        shown.forEach(row -> lines.add(table.line(row)));
        more(all.size() - shown.size(), lines);
    }

    private static void more(int count, List<String> lines) {
        if (count > 0) {
            lines.add(number(count) + " more");
        }
    }

    private void leaks(Snapshot picture, List<String> lines) {
        List<Leak> leaks = Leak.of(picture);
        if (leaks.isEmpty()) {
            return;
        }
        lines.add("");
        lines.addAll(
                wrapped(
                        Ink.FAINT,
                        "CLOSED BY THE OPPOSITE SIDE AND NOT BY THE PROGRAM (CLOSE_WAIT)"));
        int listed = picture.standing().size();
        if (picture.in(TcpState.CLOSE_WAIT) > listed) {
            lines.addAll(
                    wrapped(
                            "of "
                                    + number(picture.in(TcpState.CLOSE_WAIT))
                                    + " in CLOSE_WAIT, the "
                                    + number(listed)
                                    + " oldest:"));
        }
        leaks.stream().limit(MOST_LEAKS).forEach(leak -> lines.addAll(wrapped(leak.sentence())));
        more(leaks.size() - MOST_LEAKS, lines);
    }

    private void endings(Endings.Told endings, List<String> lines) {
        lines.add("");
        if (endings.unkept() > 0) {
            lines.addAll(
                    wrapped(
                            Wording.count(endings.unkept(), "connection")
                                    + " ended without TIME_WAIT since the beginning: there were as"
                                    + " many as net.ipv4.tcp_max_tw_buckets allows, and who closed"
                                    + " these first cannot be seen"));
        }
        if (!endings.areTold()) {
            lines.addAll(wrapped("the kernel does not tell here which sockets end"));
            return;
        }
        StringBuilder line =
                new StringBuilder("ended since the beginning: ")
                        .append(Wording.count(endings.ended(), "socket"))
                        .append(", ")
                        .append(number(endings.aborted()))
                        .append(" of them aborted");
        if (endings.lost() > 0) {
            line.append("; ").append(number(endings.lost())).append(" more were lost unread");
        }
        lines.addAll(wrapped(line.toString()));
        List<Map.Entry<Long, Long>> usual = new ArrayList<>(endings.idle().entrySet());
        usual.sort(Map.Entry.<Long, Long>comparingByValue().reversed());
        List<String> idle =
                usual.stream()
                        .limit(MOST_IDLE)
                        .map(one -> seconds(one.getKey()) + " (" + number(one.getValue()) + ")")
                        .toList();
        if (!idle.isEmpty()) {
            lines.addAll(wrapped("idle before their end: " + String.join(", ", idle)));
        }
    }

    private static String left(double seconds) {
        if (Double.isInfinite(seconds)) {
            return "-";
        }
        return seconds < 1 ? "now" : number(Math.round(seconds)) + " s";
    }

    private static String rate(double rate) {
        return rate == 0 ? "0" : String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
    }

    static String seconds(long millis) {
        return String.format(Locale.ROOT, millis < 100_000 ? "%.1f s" : "%,.0f s", millis / 1000.0);
    }

    private static String number(long number) {
        return Wording.count(number);
    }
}
