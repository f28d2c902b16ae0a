package dev.linger.cli;

import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.Judge;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Captures to verdicts. */
@Command(
        name = "explain",
        description = "Says for every connection in a capture who closed it first, and why.",
        footer = {
            "",
            "Examples:",
            "  linger explain traffic.pcap --port 443",
            "  linger explain traffic.pcap --cause idle-timeout --json",
            "  linger explain traffic.pcap --connection 7",
            "  tcpdump -i any -w - tcp | linger explain -"
        })
final class Explain implements Callable<Integer> {
    /** Lives that go to the printer at once where nobody reads along. */
    private static final int BATCH = 256;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description =
                    "pcap or pcapng, plain, gzip or zstd; - is the standard input, explained as"
                            + " connections end.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--json", description = "One connection a line, as a JSON object.")
    private boolean json;

    @Option(
            names = "--port",
            paramLabel = "P",
            description = "Only connections with this port at either end.")
    private Set<Integer> ports = Set.of();

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "Only connections with this address at either end.")
    private List<String> hosts = List.of();

    @Option(
            names = "--closed-first",
            paramLabel = "SIDE",
            converter = Vocabulary.OfSide.class,
            completionCandidates = Vocabulary.OfSide.class,
            description = "Only connections that this side closed first: ${COMPLETION-CANDIDATES}.")
    private @Nullable ClosedFirst closedFirst;

    @Option(
            names = "--cause",
            paramLabel = "C",
            converter = Vocabulary.OfCause.class,
            completionCandidates = Vocabulary.OfCause.class,
            description = "Only connections that ended for this cause (see: linger causes).")
    private @Nullable CloseCause cause;

    @Option(
            names = "--connection",
            paramLabel = "N",
            description = "Draws the connection with this number as a ladder.")
    private long number;

    private final Terminal terminal;
    private long connections;

    Explain(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        refuseImpossible();
        Filter filter = new Filter(ports, Filter.hosts(hosts), closedFirst, cause, number);
        boolean live = files.contains(Reading.STANDARD_INPUT);
        LadderDrawing drawing = new LadderDrawing(terminal);
        Report report = new Report(terminal, live, filter.isNarrow());
        Printer printer = json ? new JsonLines(terminal.out()) : number > 0 ? drawing : report;
        try (StandardInput input = new StandardInput()) {
            Outlet outlet = new Outlet(printer, live ? 1 : BATCH);
            Consumer<JudgedLife> asked =
                    life -> {
                        if (filter.test(life)) {
                            outlet.accept(life);
                        }
                    };
            Judge judge = live ? Judge.atOnce(asked) : Judge.withSecondLook(asked);
            Flows flows =
                    new Flows(life -> {
                        connections++;
                        judge.accept(life);
                    });
            if (number > 0) {
                drawing.record(flows.recordLadder(number));
            }
            Reading reading = new Reading(flows, terminal);
            reading.readAll(files, input);
            judge.finish();
            outlet.close();
            if (reading.isVain()) {
                return 2; // each file's sentence is printed
            }
            printer.finish(reading.findings(connections));
            terminal.out().flush();
            return 0;
        }
    }

    private void refuseImpossible() {
        for (int port : ports) {
            if (port < 0 || port > 65535) {
                throw new Refusal("--port " + port + ": a port is a number from 0 to 65535");
            }
        }
        if (number < 0) {
            throw new Refusal("--connection " + number + ": connections are numbered from 1");
        }
    }
}
