package dev.linger.cli.explain;

import dev.linger.capture.flow.Flows;
import dev.linger.capture.flow.Ladders;
import dev.linger.cli.Asked;
import dev.linger.cli.EndBySignal;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.cli.ReportFile;
import dev.linger.cli.Terminal;
import dev.linger.cli.Vocabulary;
import dev.linger.cli.explain.report.HtmlReport;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.rule.Findings;
import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.diagnosis.verdict.MeasuredServer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Wording;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Captures to verdicts and findings. */
public final class Explain {
    private final List<String> files;
    private final Filter filter;
    private final View view;
    private final boolean checks;
    private final List<MeasuredServer> known;

    /** The only kind of finding that was asked for; null: any. */
    private final @Nullable String finding;

    private final Terminal terminal;
    private final @Nullable ReportFile reportFile;

    /** Null: files are read. */
    private final @Nullable Live live;

    /** The kernel tells of connections, and nothing is read. */
    private final boolean isOfKernel;

    private final Asked asked;

    public Explain(Asked asked, Terminal terminal) {
        this.asked = asked;
        this.terminal = terminal;
        files = asked.arguments();
        isOfKernel = KernelListening.isAsked(asked);
        live = Live.of(asked);
        if (files.isEmpty() && live == null && !isOfKernel) {
            throw new Refusal(
                    "explain what? name a capture file, or - for the standard input, or say --live"
                            + " or --kernel");
        }
        if (Collections.frequency(files, Asked.STANDARD_INPUT) > 1) {
            throw new Refusal("- is the standard input, which can be read once only; say it once");
        }
        Set<Path> named = new HashSet<>();
        for (String file : files) {
            if (!named.add(Path.of(file).toAbsolutePath().normalize())) {
                throw new Refusal(
                        Wording.printable(file)
                                + " is named twice, and would count twice; name it once");
            }
        }
        view = View.of(asked);
        filter = Filter.of(asked);
        known = Knowledge.of(asked);
        checks = asked.has(Flag.CHECK);
        String id = asked.value(Flag.FINDING);
        finding = id == null ? null : Vocabulary.finding(id);
        String report = asked.value(Flag.REPORT);
        reportFile = report == null ? null : ReportFile.at(report);
    }

    /** The exit status. */
    public int run() throws IOException {
        try {
            return explain();
        } catch (IOException e) {
            refuseIfChecking(e);
            throw e;
        } catch (Outlet.Broken e) {
            switch (e.reason()) {
                case IOException reason -> {
                    refuseIfChecking(reason);
                    throw reason;
                }
                case RuntimeException reason -> throw reason;
                case Error reason -> throw reason;
                default -> throw e;
            }
        }
    }

    /** Otherwise a reader that has seen enough is no failure; but then nothing was checked. */
    private void refuseIfChecking(IOException reason) {
        if (checks) {
            throw new Refusal(
                    "--check has no answer, because the output could not be written: "
                            + reason.getMessage());
        }
    }

    private int explain() throws IOException {
        // A line that changes would be among the connections that are printed as they end.
        boolean asTheyEnd = view == View.LIVES;
        if (isOfKernel) {
            try (KernelListening listening = KernelListening.begin(asked, terminal);
                    EndBySignal _ = new EndBySignal(listening::end)) {
                return explain(
                        (reading, outlet) -> reading.listen(listening, outlet, !asTheyEnd),
                        asTheyEnd);
            }
        }
        if (live == null) {
            try (StandardInput input = new StandardInput()) {
                boolean atOnce = files.contains(Asked.STANDARD_INPUT);
                return explain((reading, _) -> reading.readAll(files, input), atOnce);
            }
        }
        try (Listening listening = Listening.begin(live, terminal, !asTheyEnd);
                EndBySignal _ = new EndBySignal(listening::end)) {
            return explain((reading, _) -> reading.listen(listening), asTheyEnd);
        }
    }

