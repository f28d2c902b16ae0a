package dev.linger.cli.serve;

import dev.linger.cli.Addresses;
import dev.linger.cli.Ink;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.Closing;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Talk;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import dev.linger.server.ExchangeRecord;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests as rows, and between them the ends of connections. The same port is the same connection.
 */
final class LogLines {
    private static final int STATUS = 4;
    private static final int TARGET_MOST = 2000;
    private static final String GAP = "  ";

    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("time", false, 8, 4),
                    new Table.Column("client", false, 21, 0),
                    new Table.Column("request", true, 7, 0),
                    new Table.Column("method", false, 6, 0),
                    new Table.Column("status", true, 6, 0),
                    new Table.Column("bytes", true, 9, 2),
                    new Table.Column("took", true, 10, 3),
                    new Table.Column("target", false, 6, 0));

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Table table;
    private final boolean coloured;
    private final ZoneId zone;

    LogLines(Terminal terminal, ZoneId zone) {
        this.table = Table.ofUsualWidths(COLUMNS, terminal);
        this.coloured = terminal.coloured();
        this.zone = zone;
    }

    String heading() {
        return table.heading();
    }

    List<String> answered(Shown.Answered answered) {
        ExchangeRecord exchange = answered.exchange();
        List<String> lines = new ArrayList<>();
        lines.add(
                table.line(
                        new Table.Row(
                                List.of(
                                        time(exchange.at()),
                                        Addresses.text(exchange.client()),
                                        Wording.count(exchange.request()),
                                        exchange.method() == null
                                                ? "-"
                                                : Wording.printable(exchange.method()),
                                        Integer.toString(exchange.status()),
                                        Wording.bytes(exchange.responseBytes()),
                                        Wording.duration(exchange.nanos()),
                                        target(exchange.target())),
                                exchange.status() >= 400 ? STATUS : -1)));
        for (String field : answered.header()) {
            lines.add("          " + Ink.FAINT.on(field, coloured));
        }
        return lines;
    }

    private static String target(@Nullable String target) {
        return target == null
                ? "(no request that could be read)"
                : Wording.cut(Wording.printable(target), TARGET_MOST);
    }

    /** {@code closed after 2 requests: idle-timeout by the server, which closed first}. */
    String ended(JudgedLife judged) {
        Closing closing = judged.verdict().closing();
        int requests = judged.life().talk() instanceof Talk.Http http ? http.requests() : 0;
        String why = closing.cause().word();
        StringBuilder line = new StringBuilder();
        line.append(time(instant(judged.life().ending().last().atNanos()))).append(GAP);
        line.append(String.format("%-21s", judged.life().client())).append(GAP);
        line.append("closed after ").append(Wording.count(requests, "request")).append(": ");
        line.append(
                LikeEnds.harm(closing.cause()) == 0
                        ? Ink.BAD.on(why, coloured)
                        : Ink.STRONG.on(why, coloured));
        line.append(" by the ").append(closing.decidedBy().word());
        line.append("; ").append(first(closing)).append(", ").append(timeWait(closing));
        for (Evidence evidence : judged.verdict().evidence()) {
            line.append("; ").append(Wording.printable(evidence.says()));
        }
        return line.toString();
    }

    private static String first(Closing closing) {
        String how =
                switch (closing.manner()) {
                    case RESET -> ", and a reset ended it";
                    case FIN, HALF_CLOSED, REFUSED, SILENCE, OPEN, UNKNOWN -> "";
                };
        return switch (closing.closedFirst()) {
            case CLIENT -> "the client closed first" + how;
            case SERVER -> "the server closed first" + how;
            case BOTH -> "both closed at once" + how;
            case NOBODY, UNKNOWN -> "who closed first is not known" + how;
        };
    }

    private static String timeWait(Closing closing) {
        TimeWaitAt at = closing.timeWaitAt();
        return switch (at) {
            case CLIENT, SERVER -> "TIME_WAIT at the " + at.word();
            case BOTH -> "TIME_WAIT at both";
            case NOBODY -> "no TIME_WAIT";
            case UNKNOWN -> "TIME_WAIT not known";
        };
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }
}
