package dev.linger.cli.serve;

import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.TimeWaitAt;
import dev.linger.life.Wording;
import dev.linger.server.Listener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How connections ended, counted. */
public final class Tally implements Listener {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("connections", true, 11, 0),
                    new Table.Column("why", false, 16, 0),
                    new Table.Column("decided by", false, 10, 2),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("TIME_WAIT at", false, 12, 1));

    private record Kind(
            CloseCause cause,
            DecidedBy decidedBy,
            ClosedFirst closedFirst,
            TimeWaitAt timeWaitAt) {}

    private final Map<Kind, LongAdder> byKind = new ConcurrentHashMap<>();

    @Override
    public void closed(JudgedLife life) {
        Closing closing = life.verdict().closing();
        Kind kind =
                new Kind(
                        closing.cause(),
                        closing.decidedBy(),
                        closing.closedFirst(),
                        closing.timeWaitAt());
        byKind.computeIfAbsent(kind, _ -> new LongAdder()).increment();
    }

    /** Heading and rows, the most frequent first; empty where none has ended. */
    public List<String> table(Terminal terminal) {
        List<Table.Row> rows = new ArrayList<>();
        byKind.entrySet().stream()
                .sorted(
                        Comparator.comparingLong((Map.Entry<Kind, LongAdder> entry) ->
                                        -entry.getValue().sum())
                                .thenComparing(entry -> entry.getKey().toString()))
                .forEach(entry -> rows.add(row(entry.getKey(), entry.getValue().sum())));
        if (rows.isEmpty()) {
            return List.of();
        }
        Table table = Table.of(COLUMNS, rows, terminal);
        List<String> lines = new ArrayList<>();
        lines.add(table.heading());
        rows.forEach(row -> lines.add(table.line(row)));
        return lines;
    }

    private static Table.Row row(Kind kind, long count) {
        return new Table.Row(
                List.of(
                        Wording.count(count),
                        kind.cause().word(),
                        kind.decidedBy().word(),
                        kind.closedFirst().word(),
                        kind.timeWaitAt().word()),
                -1);
    }

    /** Connections that left their TIME_WAIT there. */
    public long timeWaits(TimeWaitAt at) {
        return byKind.entrySet().stream()
                .filter(entry -> entry.getKey().timeWaitAt() == at)
                .mapToLong(entry -> entry.getValue().sum())
                .sum();
    }
}
