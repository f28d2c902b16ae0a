package dev.linger.cli;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Seen;
import dev.linger.life.Endpoint;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One finding as lines for people, in brief or in full. */
final class FindingLines {
    /** Where lines to copy begin, if they fit. */
    private static final int COPIED = 18;

    /** A change that is longer is cut in brief. */
    private static final int MOST_COPIED = 5;

    private final Finding finding;
    private final Terminal terminal;
    private final UnaryOperator<String> explaining;
    private final List<String> lines = new ArrayList<>();

    private FindingLines(Finding finding, Terminal terminal, UnaryOperator<String> explaining) {
        this.finding = finding;
        this.terminal = terminal;
        this.explaining = explaining;
    }

    /** Cause, cost and first change where something should be done; else only what it is. */
    static List<String> brief(Finding finding, Terminal terminal) {
        FindingLines brief = new FindingLines(finding, terminal, UnaryOperator.identity());
        switch (finding.weight()) {
            case CRITICAL, WARNING -> {
                brief.what(what(finding));
                brief.add("because", finding.because());
                brief.add("costs", finding.costs());
                brief.firstChange();
                brief.add("expect", finding.expect());
                brief.hint();
            }
            case NOTICE -> brief.what(what(finding) + " (--finding " + finding.id() + ")");
            case HEALTHY -> brief.what(what(finding));
        }
        return brief.lines;
    }

    /** All that is known of it, in words that are explained where they come up first. */
    static List<String> full(Finding finding, Terminal terminal, Glossary glossary) {
        FindingLines full = new FindingLines(finding, terminal, glossary::explain);
        full.what(what(finding));
        full.add("because", finding.because());
        full.add("costs", finding.costs());
        full.changes();
        full.add("expect", finding.expect());
        full.add("price", finding.price());
        full.evidence();
        full.figures();
        return full.lines;
    }

    /** What was found, and with which client where it is not all of them. */
    static String what(Finding finding) {
        Endpoint client = finding.client();
        return client == null || finding.what().contains(client.address())
                ? finding.what()
                : finding.what() + " (client " + client.address() + ")";
    }

    private void what(String text) {
        lines.addAll(Marked.text(finding.weight(), explaining.apply(text), terminal));
    }

    /** Nothing where there is no text. */
    private void add(String label, String text) {
        if (!text.isEmpty()) {
            copy(label, explaining.apply(text));
        }
    }

    private void copy(String label, String text) {
        lines.addAll(Marked.labelled(label, text, terminal));
    }

    private void firstChange() {
        if (!finding.changes().isEmpty()) {
            change("change", finding.changes().getFirst(), MOST_COPIED);
        }
    }

    private void changes() {
        String label = "change";
        for (Change change : finding.changes()) {
            change(label, change, Integer.MAX_VALUE);
            label = "or";
        }
    }

    private void change(String label, Change change, int most) {
        copy(label, change.software().label() + ", " + change.where() + ":");
        List<String> copied = change.text().lines().toList();
        int longest = copied.stream().mapToInt(String::length).max().orElse(0);
        // What is to be copied is not wrapped: it moves to the left where that makes room.
        int indent = Math.clamp(terminal.textWidth() - (long) longest, 0, COPIED);
        for (String line : copied.subList(0, Math.min(most, copied.size()))) {
            lines.add((" ".repeat(indent) + line).stripTrailing());
        }
        if (copied.size() > most) {
            lines.add(" ".repeat(indent) + "...");
        }
    }

    private void hint() {
        List<String> more = new ArrayList<>();
        if (finding.changes().size() > 1) {
            more.add("settings of " + Wording.count(finding.changes().size() - 1, "other"));
        }
        if (!finding.price().isEmpty()) {
            more.add("the price");
        }
        more.add("evidence");
        add("more", "--finding " + finding.id() + ": " + String.join(", ", more));
    }

    private void evidence() {
        String label = "seen";
        for (Seen seen : finding.evidence()) {
            String packet = seen.packet() == 0 ? "" : ", packet " + Wording.count(seen.packet());
            String place = "connection " + seen.connection() + packet;
            add(label, place + ": " + seen.says());
            label = "";
        }
    }

    private void figures() {
        String label = "figures";
        for (var figure : finding.figures().entrySet()) {
            copy(label, figure.getKey() + " " + Figures.text(figure.getValue()));
            label = "";
        }
    }
}
