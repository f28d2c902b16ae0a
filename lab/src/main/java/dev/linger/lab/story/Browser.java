package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Needs;
import dev.linger.lab.Program;
import dev.linger.lab.Script;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.Talk;
import dev.linger.server.Exchange;
import dev.linger.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A browser at our server: Chromium without a window. */
public final class Browser implements Story {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final String TEN = "for (let i = 0; i < 10; i++) await ask('/' + i)";

    /** A page that a browser has loaded. */
    private record Loaded(Server server, Program browser) {}

    @Override
    public String word() {
        return "browser";
    }

    @Override
    public String title() {
        return "a browser (Chromium) loads a page and stays";
    }

    @Override
    public String lesson() {
        return "A browser uses one connection again while nothing else is to be asked "
                + "at the same time, keeps it for minutes, and opens some for nothing. So "
                + "the server's patience ends first, and TIME_WAIT lies there, which is "
                + "harmless; a limit of 60 s or more there seldom meets a request.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                browsing(
                        "the page, then 11 requests in turn",
                        12,
                        Browser::asking,
                        Expected.open(1)),
                browsing(
                        "a pause of 1.5 s, server 1 s",
                        4,
                        Browser::pausing,
                        ended(2, CloseCause.IDLE_TIMEOUT)),
                browsing(
                        "it may connect ahead, server 1 s",
                        2,
                        Browser::connectingAhead,
                        ended(1, CloseCause.UNUSED),
                        ended(1, CloseCause.IDLE_TIMEOUT)));
    }

    private static Act browsing(String configured, int requests, Script script, Expected... ends) {
        return Act.of(configured, requests, script, ends).needing(Needs.BROWSER);
    }

    private static Expected ended(int connections, CloseCause cause) {
        return Expected.of(connections, cause, DecidedBy.SERVER, ClosedFirst.SERVER);
    }

    private static void asking(Stage stage) throws Exception {
        expectUnused(stage, load(stage, Duration.ofMinutes(1), false, TEN).server());
    }

    private static void pausing(Stage stage) throws Exception {
        String steps = "await ask('/1'); await pause(1500); await ask('/2')";
        awaitEnd(stage, load(stage, PATIENCE, false, steps));
    }

    private static void connectingAhead(Stage stage) throws Exception {
        Loaded page = load(stage, PATIENCE, true, "");
        awaitEnd(stage, page);
        String requests =
                page.server().ledger().last().stream()
                        .map(one -> one.life().talk())
                        .map(talk -> talk instanceof Talk.Http http ? "" + http.requests() : "0")
                        .sorted()
                        .collect(Collectors.joining(", "));
        stage.remark("requests on its connections: " + requests);
    }

    /**
     * Both connections end by the server, however many the browser ends. A browser that has nothing
     * to do looks after its connections every ten seconds: it is ended instead.
     */
    private static void awaitEnd(Stage stage, Loaded page) throws Exception {
        Server server = page.server();
        stage.await(
                "the server closes both",
                () -> server.open() == 0 && server.ledger().closed() >= 2);
        page.browser().close();
        expectUnused(stage, server);
    }

    /**
     * A browser that waits long for a connection opens another one, for safety, and closes what it
     * has not used.
     */
    private static void expectUnused(Stage stage, Server server) {
        long unused =
                server.ledger().last().stream()
                        .map(one -> one.verdict().closing())
                        .filter(end -> end.cause() == CloseCause.UNUSED)
                        .filter(end -> end.closedFirst() == ClosedFirst.CLIENT)
                        .count();
        if (unused > 0) {
            stage.expectBesides(
                    Expected.of(
                            (int) unused, CloseCause.UNUSED, DecidedBy.CLIENT, ClosedFirst.CLIENT));
        }
    }

    /**
     * Lets the browser load a page, and waits until the page's script is through.
     *
     * @param predicts whether the browser opens connections that it may need later
     */
    private static Loaded load(Stage stage, Duration idle, boolean predicts, String steps)
            throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Server server =
                stage.serve(
                        settings -> settings.withDeadlines(settings.deadlines().withIdle(idle)),
                        exchange -> {
                            answer(stage, exchange, page(steps));
                            if (exchange.path().equals("/done")) {
                                done.countDown();
                            }
                        });
        Program browser = stage.run(browser(stage, predicts));
        browser.await("the page's last request", () -> done.getCount() == 0);
        return new Loaded(server, browser);
    }

    /** Without an icon the browser would ask for one, on a connection that it chooses. */
    private static String page(String steps) {
        return """
        <!doctype html><title>lab</title><link rel="icon" href="data:,">
        <script>
        const ask = async path => (await fetch(path, { cache: 'no-store' })).text()
        const pause = millis => new Promise(then => setTimeout(then, millis))
        async function play() {
          %s
          await ask('/done')
        }
        play()
        </script>
        """
                .formatted(steps);
    }

    private static List<String> browser(Stage stage, boolean predicts) throws IOException {
        Path profile = stage.folder().resolve("profile");
        Files.createDirectories(profile.resolve("Default"));
        Files.writeString(
                profile.resolve("Default/Preferences"),
                "{\"net\": {\"network_prediction_options\": %d}}".formatted(predicts ? 0 : 2));
        return List.of(
                Program.browser().orElseThrow(),
                "--headless=new",
                // It has its own reasons not to run as root, and shared memory is small in
                // containers.
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--user-data-dir=" + profile,
                "--remote-debugging-port=0",
                settled(stage.uri("/")));
    }

    /**
     * A browser that has just begun learns a moment later whom to trust for TLS, and then ends all
     * connections that it has. So it is sent to the page after that.
     */
    private static String settled(URI page) {
        return "data:text/html,<script>setTimeout(() => location = '" + page + "', 1000)</script>";
    }

    private static void answer(Stage stage, Exchange exchange, String page) throws IOException {
        stage.asked();
        if (exchange.path().equals("/")) {
            exchange.header("Content-Type", "text/html").respond(page);
        } else {
            exchange.respond("ok");
        }
        stage.answered();
    }
}
