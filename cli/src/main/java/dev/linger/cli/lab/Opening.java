package dev.linger.cli.lab;

import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before the table, for whom TCP is a word. */
final class Opening {
    private static final String WHAT_IS_PLAYED =
            "Each story makes connections on this machine end in a known way, in one or more acts"
                    + " (rows). Up to four views (of client, server, kernel, packets) say what was"
                    + " seen, each for itself; the indented text says what to learn. Our client and"
                    + " server are Linger's own, and let the client close first; ordinary ones behave"
                    + " as most programs do. The last lines"
                    + " explain the words.";

    private static final List<String> COLUMNS =
            List.of(
                    "ok: it ended as expected; !!: it did not; -: it could not be played here.",
                    "closed first: the side whose goodbye (FIN, or the ruder RST) came first; forged: a RST"
                            + " that neither side sent.",
                    "why: the cause, and whose decision it was; where connections ended"
                            + " differently, the one that the story is about.",
                    "requests: as the program asked; one that is sent again counts once. each:"
                            + " requests divided by ports.",
                    "ports: different local ports that the client used; a port that is free again"
                            + " at once may serve several connections.",
                    "TIME_WAIT: at which side connections are remembered for a minute after they"
                            + " were closed; at a client each takes a port for that time. None after"
                            + " a reset, while it is open, or while one side has not closed.",
                    "views: how many saw it (packets are for root, and some endings leave no trace"
                            + " in some views), and whether they all saw what was expected.");

    private Opening() {}

    /** Before all stories. */
    static List<String> lines(Terminal terminal) {
        List<String> lines =
                new ArrayList<>(Wrapped.text("", WHAT_IS_PLAYED, terminal.textWidth()));
        COLUMNS.forEach(words -> lines.addAll(Wrapped.text("  ", words, terminal.textWidth())));
        lines.add("");
        return lines;
    }

    /** Before a story that was asked for. */
    static List<String> line(Terminal terminal) {
        String says =
                "Without a story, \"linger lab\" explains the columns. The last lines explain"
                        + " the words.";
        List<String> lines = new ArrayList<>(Wrapped.text("", says, terminal.textWidth()));
        lines.add("");
        return lines;
    }
}
