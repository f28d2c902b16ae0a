package dev.linger.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.Packet;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Outcome;
import dev.linger.lab.Sight;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MatrixTest {
    private static final Act ACT =
            Act.of(
                    "two",
                    2,
                    _ -> {},
                    Expected.of(
                            2, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, ClosedFirst.SERVER));

    @TempDir Path folder;

    /** As it is, or with other software in it. */
    private record Played(String by) implements Story {
        @Override
        public String word() {
            return "keep-alive";
        }

        @Override
        public String title() {
            return "kept";
        }

        @Override
        public String lesson() {
            return "None.";
        }

        @Override
        public List<Act> acts() {
            return List.of(ACT);
        }
    }

    private static Outcome outcome(String by, List<Sight> sights, List<Packet> packets) {
        return new Outcome(
                new Played(by),
                ACT,
                sights,
                new Outcome.Figures(2, 2, 2, 2, 0),
                sights.isEmpty() ? List.of() : List.of("packets did not see 2 close-requested"),
                List.of(),
                1,
                Duration.ZERO,
                packets,
                "");
    }

    private List<String> page(Outcome outcome) throws Exception {
        Path page = folder.resolve("accuracy.md");
        Matrix.write(List.of(outcome), page);
        return Files.readAllLines(page);
    }

    @Test
    void anActWhosePacketsShowNoConnectionIsAMiss() throws Exception {
        Sight nothing = new Sight(SeenBy.CAPTURE, List.of(), 0);
        List<String> page = page(outcome("us", List.of(nothing), List.of()));
        assertTrue(
                page.stream().anyMatch(line -> line.endsWith("| 0 of 2 | 0 of 2 |")),
                () -> String.join("\n", page));
        assertTrue(
                page.contains("* keep-alive, two: packets did not see 2 close-requested"),
                () -> String.join("\n", page));
    }

    @Test
    void anActThatWasNotCapturedIsCountedApart() throws Exception {
        List<String> page = page(outcome("us", List.of(), List.of()));
        assertTrue(
                page.contains("1 act could not be played, or not captured."),
                () -> String.join("\n", page));
    }

    @Test
    void ourActsAndThoseOfOthersHaveFilesOfTheirOwn() {
        SavedActs saved = SavedActs.in(folder.toString());
        List<Packet> one = List.of(new Packet());
        saved.write(List.of(outcome("us", List.of(), one), outcome("others", List.of(), one)));
        assertEquals(
                List.of(
                        folder.resolve("keep-alive-1.pcapng").toString(),
                        folder.resolve("keep-alive-2.pcapng").toString()),
                saved.all());
    }
}
