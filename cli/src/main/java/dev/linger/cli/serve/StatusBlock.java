package dev.linger.cli.serve;

import dev.linger.cli.Terminal;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import dev.linger.server.Ledger;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The last lines of a terminal, drawn over and over (ECMA-48, sections 8.3.22 and 8.3.39). */
final class StatusBlock {
    private final PrintStream err;
    private final int width;
    private int shown;

    /** The last column stays free, where some terminals wrap. */
    StatusBlock(Terminal terminal) {
        this.err = terminal.err();
        this.width = terminal.errColumns() - 1;
    }

    void draw(List<String> lines) {
        erase();
        err.print(
                lines.stream()
                        .map(line -> Wording.cut(line, width))
                        .collect(Collectors.joining("\n")));
        err.flush();
        shown = lines.size();
    }

    void erase() {
        if (shown > 0) {
            err.print("\r" + (shown > 1 ? "\033[" + (shown - 1) + "A" : "") + "\033[J");
            err.flush();
            shown = 0;
        }
    }

    /**
     * Connections that are open, by phase, and what became of the others.
     *
     * @param perSecond exchanges of the last second
     */
    static List<String> lines(Map<Phase, Integer> phases, Ledger ledger, long perSecond) {
        long open = phases.values().stream().mapToLong(Integer::intValue).sum();
        List<String> words = new ArrayList<>();
        phases.forEach((phase, count) -> words.add(phase.word() + " " + Wording.count(count)));
        String causes =
                Stream.of(CloseCause.values())
                        .filter(cause -> ledger.closed(cause) > 0)
                        .sorted(
                                Comparator.comparingLong(
                                        (CloseCause cause) -> -ledger.closed(cause)))
                        .map(cause -> cause.word() + " " + Wording.count(ledger.closed(cause)))
                        .collect(Collectors.joining(", "));
        return List.of(
                "open   " + Wording.count(open) + list(String.join(", ", words)),
                "closed " + Wording.count(ledger.closed()) + list(causes),
                Wording.count(ledger.exchanges(), "request")
                        + " on "
                        + Wording.count(ledger.connections(), "connection")
                        + ", "
                        + Wording.count(perSecond)
                        + " in the last second");
    }

    private static String list(String text) {
        return text.isEmpty() ? "" : ": " + text;
    }
}
