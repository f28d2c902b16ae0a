package dev.linger.cli;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Columns as wide as their content. Where the terminal is too narrow, the columns that matter least
 * are left out, last first. Not thread-safe.
 */
public final class Table {

    /**
     * One column.
     *
     * @param usual width in characters where rows are printed before all are known
     * @param rank 0 always stays; the highest goes first
     */
    public record Column(String heading, boolean isNumber, int usual, int rank) {}

    /**
     * The cells of one line.
     *
     * @param inked column whose cell stands out; -1 for none
     */
    public record Row(List<String> cells, int inked) {}

    private static final int GAP = 2;

    private final List<Column> columns;
    private final int[] widths;
    private final boolean coloured;

    private Table(List<Column> columns, int[] widths, int limit, boolean coloured) {
        this.columns = columns;
        this.widths = widths;
        this.coloured = coloured;
        leaveOut(limit);
    }

    /** For rows that are all known. */
    public static Table of(List<Column> columns, List<Row> rows, Terminal terminal) {
        int[] widths = new int[columns.size()];
        for (int at = 0; at < widths.length; at++) {
            widths[at] = columns.get(at).heading().length();
            for (Row row : rows) {
                widths[at] = Math.max(widths[at], row.cells().get(at).length());
            }
        }
        return new Table(columns, widths, terminal.columns(), terminal.coloured());
    }

    /** For rows still to come. */
    public static Table ofUsualWidths(List<Column> columns, Terminal terminal) {
        int[] widths = new int[columns.size()];
        for (int at = 0; at < widths.length; at++) {
            Column column = columns.get(at);
            widths[at] = Math.max(column.heading().length(), column.usual());
        }
        return new Table(columns, widths, terminal.columns(), terminal.coloured());
    }

    /** Headings of the columns that are left out. */
    public List<String> leftOut() {
        return IntStream.range(0, widths.length)
                .filter(at -> widths[at] == 0)
                .mapToObj(at -> columns.get(at).heading())
                .toList();
    }

    public String heading() {
        String plain = line(new Row(columns.stream().map(Column::heading).toList(), -1));
        return Ink.STRONG.on(plain, coloured);
    }

    /** A width of 0 is a column that is left out. */
    private void leaveOut(int limit) {
        while (total() > limit) {
            int least = -1;
            for (int at = 0; at < widths.length; at++) {
                int rank = columns.get(at).rank();
                if (widths[at] > 0 && rank > 0 && (least < 0 || rank > columns.get(least).rank())) {
                    least = at;
                }
            }
            if (least < 0) {
                return;
            }
            widths[least] = 0;
        }
    }

    private int total() {
        int total = -GAP;
        for (int width : widths) {
            total += width == 0 ? 0 : width + GAP;
        }
        return total;
    }

    /** Without trailing blanks. */
    public String line(Row row) {
        StringBuilder line = new StringBuilder();
        int blanks = 0;
        for (int at = 0; at < widths.length; at++) {
            if (widths[at] == 0) {
                continue;
            }
            String cell = row.cells().get(at);
            int pad = Math.max(0, widths[at] - cell.length());
            boolean isNumber = columns.get(at).isNumber();
            line.repeat(' ', isNumber ? blanks + pad : blanks);
            line.append(at == row.inked() ? Ink.BAD.on(cell, coloured) : cell);
            blanks = GAP + (isNumber ? 0 : pad);
        }
        return line.toString();
    }
}
