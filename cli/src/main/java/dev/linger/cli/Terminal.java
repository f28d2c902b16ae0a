package dev.linger.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where the program prints. The JDK tells only whether input and output together are a terminal;
 * the launcher knows each apart and says so in the system property {@code linger.terminal}: {@code
 * out}, {@code err} or both; and in {@code linger.terminal.columns} how wide the one of err is,
 * where out is none.
 *
 * @param out closed by nobody
 * @param err for progress and for the sentence that says what could not be done
 * @param columns of the terminal; {@link #UNLIMITED} where the output is no terminal
 * @param coloured whether out takes colours
 * @param errIsTerminal whether somebody watches err
 * @param errColumns of what shows err
 */
public record Terminal(
        OutputStream out,
        PrintStream err,
        int columns,
        boolean coloured,
        boolean errIsTerminal,
        int errColumns) {
    public static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int USUAL = 80;
    private static final int LEAST = 40;
    private static final int MOST_READABLE = 96;

    /** One terminal for both. */
    public Terminal(
            OutputStream out,
            PrintStream err,
            int columns,
            boolean coloured,
            boolean errIsTerminal) {
        this(out, err, columns, coloured, errIsTerminal, columns == UNLIMITED ? USUAL : columns);
    }

    public static Terminal ofProcess(OutputStream out) {
        String terminals = System.getProperty("linger.terminal", "");
        boolean outIsTerminal = terminals.contains("out");
        int columns = columns(System.getenv("COLUMNS"), outIsTerminal);
        return new Terminal(
                out,
                System.err,
                columns,
                outIsTerminal && hasColours(System.getenv("NO_COLOR"), System.getenv("TERM")),
                terminals.contains("err"),
                outIsTerminal
                        ? columns
                        : columns(System.getProperty("linger.terminal.columns"), true));
    }

    /** The same, but for where it prints. */
    public Terminal withOut(OutputStream other) {
        return new Terminal(other, err, columns, coloured, errIsTerminal, errColumns);
    }

    private static int columns(@Nullable String asked, boolean terminal) {
        if (asked != null && asked.matches("[1-9][0-9]{1,4}")) {
            return Integer.parseInt(asked);
        }
        return terminal ? USUAL : UNLIMITED;
    }

    /** NO_COLOR counts when present and not empty, whatever it says (no-color.org). */
    private static boolean hasColours(@Nullable String noColor, @Nullable String term) {
        return (noColor == null || noColor.isEmpty()) && term != null && !term.equals("dumb");
    }

    /** Whether what is printed may be printed over: a terminal that knows more than lines. */
    public static boolean canRedraw() {
        String term = System.getenv("TERM");
        return System.getProperty("linger.terminal", "").contains("out")
                && term != null
                && !term.equals("dumb");
    }

    /** Width of wrapped text, in characters: no wider than is good to read. */
    public int textWidth() {
        return Math.clamp(columns, LEAST, MOST_READABLE);
    }

    /** The same, so wide. */
    public Terminal withColumns(int now) {
        return new Terminal(out, err, now, coloured, errIsTerminal);
    }

    /** Prints all of this at once. */
    public void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
