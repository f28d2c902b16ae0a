package dev.linger.cli.lab;

import dev.linger.cli.Asked;
import dev.linger.cli.ExitStatus;
import dev.linger.cli.Flag;
import dev.linger.cli.Linger;
import dev.linger.cli.Pages;
import dev.linger.cli.Progress;
import dev.linger.cli.Refusal;
import dev.linger.cli.ReportFile;
import dev.linger.cli.Terminal;
import dev.linger.lab.Lab;
import dev.linger.lab.Outcome;
import dev.linger.lab.Story;
import dev.linger.lab.cast.Cast;
import dev.linger.lab.story.Stories;
import dev.linger.life.Wording;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The command {@code lab}: plays, and says how it went. */
public final class LabCommand {
    /** Most of an act is waiting; more of them make a small machine late. */
    private static final int SIDE_BY_SIDE = 8;

    private static final String NO_PACKETS =
            "the packets cannot be seen here; they need the capability CAP_NET_RAW on Linux, as root"
                    + " has it";

    private final Asked asked;
    private final Terminal terminal;
    private final List<Story> stories;

    /** What was typed; refuses what makes no sense before anything is played. */
    public LabCommand(Asked asked, Terminal terminal) {
        this.asked = asked;
        this.terminal = terminal;
        this.stories = cast(stories(asked.arguments()));
    }

    /** The words of all stories. */
    public static List<String> words() {
        return Stories.all().stream().map(Story::word).toList();
    }

    private static List<Story> stories(List<String> typed) {
        if (typed.isEmpty()) {
            return Stories.all();
        }
        return typed.stream()
                .map(word ->
                        Stories.of(word)
                                .orElseThrow(() ->
                                        new Refusal(
                                                "\""
                                                        + Wording.printable(word)
                                                        + "\" is no story of the lab; there are "
                                                        + String.join(", ", words()))))
                .toList();
    }

    private List<Story> cast(List<Story> chosen) {
        String typed = asked.value(Flag.WITH);
        if (typed == null && !asked.has(Flag.MATRIX)) {
            return chosen;
        }
        String named = typed == null ? "all" : typed;
        List<String> software = software(named);
        List<Story> cast = Cast.in(chosen, software);
        if (asked.has(Flag.MATRIX)) {
            List<Story> both = new ArrayList<>(chosen);
            both.addAll(cast);
            return both;
        }
        if (cast.isEmpty()) {
            throw new Refusal(
                    "--with " + Wording.printable(named) + ": has no part in these stories");
        }
        return cast;
    }

