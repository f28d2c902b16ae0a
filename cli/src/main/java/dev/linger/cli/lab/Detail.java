package dev.linger.cli.lab;

import dev.linger.cli.Ink;
import dev.linger.cli.Linger;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.lab.Sight;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.Confidence;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.SeenBy;
import dev.linger.life.Wording;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One act in full: what was expected, what each view says, and its first connection step by step.
 */
final class Detail {
    private static final int LABEL = 14;

    private record Step(Moment at, String says) {}

    private final Outcome outcome;
    private final Terminal terminal;
    private final List<String> lines = new ArrayList<>();

    Detail(Outcome outcome, Terminal terminal) {
        this.outcome = outcome;
        this.terminal = terminal;
    }

    /**
     * The text.
     *
     * @param capture with its packets; empty where there are none
     */
    String text(String capture) {
        lines.add("");
        lines.add(Ink.STRONG.on(outcome.act().configured(), terminal.coloured()));
        outcome.act().expected().forEach(this::expected);
        outcome.sights().forEach(this::sight);
        outcome.differences().forEach(one -> line("differs", one));
        outcome.remarks().forEach(one -> line("", one));
        if (outcome.plays() > 1) {
            line(
                    "",
                    "played "
                            + outcome.plays()
                            + " times, for the machine or a client was late, or a view missed"
                            + " something");
        }
        lines.add("");
        if (capture.isEmpty()) {
            steps();
        } else {
            packets();
        }
        return String.join("\n", lines) + "\n" + (capture.isEmpty() ? "" : drawn(capture));
    }

    /** Says what is drawn. */
    private void packets() {
        int all = outcome.livesSeenBy(SeenBy.CAPTURE).map(List::size).orElse(0);
        String which = all == 1 ? "the packets of the connection" : "the packets of one of " + all;
        line("", which + "; ACKs of data are not shown");
        lines.add("");
    }

    private String drawn(String capture) {
        ByteArrayOutputStream drawing = new ByteArrayOutputStream();
        Linger.run(
                new String[] {"explain", capture, "--connection", "1"}, terminal.withOut(drawing));
        return drawing.toString(StandardCharsets.UTF_8);
    }

    private void expected(Expected one) {
        if (one.cause() == CloseCause.OPEN) {
            line("expected", Wording.count(one.connections(), "connection") + ": open");
            return;
        }
        line(
                "expected",
                Wording.count(one.connections(), "connection")
                        + ": "
                        + one.cause().word()
                        + ", decided by "
                        + Told.decider(one.decidedBy(), one.closedFirst())
                        + ", closed first by "
                        + one.closedFirst().word()
                        + ", TIME_WAIT at "
                        + one.timeWaitAt().word());
    }

    private void sight(Sight sight) {
        Map<String, Integer> kinds = new LinkedHashMap<>();
        sight.lives().forEach(life -> kinds.merge(words(sight.by(), life), 1, Integer::sum));
        if (sight.open() > 0) {
            kinds.merge("open", sight.open(), Integer::sum);
        }
        List<String> all = new ArrayList<>();
        kinds.forEach((words, count) -> all.add(count + " " + words));
        line(sight.view(), all.isEmpty() ? "nothing" : String.join("; ", all));
    }

    private static String words(SeenBy view, JudgedLife life) {
        Closing closing = life.verdict().closing();
        if (closing.cause() == CloseCause.OPEN) {
            return "open";
        }
        String end =
                ", closed first by "
                        + closing.closedFirst().word()
                        + ", manner "
                        + closing.manner().word();
        boolean isBlind = life.verdict().confidence() == Confidence.GUESS;
        return view == SeenBy.KERNEL && (isBlind || closing.cause() == CloseCause.UNKNOWN)
                ? "ended" + end + "; why cannot be seen there"
                : closing.cause().word()
                        + " by "
                        + Told.decider(closing.decidedBy(), closing.closedFirst())
                        + sure(view, life.verdict().confidence())
                        + end
                        + ", phase "
                        + closing.phase().word();
    }

    /** What packets alone leave open; a ledger has its causes from the program itself. */
    private static String sure(SeenBy view, Confidence confidence) {
        boolean isSaid = view != SeenBy.CAPTURE || confidence == Confidence.CERTAIN;
        return isSaid ? "" : " (" + confidence.word() + ", from the packets alone)";
    }

    private void line(String label, String text) {
        String indent = "  " + label + " ".repeat(Math.max(1, LABEL - 2 - label.length()));
        lines.addAll(Wrapped.text(indent, text, terminal.textWidth()));
    }

    /** What the ledger that knows most wrote down of its first connection. */
    private void steps() {
        JudgedLife first =
                outcome.sights().stream()
                        .flatMap(sight -> sight.lives().stream())
                        .findFirst()
                        .orElse(null);
        if (first == null) {
            return;
        }
        List<Step> steps = new ArrayList<>();
        add(steps, first.life().opened(), "connected");
        half(steps, "client", first.life().fromClient());
        half(steps, "server", first.life().fromServer());
        for (Evidence evidence : first.verdict().evidence()) {
            add(steps, evidence.at(), "because: " + evidence.says());
        }
        steps.sort(Comparator.comparingLong(step -> step.at().atNanos()));
        long opened = first.life().opened().atNanos();
        lines.add("  the first connection, from " + first.life().client());
        for (Step step : steps) {
            String time = Wording.seconds(step.at().atNanos() - opened);
            lines.addAll(Wrapped.text("  " + time + "  ", step.says(), terminal.textWidth()));
        }
    }

    private static void half(List<Step> steps, String side, Half half) {
        add(steps, half.firstByte(), side + ": its first byte");
        add(steps, half.lastByte(), side + ": its last byte, " + half.bytes() + " in all");
        add(steps, half.fin(), side + ": closes (FIN)");
        add(steps, half.rst(), side + ": resets (RST)");
    }

    private static void add(List<Step> steps, @Nullable Moment at, String says) {
        if (at != null) {
            steps.add(new Step(at, says));
        }
    }
}
