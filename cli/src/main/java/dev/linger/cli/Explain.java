package dev.linger.cli;

import dev.linger.capture.flow.Flows;
import dev.linger.life.Wording;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Captures to verdicts. */
final class Explain {
    private final List<String> files;
    private final Filter filter;
    private final boolean json;
    private final Terminal terminal;

    Explain(Asked asked, Terminal terminal) {
        this.terminal = terminal;
        files = asked.arguments();
        if (files.isEmpty()) {
            throw new Refusal("explain what? name a capture file, or - for the standard input");
        }
        json = asked.has(Flag.JSON);
        Set<Integer> ports = new HashSet<>();
        for (String typed : asked.values(Flag.PORT)) {
            ports.add((int) Asked.number(Flag.PORT, typed, 0, 65535));
        }
        String closedFirst = asked.value(Flag.CLOSED_FIRST);
        String cause = asked.value(Flag.CAUSE);
        String number = asked.value(Flag.CONNECTION);
        filter =
                new Filter(
                        ports,
                        Filter.hosts(asked.values(Flag.HOST)),
                        closedFirst == null ? null : Vocabulary.closedFirst(closedFirst),
                        cause == null ? null : Vocabulary.cause(cause),
                        number == null
                                ? 0
                                : Asked.number(Flag.CONNECTION, number, 1, Long.MAX_VALUE));
    }

    int run() throws IOException {
        boolean live = files.contains(Reading.STANDARD_INPUT);
        LadderDrawing drawing = new LadderDrawing(terminal);
        Report report = new Report(terminal, live, filter.isNarrow());
        Printer printer =
                json ? new JsonLines(terminal.out()) : filter.number() > 0 ? drawing : report;
        try (StandardInput input = new StandardInput()) {
            Outlet outlet = new Outlet(filter, printer, live);
            Flows flows = new Flows(outlet, live);
            if (filter.number() > 0) {
                drawing.record(flows.recordLadder(filter.number()));
            }
            Reading reading = new Reading(flows, terminal);
            reading.readAll(files, input);
            outlet.close();
            Outcome outcome = reading.outcome(outlet.connections(), outlet.idleTimeouts());
            if (reading.isVain() || json || filter.number() > 0) {
                complain(outcome); // else the report says it itself
            }
            if (reading.isVain()) {
                return Linger.FAILED;
            }
            printer.finish(outcome);
            terminal.out().flush();
            return Linger.DONE;
        }
    }

    private void complain(Outcome outcome) {
        for (String complaint : outcome.complaints()) {
            terminal.err().println("linger: " + Wording.printable(complaint));
        }
    }
}