    /** Those that are installed; says which are not. */
    private List<String> software(String typed) {
        List<String> installed = Cast.installed();
        if (typed.equals("all")) {
            return installed;
        }
        List<String> chosen = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String word : typed.split(",", -1)) {
            if (!Cast.words().contains(word)) {
                throw new Refusal(
                        "--with "
                                + Wording.printable(word)
                                + ": is not known to the lab; there are "
                                + String.join(", ", Cast.words()));
            }
            (installed.contains(word) ? chosen : missing).add(word);
        }
        if (chosen.isEmpty() && !asked.has(Flag.MATRIX)) {
            throw new Refusal(
                    "--with " + Wording.printable(typed) + ": nothing of it is installed");
        }
        missing.forEach(
                word -> say("needs " + word + ", which is not installed: its acts are not played"));
        return chosen;
    }

    /** The exit status. */
    public int run() throws IOException {
        if (asked.has(Flag.STORIES)) {
            return catalogue();
        }
        refuseWithoutPackets(Flag.MATRIX);
        refuseWithoutPackets(Flag.REPORT_ACTS);
        String matrix = asked.value(Flag.MATRIX);
        Path page = matrix == null ? null : Matrix.place(matrix);
        String report = asked.value(Flag.REPORT_ACTS);
        if (report != null) {
            ReportFile.at(report);
        }
        try (SavedActs saved = saved()) {
            List<Outcome> outcomes = play();
            tell(outcomes, saved);
            if (page != null) {
                Matrix.write(outcomes, page);
            }
            int reported = report == null ? ExitStatus.DONE : report(saved, report);
            return reported == ExitStatus.DONE ? verdict(outcomes) : reported;
        }
    }

    private static int verdict(List<Outcome> outcomes) {
        return outcomes.stream().anyMatch(one -> one.isPlayed() && !one.isAsExpected())
                ? ExitStatus.FOUND
                : ExitStatus.DONE;
    }

    /** Before anything is played: a place that takes no file is refused then. */
    private SavedActs saved() {
        String folder = asked.value(Flag.SAVE_ACTS);
        if (folder != null) {
            return SavedActs.in(folder);
        }
        boolean isDrawn = !isOverview() && !asked.has(Flag.ACTS_JSON) && Lab.seesPackets();
        return isDrawn || asked.has(Flag.REPORT_ACTS) ? SavedActs.forNow() : SavedActs.none();
    }

    private boolean isOverview() {
        return asked.arguments().isEmpty();
    }

    /** Before anything is played, for a page without packets would say nothing. */
    private void refuseWithoutPackets(Flag flag) {
        String file = asked.value(flag);
        if (file != null && !Lab.seesPackets()) {
            throw new Refusal(
                    "--" + flag.word() + " " + Wording.printable(file) + ": " + NO_PACKETS);
        }
    }

    private int catalogue() throws IOException {
        boolean isPlay =
                Stream.of(Flag.ACTS_JSON, Flag.SAVE_ACTS, Flag.REPORT_ACTS, Flag.WITH, Flag.MATRIX)
                        .anyMatch(asked::has);
        if (isPlay || !isOverview()) {
            throw new Refusal("--stories lists the stories and plays none: leave the rest out");
        }
        Pages pages = new Pages("lab", terminal);
        Map<String, String> meanings = new LinkedHashMap<>();
        Stories.all().forEach(story -> meanings.put(story.word(), story.title()));
        terminal.print(String.join("\n", pages.catalogue(meanings)) + "\n");
        return ExitStatus.DONE;
    }

    private List<Outcome> play() {
        Progress progress = new Progress(terminal);
        List<Outcome> ended = new ArrayList<>();
        long all = stories.stream().mapToLong(story -> story.acts().size()).sum();
        try {
            return new Lab(SIDE_BY_SIDE)
                    .play(
                            stories,
                            outcome -> {
                                ended.add(outcome);
                                progress.show(elapsed -> line(ended, all, elapsed));
                            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted after " + ended.size() + " of " + all + " acts");
        } finally {
            progress.erase();
        }
    }

    private static String line(List<Outcome> ended, long all, long elapsedNanos) {
        return ended.size()
                + " of "
                + all
                + " acts played, "
                + elapsedNanos / 1_000_000_000
                + " s; the last one was of "
                + ended.getLast().story().word();
    }

    /** First what can be told without files, which may fail. */
    private void tell(List<Outcome> outcomes, SavedActs saved) throws IOException {
        if (asked.has(Flag.ACTS_JSON)) {
            OutcomeJson.write(outcomes, terminal.out());
            terminal.out().flush();
            saved.write(outcomes);
        } else {
            tellPeople(outcomes, saved);
        }
        if (asked.has(Flag.SAVE_ACTS)) {
            say(
                    Wording.count(saved.all().size(), "capture")
                            + " in "
                            + asked.value(Flag.SAVE_ACTS));
        }
    }

    private void tellPeople(List<Outcome> outcomes, SavedActs saved) throws IOException {
        boolean isOverview = isOverview();
        Words words = new Words();
        outcomes.forEach(words::add);
        show(words, isOverview ? Opening.lines(terminal) : Opening.line(terminal));
        show(words, ActTable.lines(outcomes, terminal));
        if (!isOverview) {
            saved.write(outcomes);
            pages(words);
            for (Outcome outcome : outcomes) {
                detail(words, outcome, saved);
            }
        }
        List<String> summary = Summary.lines(outcomes, terminal, isOverview);
        words.add(String.join("\n", summary));
        print(words.lines(terminal));
        print(summary);
        if (isOverview) {
            saved.write(outcomes);
        }
    }

    private void detail(Words words, Outcome outcome, SavedActs saved) throws IOException {
        if (outcome.isPlayed()) {
            String text = new Detail(outcome, terminal).text(saved.of(outcome));
            words.add(text);
            words.addSights(outcome);
            terminal.print(text);
        }
    }

    private void pages(Words words) throws IOException {
        for (String word : stories.stream().map(Story::word).distinct().toList()) {
            List<String> page = new Pages("lab", terminal).page(word);
            show(words, Stream.concat(Stream.of(""), page.stream()).toList());
        }
    }

    private void show(Words words, List<String> lines) throws IOException {
        words.add(String.join("\n", lines));
        print(lines);
    }

    /** The exit status. */
    private int report(SavedActs saved, String file) {
        if (saved.all().isEmpty()) {
            throw new Refusal(
                    "--report "
                            + Wording.printable(file)
                            + ": no act was played of which packets were seen, so there is nothing"
                            + " to report");
        }
        List<String> line = new ArrayList<>(List.of("explain"));
        line.addAll(saved.all());
        line.addAll(List.of("--json", "--report", file));
        return Linger.run(
                line.toArray(String[]::new), terminal.withOut(OutputStream.nullOutputStream()));
    }

    private void print(List<String> lines) throws IOException {
        terminal.print(String.join("\n", lines) + "\n");
    }

    private void say(String sentence) {
        terminal.err().println("linger: " + Wording.printable(sentence));
    }
}