    /**
     * @param source has packets read, or lives told
     * @param atOnce whether somebody reads along
     */
    private int explain(BiConsumer<Reading, Consumer<ConnectionLife>> source, boolean atOnce)
            throws IOException {
        Traffic traffic = new Traffic();
        LadderDrawing drawing = new LadderDrawing(terminal);
        HtmlReport page =
                reportFile == null
                        ? null
                        : new HtmlReport(reportFile, terminal, isReadOnce(), filter.number());
        Printer printer = printer(drawing, page, traffic, atOnce);
        Outlet outlet = new Outlet(filter, printer, atOnce, known);
        Flows flows = new Flows(outlet, atOnce);
        Ladders ladders = ladders(page);
        if (ladders != null) {
            flows.record(ladders);
            drawing.record(ladders);
        }
        Reading reading = new Reading(flows, terminal);
        source.accept(reading, outlet);
        outlet.close();
        reading.complainOf(outlet.doubts());
        reading.end(traffic);
        Outcome outcome =
                reading.outcome(
                        outlet.connections(),
                        traffic,
                        outlet.idleTimeouts(),
                        findings(traffic, outlet.idleTimeouts()));
        if (reading.isVain() || view != View.REPORT) {
            complain(outcome); // else the report says it itself
        }
        if (reading.isVain()) {
            return ExitStatus.FAILED;
        }
        printer.finish(outcome);
        terminal.out().flush();
        int status = status(outcome, reading.isPartial());
        return status == ExitStatus.DONE && reading.lacksFile() ? ExitStatus.FAILED : status;
    }

    private List<Finding> findings(Traffic traffic, List<IdleTimeout> idleTimeouts) {
        return Findings.in(traffic, idleTimeouts).stream()
                .filter(found -> finding == null || found.id().equals(finding))
                .toList();
    }

    private int status(Outcome outcome, boolean isPartial) {
        if (!checks) {
            return ExitStatus.DONE;
        }
        Check check = Check.of(outcome.findings());
        if (!view.tellsFindings()) {
            check.name(terminal.err());
        }
        if (check.status() != ExitStatus.DONE) {
            return check.status();
        }
        if (outcome.traffic().connections() == 0) {
            terminal.err().println("linger: --check: there is no connection to check");
            return ExitStatus.FAILED;
        }
        return isPartial ? ExitStatus.FAILED : ExitStatus.DONE;
    }

    /** Whether something of it is a stream: live, the standard input, or a pipe by name. */
    private boolean isReadOnce() {
        return live != null
                || isOfKernel
                || files.stream()
                        .anyMatch(file ->
                                file.equals(Asked.STANDARD_INPUT)
                                        || (new File(file).exists() && !new File(file).isFile()));
    }

    /** What is to be recorded while reading; null where nothing is. */
    private @Nullable Ladders ladders(@Nullable HtmlReport page) {
        if (page != null && page.alongside() != null) {
            return page.alongside();
        }
        return filter.number() > 0 ? Ladders.whole(filter.number()) : null;
    }

    /** All that becomes of the lives. What needs no traffic does not pay for it. */
    private Printer printer(
            LadderDrawing drawing, @Nullable HtmlReport page, Traffic traffic, boolean atOnce)
            throws IOException {
        List<Printer> printers = new ArrayList<>();
        if (view.tellsFindings() || checks || page != null) {
            printers.add(new Tallying(traffic));
        }
        if (page != null) {
            printers.add(page);
        }
        Printer asked =
                switch (view) {
                    case REPORT -> new TextReport(terminal, atOnce, filter.isNarrow(), toDraw());
                    case FINDING -> new FindingInFull(Objects.requireNonNull(finding), terminal);
                    case FINDINGS -> new FindingJsonLines(terminal.out());
                    case LIVES -> new JsonLines(terminal.out());
                    case LADDER -> drawing;
                };
        printers.add(page == null ? asked : new WhileRead(asked));
        return printers.size() == 1 ? printers.getFirst() : new Together(printers);
    }

    private String toDraw() {
        if (isOfKernel) {
            return "--live --save FILE.pcapng instead of --kernel keeps packets, to draw one";
        }
        return live == null ? "--connection N draws one" : live.toDraw();
    }

    private void complain(Outcome outcome) {
        for (String complaint : outcome.complaints()) {
            terminal.err().println("linger: " + Wording.printable(complaint));
        }
        for (String linkType : outcome.counts().unknownLinkTypes().keySet()) {
            terminal.err().println("linger: link type not known here: " + linkType);
        }
    }
}
