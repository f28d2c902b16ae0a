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

/** Acts as rows, under their stories and above their lessons. */
final class ActTable {
    private static final int WHY = 2;

    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("configured", false, 40, 0),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("why", false, 26, 0),
                    new Table.Column("requests", true, 8, 5),
                    new Table.Column("ports", true, 5, 2),
                    new Table.Column("each", true, 4, 4),
                    new Table.Column("lost", true, 4, 3),
                    new Table.Column("TIME_WAIT", false, 10, 1),
                    new Table.Column("views", false, 7, 6));

    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    private ActTable(Terminal terminal) {
        this.terminal = terminal;
    }

    static List<String> lines(List<Outcome> outcomes, Terminal terminal) {
        ActTable table = new ActTable(terminal);
        table.add(outcomes);
        return table.lines;
    }

    private void add(List<Outcome> outcomes) {
        Table table = Table.of(COLUMNS, outcomes.stream().map(ActTable::row).toList(), indented());
        lines.add("    " + table.heading());
        Map<Story, List<Outcome>> byStory =
                outcomes.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Outcome::story, LinkedHashMap::new, Collectors.toList()));
        byStory.forEach((story, acts) -> {
            heading(story);
            for (Outcome outcome : acts) {
                lines.add(mark(outcome) + table.line(row(outcome)));
                outcome.differences().forEach(this::difference);
            }
            lines.addAll(Wrapped.text("    ", story.lesson(), terminal.textWidth()));
        });
    }

    /** The terminal without the columns of the marks. */
    private Terminal indented() {
        boolean isNarrow = terminal.columns() != Terminal.UNLIMITED;
        return new Terminal(
                terminal.out(),
                terminal.err(),
                isNarrow ? terminal.columns() - 4 : Terminal.UNLIMITED,
                terminal.coloured(),
                terminal.errIsTerminal());
    }

    private void heading(Story story) {
        lines.add("");
        lines.add(Ink.STRONG.on(story.word(), terminal.coloured()) + ": " + story.title());
    }

    private void difference(String clause) {
        lines.addAll(Wrapped.text("      ", clause, terminal.textWidth()));
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
        String configured = outcome.act().configured();
        return new Table.Row(
                List.of(
                        configured,
                        outcome.isPlayed() ? told.closedFirst() : "not played",
                        told.why(),
                        told.requests(),
                        told.ports(),
                        told.each(),
                        told.lost(),
                        outcome.isPlayed() ? told.timeWait() : "",
                        told.views()),
                outcome.isPlayed() && !outcome.isAsExpected() ? WHY : -1);
    }
}
