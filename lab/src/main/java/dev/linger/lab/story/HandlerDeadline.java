package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The deadline of the handler. */
public final class HandlerDeadline implements Story {
    @Override
    public String word() {
        return "handler-deadline";
    }

    @Override
    public String title() {
        return "the application does not answer in time";
    }

    @Override
    public String lesson() {
        return "A server with a limit for its handler answers 503 in its place (Go: "
                + "http.TimeoutHandler), and the connection stays for the next request. "
                + "The handler may still be running: a 503 does not mean that nothing was "
                + "done.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "handler never answers, limit 300 ms",
                        2,
                        HandlerDeadline::slowThenQuick,
                        Expected.open(1)));
    }

    private static void slowThenQuick(Stage stage) throws Exception {
        stage.serve(
                settings ->
                        settings.withDeadlines(
                                settings.deadlines().withHandler(Duration.ofMillis(300))),
                exchange -> {
                    if (exchange.path().equals("/slow")) {
                        new CountDownLatch(1).await();
                    }
                    exchange.respond("ok");
                });
        LingerClient client = stage.client();
        int slow = stage.get(client, "/slow").statusCode();
        int next = stage.get(client, "/quick").statusCode();
        stage.remark("the slow request was answered " + slow + ", the next one " + next);
    }
}
