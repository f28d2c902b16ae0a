package dev.linger.cli.lab;

import dev.linger.cli.Refusal;
import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.life.Wording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Expected ends against what packets alone say, connection by connection, as a page. */
final class Matrix {
    private static final String TITLE = "# How right the verdicts are";

    private final List<String> rows = new ArrayList<>();
    private final List<String> misses = new ArrayList<>();
    private int connections;
    private int rightFirst;
    private int rightCause;
    private int notLookedAt;

    private Matrix() {}

    /** Refuses a place that cannot take the page, before anything is played. */
    static Path place(String typed) {
        try {
            Path path = Path.of(typed);
            Path folder = path.toAbsolutePath().getParent();
            if (folder == null || Files.isDirectory(path)) {
                throw refusal(typed, "is a folder; name a file in it");
            }
            if (!Files.isDirectory(folder)) {
                throw refusal(typed, "its folder does not exist; make it first");
            }
            if (!Files.isWritable(Files.exists(path) ? path : folder)) {
                throw refusal(typed, "is not writable for you; name another file");
            }
            if (Files.isRegularFile(path) && !isMatrix(path)) {
                throw refusal(typed, "exists and is no page of Linger; name another file");
            }
            return path;
        } catch (InvalidPathException _) {
            throw refusal(typed, "is no name of a file");
        }
    }

    private static boolean isMatrix(Path path) {
        try (Stream<String> lines = Files.lines(path)) {
            return lines.findFirst().filter(TITLE::equals).isPresent();
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    static void write(List<Outcome> outcomes, Path place) {
        Matrix matrix = new Matrix();
        outcomes.forEach(matrix::add);
        try {
            Files.writeString(place, matrix.page());
        } catch (IOException e) {
            throw refusal(place.toString(), "could not be written: " + Refusal.reason(e));
        }
    }

    private static Refusal refusal(String typed, String reason) {
        return new Refusal("--matrix " + Wording.printable(typed) + ": " + reason);
    }

    private void add(Outcome outcome) {
        Optional<List<JudgedLife>> seen = outcome.livesSeenBy(SeenBy.CAPTURE);
        if (seen.isEmpty()) {
            notLookedAt++;
            return;
        }
        List<JudgedLife> lives = seen.get();
        List<JudgedLife> left = new ArrayList<>(lives);
        int causes = 0;
        int firsts = 0;
        int all = 0;
        for (Expected one : outcome.act().expected()) {
            for (int i = 0; i < one.connections(); i++) {
                all++;
                JudgedLife life = take(left, one);
                causes += life != null && fitsCause(life, one) ? 1 : 0;
                firsts += life != null && fitsFirst(life, one) ? 1 : 0;
            }
        }
        all = Math.max(all, lives.size());
        connections += all;
        rightCause += causes;
        rightFirst += firsts;
        rows.add(row(outcome, all, firsts, causes));
        if (firsts < all || causes < all) {
            misses.add(
                    "* "
                            + outcome.story().word()
                            + ", "
                            + outcome.act().configured()
                            + ": "
                            + String.join("; ", outcome.differences()));
        }
    }

    /** The connection that fits best, which is taken away. */
    private static @Nullable JudgedLife take(List<JudgedLife> left, Expected one) {
        @Nullable JudgedLife best = null;
        for (JudgedLife life : left) {
            if (best == null || fit(life, one) > fit(best, one)) {
                best = life;
            }
        }
        if (best != null) {
            left.remove(best);
        }
        return best;
    }

    private static int fit(JudgedLife life, Expected one) {
        return (fitsFirst(life, one) ? 2 : 0) + (fitsCause(life, one) ? 1 : 0);
    }

    private static boolean fitsFirst(JudgedLife life, Expected one) {
        return life.verdict().closing().closedFirst() == one.closedFirst();
    }

    private static boolean fitsCause(JudgedLife life, Expected one) {
        Closing closing = life.verdict().closing();
        Expected.Seen seen = one.seenBy(SeenBy.CAPTURE);
        return closing.cause() == seen.cause()
                && (seen.cause() == CloseCause.OPEN || closing.decidedBy() == seen.decidedBy());
    }

    private static String row(Outcome outcome, int all, int firsts, int causes) {
        List<String> expected = new ArrayList<>();
        for (Expected one : outcome.act().expected()) {
            Expected.Seen seen = one.seenBy(SeenBy.CAPTURE);
            expected.add(
                    one.connections()
                            + " "
                            + seen.cause().word()
                            + (seen.cause() == CloseCause.OPEN
                                    ? ""
                                    : " by " + seen.decidedBy().word())
                            + ", first "
                            + one.closedFirst().word());
        }
        return "| ["
                + outcome.story().word()
                + "](lab/"
                + outcome.story().word()
                + ".md) | "
                + outcome.act().configured().replace("|", "\\|")
                + " | "
                + String.join("; ", expected)
                + " | "
                + firsts
                + " of "
                + all
                + " | "
                + causes
                + " of "
                + all
                + " |";
    }

    private String page() {
        List<String> lines = new ArrayList<>();
        lines.add(TITLE);
        lines.add("");
        lines.add(
                "Made by `./linger lab --matrix docs/accuracy.md`, and not edited by hand. Each row is");
        lines.add(
                "an act of [the lab](lab.md): what its configuration makes certain, and how many of its");
        lines.add(
                "connections packets alone were judged so, as `linger explain` judges them. Acts without");
        lines.add("a name of software are played by servers and clients of the lab.");
        lines.add("");
        lines.add(
                "**"
                        + Wording.count(connections, "connection")
                        + ": who closed first right for "
                        + Wording.share(rightFirst, connections)
                        + ", cause and decision for "
                        + Wording.share(rightCause, connections)
                        + ".**");
        lines.add("");
        lines.add("| story | configured | expected | closed first | cause |");
        lines.add("| --- | --- | --- | --- | --- |");
        lines.addAll(rows);
        if (!misses.isEmpty()) {
            lines.add("");
            lines.add("## Misses");
            lines.add("");
            lines.addAll(misses);
        }
        if (notLookedAt > 0) {
            lines.add("");
            lines.add(Wording.count(notLookedAt, "act") + " could not be played, or not captured.");
        }
        lines.add("");
        lines.addAll(Corrections.lines());
        return String.join("\n", lines) + "\n";
    }
}
