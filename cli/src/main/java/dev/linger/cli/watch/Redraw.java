package dev.linger.cli.watch;

import dev.linger.cli.Terminal;
import dev.linger.linux.TerminalSize;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Pictures that replace each other on a terminal: on its second screen, without a cursor, each line
 * written over the one before so that nothing flickers (ECMA-48, and xterm's private modes 1049 and
 * 25). {@link #close} gives the first screen back as it was.
 */
final class Redraw implements AutoCloseable {
    private static final String ENTER = "\033[?1049h\033[?25l";
    private static final String LEAVE = "\033[?25h\033[?1049l";
    private static final String HOME = "\033[H";
    private static final String REST_OF_LINE = "\033[K";
    private static final String REST_OF_SCREEN = "\033[J";
    private static final char ESCAPE = '\033';
    private static final int USUAL_ROWS = 24;

    private final Terminal terminal;
    private final Supplier<Optional<TerminalSize>> asked;
    private TerminalSize size;

    /**
     * @param asked tells how large the terminal is now, where it does
     */
    Redraw(Terminal terminal, Supplier<Optional<TerminalSize>> asked) throws IOException {
        this.terminal = terminal;
        this.asked = asked;
        size = new TerminalSize(terminal.columns(), rows(System.getenv("LINES")));
        terminal.print(ENTER);
    }

    /** The terminal as large as it is from here on. */
    Terminal resized() {
        size = asked.get().orElse(size);
        return terminal.withColumns(size.columns());
    }

    /** The launcher tells; the JDK does not. */
    private static int rows(@Nullable String lines) {
        return lines != null && lines.matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(lines)
                : USUAL_ROWS;
    }

    void draw(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder(HOME);
        List<String> shown = fitting(lines, size.rows());
        for (int row = 0; row < shown.size(); row++) {
            text.append(row == 0 ? "" : "\r\n");
            // Behind a line of full width this would erase its last character.
            text.append(REST_OF_LINE).append(clipped(shown.get(row), size.columns()));
        }
        terminal.print(text.append(REST_OF_SCREEN).toString());
    }

    /** As many as there are rows; the last row says how many more there would be. */
    static List<String> fitting(List<String> lines, int rows) {
        if (lines.size() <= rows) {
            return lines;
        }
        int whole = rows - 1;
        List<String> shown = new ArrayList<>(lines.subList(0, whole));
        shown.add((lines.size() - whole) + " more lines: a taller window shows them, or --once");
        return shown;
    }

    /** A line that went on in the next row would put all others out of place. */
    static String clipped(String line, int columns) {
        StringBuilder text = new StringBuilder();
        int width = 0;
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ESCAPE) {
                int end = line.indexOf('m', at) + 1;
                text.append(line, at, end);
                at = end;
            } else {
                text.append(width++ < columns ? line.substring(at, at + 1) : "");
                at++;
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        terminal.print(LEAVE);
    }
}
