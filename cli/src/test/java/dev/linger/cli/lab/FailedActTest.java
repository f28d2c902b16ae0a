package dev.linger.cli.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Terminal;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Lab;
import dev.linger.lab.Outcome;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.io.OutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailedActTest {
    private static final Terminal TERMINAL =
            new Terminal(OutputStream.nullOutputStream(), System.err, 100, false, false);

    /** One act as it is, and one whose expectation is wrong. */
    private record Half() implements Story {
        @Override
        public String word() {
            return "half-wrong";
        }

        @Override
        public String title() {
            return "one act of two is wrong";
        }

        @Override
        public String lesson() {
            return "None.";
        }

        @Override
        public List<Act> acts() {
            return List.of(
                    Act.of("right", 1, Half::ask, asked(DecidedBy.CLIENT)),
                    Act.of("wrong", 1, Half::ask, asked(DecidedBy.SERVER)));
        }

        private static Expected asked(DecidedBy decider) {
            return Expected.of(1, CloseCause.CLOSE_REQUESTED, decider, ClosedFirst.SERVER);
        }

        private static void ask(Stage stage) throws Exception {
            stage.serve(settings -> settings);
            stage.connect().ask("GET / HTTP/1.0\r\n\r\n").hear().hearEnd().close();
        }
    }

    private static List<Outcome> play() throws InterruptedException {
        return new Lab(2).play(List.of(new Half()), _ -> {});
    }

    @Test
    void theLastLinesSayWhereToLookAndWhatToType() throws Exception {
        List<String> lines = Summary.lines(play(), TERMINAL, true);
        assertEquals("1 of 2 acts ended as expected; see !! (half-wrong)", lines.get(1));
        assertEquals("Try again: linger lab half-wrong", lines.get(2));
    }

    @Test
    void theRowSaysWhatDiffersAndInWhichViews() throws Exception {
        List<String> lines = ActTable.lines(play(), TERMINAL);
        List<String> below = lines.stream().dropWhile(line -> !line.startsWith("!!")).toList();
        assertTrue(
                below.stream()
                        .anyMatch(line ->
                                line.startsWith("      server")
                                        && line.endsWith(
                                                " saw close-requested by client, not by server")),
                () -> String.join("\n", lines));
    }
}
