package dev.linger.cli.get;

import dev.linger.cli.Addresses;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.client.ExchangeRecord;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.Wording;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Requests and their connections, for people. */
final class VisitLines {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("#", true, 5, 0),
                    new Table.Column("status", true, 6, 0),
                    new Table.Column("from port", true, 9, 0),
                    new Table.Column("connection", false, 15, 0),
                    new Table.Column("idle before", true, 11, 4),
                    new Table.Column("connect", true, 10, 3),
                    new Table.Column("first byte", true, 10, 0),
                    new Table.Column("in all", true, 10, 2),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("why", false, 15, 0));
    private static final int STATUS_COLUMN = 1;

    private final Table table;

    VisitLines(Terminal terminal) {
        table = Table.ofUsualWidths(COLUMNS, terminal);
    }

    String heading() {
        return table.heading();
    }

    /** One line for one of many. */
    String row(Visit visit) {
        return switch (visit) {
            case Visit.Failed failed ->
                    "%5d  failed: %s"
                            .formatted(failed.number(), Wording.printable(failed.sentence()));
            case Visit.Answered answered -> row(answered);
        };
    }

    private String row(Visit.Answered visit) {
        ExchangeRecord exchange = visit.exchange();
        String first = visit.life().map(VisitLines::closedFirst).orElse("");
        String why = visit.life().map(life -> closing(life).cause().word()).orElse("kept");
        return table.line(
                new Table.Row(
                        List.of(
                                Wording.count(visit.number()),
                                Integer.toString(exchange.status()),
                                Integer.toString(exchange.local().getPort()),
                                use(exchange),
                                exchange.idleBefore().map(VisitLines::time).orElse(""),
                                exchange.use() > 1
                                        ? ""
                                        : time(exchange.connect().plus(exchange.tls())),
                                time(exchange.firstByte()),
                                time(whole(exchange)),
                                first,
                                why),
                        exchange.status() >= 400 ? STATUS_COLUMN : -1));
    }

    private static String use(ExchangeRecord exchange) {
        return exchange.use() > 1 ? "reused, use " + exchange.use() : "new";
    }

    private static Duration whole(ExchangeRecord exchange) {
        Duration opening =
                exchange.use() > 1 ? Duration.ZERO : exchange.connect().plus(exchange.tls());
        return opening.plus(exchange.send()).plus(exchange.firstByte()).plus(exchange.rest());
    }

    private static String time(Duration time) {
        return Wording.duration(time.toNanos());
    }

    private static Closing closing(JudgedLife life) {
        return life.verdict().closing();
    }

    private static String closedFirst(JudgedLife life) {
        return closing(life).closedFirst().word();
    }

    /** A connection that ended between two requests. */
    static String ended(JudgedLife life) {
        Closing closing = closing(life);
        return "       port "
                + life.life().client().port()
                + " was closed while idle: closed first "
                + closing.closedFirst().word()
                + ", "
                + closing.cause().word()
                + "; "
                + Wording.printable(life.verdict().evidence().getFirst().says());
    }

    /** A request that is alone. */
    static List<String> alone(Visit.Answered visit) {
        ExchangeRecord exchange = visit.exchange();
        List<String> phases = new ArrayList<>();
        phases.add("connect " + time(exchange.connect()));
        if (!exchange.tls().isZero()) {
            phases.add("TLS " + time(exchange.tls()));
        }
        phases.add("request " + time(exchange.send()));
        phases.add("first byte " + time(exchange.firstByte()));
        phases.add("rest " + time(exchange.rest()));
        List<String> lines = new ArrayList<>();
        lines.add(
                exchange.status()
                        + ", "
                        + Wording.bytes(exchange.responseBytes())
                        + " of body in "
                        + time(whole(exchange))
                        + ": "
                        + String.join(", ", phases));
        lines.add(
                "connection from port "
                        + exchange.local().getPort()
                        + " to "
                        + Addresses.text(exchange.server())
                        + ": "
                        + visit.life().map(VisitLines::fate).orElse("kept by both sides"));
        visit.headers()
                .firstValue("Location")
                .filter(_ -> exchange.status() / 100 == 3)
                .ifPresent(place ->
                        lines.add(
                                "redirects to "
                                        + Wording.printable(place)
                                        + ", which was not followed"));
        return lines;
    }

    private static String fate(JudgedLife life) {
        Closing closing = closing(life);
        String who =
                closing.closedFirst() == ClosedFirst.CLIENT
                        ? "closed first by this client"
                        : "closed first by the " + closing.closedFirst().word();
        return who
                + ", "
                + closing.cause().word()
                + ", decided by "
                + closing.decidedBy().word()
                + "; "
                + Wording.printable(life.verdict().evidence().getFirst().says());
    }

    /** Status and fields, fit for a terminal. */
    static List<String> header(ResponseInfo response) {
        List<String> lines = new ArrayList<>();
        lines.add("HTTP " + response.statusCode());
        for (Map.Entry<String, List<String>> field : response.headers().map().entrySet()) {
            for (String value : field.getValue()) {
                lines.add(Wording.printable(field.getKey() + ": " + value));
            }
        }
        return lines;
    }
}
