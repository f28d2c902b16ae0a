package dev.linger.cli.watch;

import dev.linger.cli.Ink;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.linux.Census;
import dev.linger.linux.TcpState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A picture as lines of text. */
final class Screen {
    private static final int MOST_ROWS = 12;
    private static final int MOST_UNCLOSED = 8;
    private static final int FULL = 80;

    private final Terminal terminal;
    private final int rows;

    /**
     * @param rows lines that there is room for
     */
    Screen(Terminal terminal, int rows) {
        this.terminal = terminal;
        this.rows = rows;
    }

    List<String> lines(Snapshot picture) {
        List<String> lines = new ArrayList<>();
        lines.add(states(picture));
        servers(picture, lines);
        destinations(picture, lines);
        unclosed(picture, lines);
        endings(picture, lines);
        if (!picture.source().equals("sock_diag")) {
            lines.add("sockets by " + picture.source());
        }
        return lines.size() <= rows ? lines : lines.subList(0, rows);
    }

    private String states(Snapshot picture) {
        StringBuilder line = new StringBuilder(number(picture.census().all()) + " sockets");
        for (TcpState state : TcpState.values()) {
            long count = picture.in(state);
            if (count > 0) {
                line.append(", ").append(number(count)).append(' ').append(state.linuxName());
            }
        }
        return Ink.STRONG.on(line.toString(), terminal.coloured());
    }

    private void servers(Snapshot picture, List<String> lines) {
        List<Table.Row> rows = new ArrayList<>();
        for (Census.Listening server : picture.servers()) {
            Census.Count count = server.count();
            boolean queueIsFull = server.waiting() * 100 >= server.backlog() * FULL;
            rows.add(
                    new Table.Row(
                            List.of(
                                    server.at().toString(),
                                    picture.owner(server.inode()).map(Object::toString).orElse("-"),
                                    number(count.in(TcpState.ESTABLISHED)),
                                    number(count.in(TcpState.CLOSE_WAIT)),
                                    number(count.in(TcpState.FIN_WAIT2)),
                                    number(count.in(TcpState.TIME_WAIT)),
                                    rate(count.closes().rate(5)),
                                    number(server.waiting()) + "/" + number(server.backlog())),
                            queueIsFull ? 7 : -1));
        }
        table(
                "LISTENING HERE",
                List.of(
                        new Table.Column("port", false, 21, 0),
                        new Table.Column("process", false, 16, 3),
                        new Table.Column("established", true, 11, 0),
                        new Table.Column("CLOSE_WAIT", true, 10, 2),
                        new Table.Column("FIN_WAIT2", true, 9, 5),
                        new Table.Column("TIME_WAIT (closed first here)", true, 10, 0),
                        new Table.Column("closes/s", true, 8, 1),
                        new Table.Column("accept queue", true, 12, 4)),
                rows,
                lines);
    }

    private void destinations(Snapshot picture, List<String> lines) {
        List<Table.Row> rows = new ArrayList<>();
        for (Snapshot.Destination one : picture.destinations()) {
            Census.Count count = one.count();
            boolean isNarrow = one.ports() * 2 > picture.range().count();
            rows.add(
                    new Table.Row(
                            List.of(
                                    one.to().source().address() + " -> " + one.to().destination(),
                                    number(count.in(TcpState.ESTABLISHED)),
                                    number(count.in(TcpState.CLOSE_WAIT)),
                                    number(count.in(TcpState.TIME_WAIT)),
                                    rate(count.closes().rate(5)),
                                    number(one.ports()) + " of " + number(picture.range().count()),
                                    left(one.secondsLeft())),
                            isNarrow ? 5 : -1));
        }
        table(
                "CONNECTED FROM HERE",
                List.of(
                        new Table.Column("to", false, 40, 0),
                        new Table.Column("established", true, 11, 0),
                        new Table.Column("CLOSE_WAIT", true, 10, 2),
                        new Table.Column("TIME_WAIT (closed first here)", true, 10, 0),
                        new Table.Column("closes/s", true, 8, 1),
                        new Table.Column("ports", true, 16, 3),
                        new Table.Column("run out in", true, 10, 4)),
                rows,
                lines);
    }

    private void table(
            String heading, List<Table.Column> columns, List<Table.Row> all, List<String> lines) {
        if (all.isEmpty()) {
            return;
        }
        List<Table.Row> shown = all.subList(0, Math.min(MOST_ROWS, all.size()));
        Table table = Table.of(columns, shown, terminal);
        lines.add("");
        lines.add(Ink.FAINT.on(heading, terminal.coloured()));
        lines.add(table.heading());
        shown.forEach(row -> lines.add(table.line(row)));
        if (all.size() > shown.size()) {
            lines.add((all.size() - shown.size()) + " more");
        }
    }

    private void unclosed(Snapshot picture, List<String> lines) {
        List<Census.Unclosed> unclosed = picture.unclosed();
        if (unclosed.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(
                Ink.FAINT.on(
                        "CLOSED BY THE OPPOSITE SIDE AND NOT BY THE PROGRAM (CLOSE_WAIT)",
                        terminal.coloured()));
        for (Census.Unclosed one : unclosed.subList(0, Math.min(MOST_UNCLOSED, unclosed.size()))) {
            StringBuilder line = new StringBuilder();
            line.append(one.local()).append(" from ").append(one.opposite());
            if (one.ageMillis() >= 0) {
                line.append(", for ").append(seconds(one.ageMillis()));
            }
            if (one.idleMillis() > 0) {
                line.append(", closed after ").append(seconds(one.idleMillis())).append(" idle");
            }
            picture.owner(one.inode()).ifPresent(owner -> line.append(", held by ").append(owner));
            lines.add(line.toString());
        }
        if (unclosed.size() > MOST_UNCLOSED) {
            lines.add((unclosed.size() - MOST_UNCLOSED) + " more");
        }
        if (picture.processes().unseen() > 0) {
            lines.add(
                    picture.processes().unseen()
                            + " processes of other users hide their sockets; root and"
                            + " CAP_SYS_PTRACE see them");
        }
    }

    private static void endings(Snapshot picture, List<String> lines) {
        Endings endings = picture.endings();
        if (endings.ended() == 0 && endings.lost() == 0) {
            return;
        }
        lines.add("");
        StringBuilder line =
                new StringBuilder("since the beginning ")
                        .append(number(endings.ended()))
                        .append(" sockets ended, ")
                        .append(number(endings.aborted()))
                        .append(" of them aborted");
        if (endings.lost() > 0) {
            line.append("; events were lost ").append(endings.lost()).append(" times");
        }
        lines.add(line.toString());
        List<Map.Entry<Long, Long>> usual = new ArrayList<>(endings.idle().entrySet());
        usual.sort(Map.Entry.<Long, Long>comparingByValue().reversed());
        StringBuilder idle = new StringBuilder();
        for (Map.Entry<Long, Long> one : usual.subList(0, Math.min(6, usual.size()))) {
            idle.append(idle.isEmpty() ? "idle before their end: " : ", ")
                    .append(seconds(one.getKey()))
                    .append(" (")
                    .append(number(one.getValue()))
                    .append(')');
        }
        if (!idle.isEmpty()) {
            lines.add(idle.toString());
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

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, millis < 100_000 ? "%.1f s" : "%,.0f s", millis / 1000.0);
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
