package dev.linger.cli.lab;

import dev.linger.cli.Ink;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.lab.Outcome;
import dev.linger.lab.Story;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Acts as rows, under their stories and above their lessons. Where the terminal is too narrow, or
 * there is none, what is configured stands on a line of its own above the rest.
 */
final class ActTable {
    private static final int MARK = 4;

    /** Columns where there is no terminal: little more than what prose takes. */
    private static final int USUAL = 100;

    private static final int WHY = 2;

    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("configured", false, 40, 0),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("why", false, 26, 0),
                    new Table.Column("requests", true, 8, 1),
                    new Table.Column("each", true, 4, 0),
                    new Table.Column("ports", true, 5, 0),
                    new Table.Column("TIME_WAIT", false, 10, 0),
                    new Table.Column("views", false, 7, 0));

    private final Terminal terminal;
    private final boolean isFolded;
    private final Table table;
    private final List<String> lines = new ArrayList<>();

    private ActTable(List<Outcome> outcomes, Terminal terminal) {
        this.terminal = terminal;
        List<Table.Row> rows =
                outcomes.stream().filter(Outcome::isPlayed).map(ActTable::row).toList();
        this.isFolded = !fits(rows, terminal);
        this.table =
                Table.of(
                        isFolded ? COLUMNS.subList(1, COLUMNS.size()) : COLUMNS,
                        isFolded ? rows.stream().map(ActTable::rest).toList() : rows,
                        indented(terminal));
    }

    static List<String> lines(List<Outcome> outcomes, Terminal terminal) {
        ActTable table = new ActTable(outcomes, terminal);
        table.add(outcomes);
        return table.lines;
    }

    private static boolean fits(List<Table.Row> rows, Terminal terminal) {
        Terminal wide =
                new Terminal(terminal.out(), terminal.err(), Terminal.UNLIMITED, false, false);
        Table table = Table.of(COLUMNS, rows, wide);
        int widest = table.heading().length();
        for (Table.Row row : rows) {
            widest = Math.max(widest, table.line(row).length());
        }
        return columns(terminal) - MARK >= widest;
    }

    /** The terminal without the columns of the marks. */
    private static Terminal indented(Terminal terminal) {
        return new Terminal(
                terminal.out(),
                terminal.err(),
                columns(terminal) - MARK,
                terminal.coloured(),
                terminal.errIsTerminal());
    }

    private static int columns(Terminal terminal) {
        return terminal.columns() == Terminal.UNLIMITED ? USUAL : terminal.columns();
    }

    private void add(List<Outcome> outcomes) {
        String indent = " ".repeat(MARK);
        if (isFolded) {
            lines.add(indent + Ink.STRONG.on("configured", terminal.coloured()));
        }
        lines.add(indent + table.heading());
        Map<Story, List<Outcome>> byStory =
                outcomes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Outcome::story, LinkedHashMap::new, Collectors.toList()));
        byStory.forEach((story, acts) -> {
            lines.add("");
            lines.add(Ink.STRONG.on(story.word(), terminal.coloured()) + ": " + story.title());
            acts.forEach(this::act);
            lines.addAll(Wrapped.text(indent, story.lesson(), terminal.textWidth()));
        });
    }

    private void act(Outcome outcome) {
        String mark = mark(outcome);
        String configured = outcome.act().configured();
        if (!outcome.isPlayed()) {
            lines.add(mark + configured + ": not played");
        } else if (isFolded) {
            lines.add(mark + configured);
            lines.add(" ".repeat(MARK) + table.line(rest(row(outcome))));
        } else {
            lines.add(mark + table.line(row(outcome)));
        }
        Told told = new Told(outcome);
        clause(told.others());
        clause(told.unanswered());
        outcome.remarks().forEach(this::clause);
        outcome.differences().forEach(this::clause);
    }

    private void clause(String clause) {
        if (!clause.isEmpty()) {
            lines.addAll(Wrapped.text("      ", clause, terminal.textWidth()));
        }
    }

    private String mark(Outcome outcome) {
        if (!outcome.isPlayed()) {
            return "-   ";
        }
        return outcome.isAsExpected()
                ? Ink.GOOD.on("ok", terminal.coloured()) + "  "
                : Ink.BAD.on("!!", terminal.coloured()) + "  ";
    }

    private static Table.Row row(Outcome outcome) {
        Told told = new Told(outcome);
        return new Table.Row(
                List.of(
                        outcome.act().configured(),
                        told.closedFirst(),
                        told.why(),
                        told.requests(),
                        told.each(),
                        told.ports(),
                        told.timeWait(),
                        told.views()),
                outcome.isAsExpected() ? -1 : WHY);
    }

    /** Without what is configured. */
    private static Table.Row rest(Table.Row row) {
        List<String> cells = row.cells();
        return new Table.Row(cells.subList(1, cells.size()), row.inked() < 0 ? -1 : WHY - 1);
    }
}
