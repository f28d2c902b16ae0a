package dev.linger.cli.explain;

import dev.linger.cli.Counted;
import dev.linger.cli.Table;
import dev.linger.cli.Terminal;
import dev.linger.diagnosis.finding.CloseWaits;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** Connections as rows of a table. */
public final class LifeTable {
    /** Behind a cause that is only a guess. */
    static final String GUESS = "?";

    private static final String NONE = "-";

    private static final int CLIENT = 1;
    private static final int WHY = 4;

    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("#", true, 5, 0),
                    new Table.Column("client", false, 21, 2),
                    new Table.Column("server", false, 21, 4),
                    new Table.Column("closed first", false, 12, 0),
                    new Table.Column("why", false, 17, 0),
                    new Table.Column("confidence", false, 10, 1),
                    new Table.Column("decided by", false, 10, 3),
                    new Table.Column("requests", true, 8, 5),
                    new Table.Column("idle before", true, 11, 6),
                    new Table.Column("TIME_WAIT at", false, 12, 7));

    private static final Table.Column ALIKE = new Table.Column("alike", true, 5, 1);

    /** So many rows that say the same are one, and how many more there are. */
    private static final int FOLDED = 4;

    /**
     * A table as it is printed.
     *
     * @param leftOut headings of the columns for which there was no room
     */
    record Shown(List<String> lines, List<String> leftOut) {}

    private LifeTable() {}

    /** Heading and rows of all of these. */
    static Shown ofLives(List<JudgedLife> lives, Terminal terminal) {
        List<Table.Row> rows = new ArrayList<>();
        for (JudgedLife life : lives) {
            rows.add(row(life, LikeEnds.harm(life.verdict().closing().cause()) == 0));
        }
        Table table = Table.of(COLUMNS, rows, terminal);
        List<String> lines = new ArrayList<>(List.of(table.heading()));
        for (int at = 0; at < rows.size(); ) {
            int end = at + 1;
            while (end < rows.size() && areAlike(rows.get(at), rows.get(end))) {
                end++;
            }
            boolean folds = end - at >= FOLDED;
            for (Table.Row row : rows.subList(at, folds ? at + 1 : end)) {
                lines.add(table.line(row));
            }
            if (folds) {
                lines.add(moreLike(rows.subList(at, end)));
            }
            at = end;
        }
        return new Shown(lines, table.leftOut());
    }

    /** Heading and one row for each group. */
    static Shown ofGroups(List<LikeEnds> groups, Terminal terminal) {
        List<Table.Column> columns = new ArrayList<>(COLUMNS);
        columns.add(ALIKE);
        List<Table.Row> rows = new ArrayList<>();
        for (LikeEnds group : groups) {
            Table.Row row = row(group.samples().kept().getFirst(), group.harm() == 0);
            List<String> cells = new ArrayList<>(row.cells());
            cells.add(Wording.count(group.count()));
            rows.add(new Table.Row(cells, row.inked()));
        }
        Table table = Table.of(columns, rows, terminal);
        List<String> lines = new ArrayList<>(List.of(table.heading()));
        rows.forEach(row -> lines.add(table.line(row)));
        return new Shown(lines, table.leftOut());
    }

    /** For lives still to come: print its heading, then {@link #row} by row. */
    static Table ofLivesToCome(Terminal terminal) {
        return Table.ofUsualWidths(COLUMNS, terminal);
    }

    /** Whether they differ in nothing but their number and the client's port. */
    private static boolean areAlike(Table.Row one, Table.Row other) {
        List<String> cells = one.cells();
        List<String> others = other.cells();
        return address(cells.get(CLIENT)).equals(address(others.get(CLIENT)))
                && cells.subList(CLIENT + 1, cells.size())
                        .equals(others.subList(CLIENT + 1, others.size()));
    }

    private static String address(String endpoint) {
        return endpoint.substring(0, endpoint.lastIndexOf(':'));
    }

    private static String moreLike(List<Table.Row> alike) {
        return "... "
                + Wording.count(alike.size() - 1)
                + " more like "
                + alike.getFirst().cells().getFirst()
                + ": "
                + alike.get(1).cells().getFirst()
                + " to "
                + alike.getLast().cells().getFirst();
    }

    /** Whether it names a cause that might as well be another. */
    static boolean isGuess(Verdict verdict) {
        return verdict.confidence() == Confidence.GUESS
                && verdict.closing().cause() != CloseCause.UNKNOWN;
    }

    /** Nothing of an unknown cause: not to know is no guess. */
    public static String sure(Verdict verdict) {
        return verdict.closing().cause() == CloseCause.UNKNOWN ? "" : verdict.confidence().word();
    }

    /** And whether it alone has closed so far. */
    private static String closedFirst(JudgedLife judged) {
        String first = judged.verdict().closing().closedFirst().word();
        return CloseWaits.leftOpenBy(judged.life()) == null ? first : first + " only";
    }

    /** Another protocol has none; under TLS, and before the capture began, nobody sees them. */
    private static String requests(ConnectionLife life) {
        if (life.talk() instanceof Talk.Other) {
            return NONE;
        }
        boolean isSilent = life.talk() instanceof Talk.Nothing;
        boolean isPart = life.seenBy() == SeenBy.CAPTURE && !life.opening().isSeen();
        int requests = isSilent && isPart ? -1 : Counted.requests(life.talk());
        return requests < 0 ? "?" : Wording.count(requests);
    }

    static Table.Row row(JudgedLife judged, boolean standsOut) {
        ConnectionLife life = judged.life();
        Closing closing = judged.verdict().closing();
        long quiet = life.ending().quietNanos();
        Verdict verdict = judged.verdict();
        return new Table.Row(
                List.of(
                        Long.toString(life.number()),
                        life.client().toString(),
                        life.server().toString(),
                        closedFirst(judged),
                        closing.cause().word() + (isGuess(verdict) ? GUESS : ""),
                        sure(verdict),
                        closing.cause() == CloseCause.OPEN ? NONE : closing.decidedBy().word(),
                        requests(life),
                        quiet < 0 ? "" : Wording.duration(quiet),
                        closing.timeWaitAt().word()),
                standsOut ? WHY : -1);
    }
}
