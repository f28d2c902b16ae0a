package dev.linger.cli.explain.report;

import dev.linger.capture.flow.Flows;
import dev.linger.capture.flow.Ladders;
import dev.linger.cli.ReportFile;
import dev.linger.cli.Terminal;
import dev.linger.cli.explain.Outcome;
import dev.linger.cli.explain.Printer;
import dev.linger.cli.explain.Reading;
import dev.linger.cli.explain.StandardInput;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** The report as one page for a browser. */
public final class HtmlReport implements Printer {
    private static final int MOST_CONNECTIONS = 2_000;

    /** Steps of all ladders together: they are most of the page. */
    private static final int MOST_STEPS = 48_000;

    private static final int MOST_STEPS_OF_ONE = 300;

    /** Of a stream, which cannot be read twice, the ladders of the first connections are kept. */
    private static final int FIRST_LADDERS = 160;

    private final ReportFile target;
    private final Terminal terminal;
    private final Pictured pictured = new Pictured();
    private final Chosen chosen = new Chosen(MOST_CONNECTIONS);
    private final @Nullable Ladders alongside;
    private final int firstLadders;

    /**
     * @param live whether the capture can be read only once
     * @param number of the only connection that was asked for; 0 where any was
     */
    public HtmlReport(ReportFile target, Terminal terminal, boolean live, long number) {
        this.target = target;
        this.terminal = terminal;
        firstLadders = live && number == 0 ? FIRST_LADDERS : 0;
        alongside = live ? ladders(number) : null;
    }

    private static Ladders ladders(long number) {
        return number > 0 ? Ladders.whole(number) : Ladders.of(firstNumbers(), MOST_STEPS_OF_ONE);
    }

    private static Set<Long> firstNumbers() {
        return LongStream.rangeClosed(1, FIRST_LADDERS).boxed().collect(Collectors.toSet());
    }

    /** Ladders that have to be recorded while the capture is read; null where there are none. */
    public @Nullable Ladders alongside() {
        return alongside;
    }

    @Override
    public void print(JudgedLife life) {
        pictured.add(life);
        chosen.add(life);
    }

    @Override
    public void flush() {}

    @Override
    public void finish(Outcome outcome) throws IOException {
        List<JudgedLife> lives = chosen.lives();
        Ladders ladders = alongside != null ? alongside : readAgain(outcome.files(), lives);
        ReportTemplate template = new ReportTemplate();
        target.write(out ->
                template.write(
                        out,
                        page ->
                                new ReportJson(page, pictured, outcome)
                                        .write(lives, ladders, firstLadders)));
        terminal.err().println("linger: the report is in " + target);
    }

    private Ladders readAgain(List<String> files, List<JudgedLife> lives) {
        Set<Long> numbers = new HashSet<>();
        lives.forEach(judged -> numbers.add(judged.life().number()));
        int each = MOST_STEPS / Math.max(1, numbers.size());
        Ladders ladders = Ladders.of(numbers, Math.min(each, MOST_STEPS_OF_ONE));
        Flows flows = new Flows(_ -> {});
        flows.record(ladders);
        try (StandardInput nothing = new StandardInput()) {
            new Reading(flows, terminal).readAll(files, nothing);
        }
        return ladders;
    }
}
