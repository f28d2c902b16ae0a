package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Program;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Another client than ours, at our server.
 *
 * @param word as it is asked for
 * @param program that must be on the PATH
 * @param story that it plays
 * @param arguments what is shown of its command
 * @param requests that it sends
 * @param command by the address of the server
 */
record ClientProgram(
        String word,
        String program,
        String story,
        String arguments,
        int requests,
        Expected expected,
        Function<String, List<String>> command)
        implements Player {

    private static final String PYTHON =
            "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()";

    private static Expected asked(int connections, ClosedFirst first) {
        return Expected.of(connections, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, first);
    }

    /** It ends at once after the last answer, though the connection could be used again. */
    private static Expected ended() {
        return Expected.of(1, CloseCause.SURPLUS, DecidedBy.CLIENT, ClosedFirst.CLIENT);
    }

    private static List<String> times(int times, String url, String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(Collections.nCopies(times, url));
        return all;
    }

    /**
     * All of them, each without what its user's files say. A client that closes by itself after an
     * answer that the server closes, too, is not among them (curl -0): who of both is first is
     * chance.
     */
    static List<ClientProgram> all() {
        return List.of(
                new ClientProgram(
                        "curl",
                        "curl",
                        "keep-alive",
                        "URL, 20 times",
                        20,
                        ended(),
                        url -> times(20, url, "curl", "-q", "-s")),
                new ClientProgram(
                        "wget",
                        "wget",
                        "keep-alive",
                        "URL, 20 times",
                        20,
                        ended(),
                        url -> times(20, url, "wget", "--no-config", "-q", "-O", "-")),
                new ClientProgram(
                        "ab",
                        "ab",
                        "http-1.0",
                        "-n 10 -k",
                        10,
                        ended(),
                        url -> List.of("ab", "-q", "-n", "10", "-k", url)),
                new ClientProgram(
                        "curl",
                        "curl",
                        "client-asks-to-close",
                        "-H 'Connection: close'",
                        1,
                        asked(1, ClosedFirst.CLIENT),
                        url -> List.of("curl", "-q", "-s", "-H", "Connection: close", url)),
                new ClientProgram(
                        "ab",
                        "ab",
                        "http-1.0",
                        "-n 10",
                        10,
                        asked(10, ClosedFirst.SERVER),
                        url -> List.of("ab", "-q", "-n", "10", url)),
                new ClientProgram(
                        "wget",
                        "wget",
                        "client-asks-to-close",
                        "--no-http-keep-alive",
                        1,
                        asked(1, ClosedFirst.CLIENT),
                        url ->
                                List.of(
                                        "wget",
                                        "--no-config",
                                        "-q",
                                        "-O",
                                        "-",
                                        "--no-http-keep-alive",
                                        url)),
                new ClientProgram(
                        "python",
                        "python3",
                        "client-asks-to-close",
                        "urllib.request.urlopen",
                        1,
                        asked(1, ClosedFirst.CLIENT),
                        url -> List.of("python3", "-c", PYTHON, url)));
    }

    @Override
    public boolean isHere() {
        return Program.isHere(program);
    }

    @Override
    public Map<String, List<Act>> acts() {
        Act act = Act.of(word + " " + arguments, requests, this::play, expected);
        return Map.of(story, List.of(act));
    }

    private void play(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < requests; i++) {
            stage.asked();
        }
        stage.runToEnd(command.apply(stage.uri("/").toString()));
        for (int i = 0; i < requests; i++) {
            stage.answered();
        }
    }
}
