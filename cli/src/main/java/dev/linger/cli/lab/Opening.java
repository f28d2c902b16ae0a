package dev.linger.cli.lab;

import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.lab.Outcome;
import dev.linger.life.SeenBy;
import java.util.ArrayList;
import java.util.List;

/** What a reader must know before the table, for whom TCP is a word. */
final class Opening {
    private static final List<String> COLUMNS =
            List.of(
                    "ok: it ended as expected; !!: it did not; -: it could not be played here.",
                    "closed first: the end whose goodbye (FIN, or the ruder RST) came first.",
                    "why: the cause, and whose decision it was.",
                    "ports: local ports that the client used, one for each connection; each:"
                            + " requests on each of them.",
                    "TIME_WAIT: at which end connections are remembered for a minute after their"
                            + " end; at a client each takes a port for that time.",
                    "views: how many have looked, and whether all saw what was expected.");

    private Opening() {}

    static List<String> lines(List<Outcome> outcomes, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        String outside =
                saw(outcomes, SeenBy.CAPTURE)
                        ? ", and with what the kernel and the packets show"
                        : saw(outcomes, SeenBy.KERNEL) ? ", and with what the kernel shows" : "";
        lines.addAll(
                Wrapped.text(
                        "",
                        "Clients open connections to servers on this machine and ask, set up so that"
                                + " it is known before how the connections end. That is compared with"
                                + " what server and client wrote down"
                                + outside
                                + ". The last lines explain the words.",
                        terminal.textWidth()));
        COLUMNS.forEach(words -> lines.addAll(Wrapped.text("  ", words, terminal.textWidth())));
        lines.add("");
        return lines;
    }

    private static boolean saw(List<Outcome> outcomes, SeenBy view) {
        return outcomes.stream().anyMatch(one -> one.livesSeenBy(view).isPresent());
    }
}
