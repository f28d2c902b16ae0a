package dev.linger.cli;

import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.life.Wording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Captures to verdicts and findings. */
final class Explain {
    private final List<String> files;
    private final Filter filter;
    private final View view;
    private final Terminal terminal;

    Explain(Asked asked, Terminal terminal) {
        this.terminal = terminal;
        files = asked.arguments();
        if (files.isEmpty()) {
            throw new Refusal("explain what? name a capture file, or - for the standard input");
        }
        view = View.of(asked);
        filter = Filter.of(asked);
    }

    int run() throws IOException {
        boolean live = files.contains(Reading.STANDARD_INPUT);
        Traffic traffic = new Traffic();
        LadderDrawing drawing = new LadderDrawing(terminal);
        Printer printer = printer(drawing, traffic, live);
        try (StandardInput input = new StandardInput()) {
            Outlet outlet = new Outlet(filter, printer, live);
            Flows flows = new Flows(outlet, live);
            if (view == View.LADDER) {
                drawing.record(flows.recordLadder(filter.number()));
            }
            Reading reading = new Reading(flows, terminal);
            reading.readAll(files, input);
            outlet.close();
            Outcome outcome =
                    reading.outcome(outlet.connections(), outlet.idleTimeouts(), traffic);
            if (reading.isVain() || view != View.REPORT) {
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

    /** All that becomes of the lives. What needs no traffic does not pay for it. */
    private Printer printer(LadderDrawing drawing, Traffic traffic, boolean live)
            throws IOException {
        List<Printer> printers = new ArrayList<>();
        if (view.needsTraffic()) {
            printers.add(new Tallying(traffic));
        }
        printers.add(
                switch (view) {
                    case REPORT -> new Report(terminal, live, filter.isNarrow());
                    case LIVES -> new JsonLines(terminal.out());
                    case LADDER -> drawing;
                });
        return printers.size() == 1 ? printers.getFirst() : new Together(printers);
    }

    private void complain(Outcome outcome) {
        for (String complaint : outcome.complaints()) {
            terminal.err().println("linger: " + Wording.printable(complaint));
        }
    }
}
