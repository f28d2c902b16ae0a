package dev.linger.cli;

import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Verdict;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** Connections as rows of a table. */
final class LifeTable {
    /** Behind a cause that is only a guess. */
    static final String GUESS = "?";

    private static final int WHY = 4;

    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("#", true, 5, 0),
                    new Table.Column("client", false, 21, 2),
                    new Table.Column("server", false, 21, 3),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("why", false, 17, 0),
                    new Table.Column("decided by", false, 10, 1),
                    new Table.Column("requests", true, 8, 4),
                    new Table.Column("idle before", true, 11, 5),
                    new Table.Column("TIME_WAIT at", false, 12, 6),
                    new Table.Column("confidence", false, 10, 7));

    private static final Table.Column ALIKE = new Table.Column("alike", true, 5, 1);

    private LifeTable() {}

    /** Heading and rows of all of these. */
    static List<String> ofLives(List<JudgedLife> lives, Terminal terminal) {
        List<Table.Row> rows = new ArrayList<>();
        for (JudgedLife life : lives) {
            rows.add(row(life, LikeEnds.harm(life.verdict().closing().cause()) == 0));
        }
        return lines(COLUMNS, rows, terminal);
    }

    /** Heading and one row for each group. */
    static List<String> ofGroups(List<LikeEnds> groups, Terminal terminal) {
        List<Table.Column> columns = new ArrayList<>(COLUMNS);
        columns.add(ALIKE);
        List<Table.Row> rows = new ArrayList<>();
        for (LikeEnds group : groups) {
            Table.Row row = row(group.samples().kept().getFirst(), group.harm() == 0);
            List<String> cells = new ArrayList<>(row.cells());
            cells.add(Wording.count(group.count()));
            rows.add(new Table.Row(cells, row.inked()));
        }
        return lines(columns, rows, terminal);
    }

    /** For lives still to come: print its heading, then {@link #row} by row. */
    static Table ofLivesToCome(Terminal terminal) {
        return Table.ofUsualWidths(COLUMNS, terminal);
    }

    private static List<String> lines(
            List<Table.Column> columns, List<Table.Row> rows, Terminal terminal) {
        Table table = Table.of(columns, rows, terminal);
        List<String> lines = new ArrayList<>();
        lines.add(table.heading());
        for (Table.Row row : rows) {
            lines.add(table.line(row));
        }
        return lines;
    }

    /** Whether it names a cause that might as well be another. */
    static boolean isGuess(Verdict verdict) {
        return verdict.confidence() == Confidence.GUESS
                && verdict.closing().cause() != CloseCause.UNKNOWN;
    }

    /** Nothing of an unknown cause: not to know is no guess. */
    static String sure(Verdict verdict) {
        return verdict.closing().cause() == CloseCause.UNKNOWN ? "" : verdict.confidence().word();
    }

    /** And whether it alone has closed so far. */
    private static String closedFirst(JudgedLife judged) {
        String first = judged.verdict().closing().closedFirst().word();
        return CloseWaits.leftOpenBy(judged.life()) == null ? first : first + " only";
    }

    static Table.Row row(JudgedLife judged, boolean standsOut) {
        ConnectionLife life = judged.life();
        Closing closing = judged.verdict().closing();
        int requests = Counted.requests(life.talk());
        long quiet = life.ending().quietNanos();
        Verdict verdict = judged.verdict();
        return new Table.Row(
                List.of(
                        Long.toString(life.number()),
                        life.client().toString(),
                        life.server().toString(),
                        closedFirst(judged),
                        closing.cause().word() + (isGuess(verdict) ? GUESS : ""),
                        closing.decidedBy().word(),
                        requests < 0 ? "?" : Wording.count(requests),
                        quiet < 0 ? "" : Wording.duration(quiet),
                        closing.timeWaitAt().word(),
                        sure(verdict)),
                standsOut ? WHY : -1);
    }
}
