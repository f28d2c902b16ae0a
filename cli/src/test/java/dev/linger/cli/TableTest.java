package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Table.Column> COLUMNS =
            List.of(
                    new Table.Column("#", true, 3, 0),
                    new Table.Column("client", false, 10, 1),
                    new Table.Column("requests", true, 8, 2));

    private static final Table.Row ROW = new Table.Row(List.of("12", "a", "7"), -1);

    private static Terminal terminal(int columns) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream());
        return new Terminal(nowhere, nowhere, columns, false, false);
    }

    @Test
    void columnsAreAsWideAsTheirContent() {
        Table table = Table.of(COLUMNS, List.of(ROW), terminal(Terminal.UNLIMITED));
        assertEquals(" #  client  requests", table.heading());
        assertEquals("12  a              7", table.line(ROW));
    }

    @Test
    void whatMattersLeastGoesFirst() {
        assertEquals(" #  client", Table.of(COLUMNS, List.of(ROW), terminal(19)).heading());
        assertEquals(" #", Table.of(COLUMNS, List.of(ROW), terminal(3)).heading());
    }

    @Test
    void rowsToComeHaveTheirUsualWidth() {
        Table table = Table.ofUsualWidths(COLUMNS, terminal(Terminal.UNLIMITED));
        assertEquals("  #  client      requests", table.heading());
        assertEquals(" 12  a                  7", table.line(ROW));
    }
}
