package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.client.PoolLimits;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/** A client that leaves answers unread. */
public final class UnreadResponses implements Story {
    @Override
    public String word() {
        return "unread-responses";
    }

    @Override
    public String title() {
        return "a client leaves answers unread";
    }

    @Override
    public String lesson() {
        return "A connection with an unread answer cannot be used again. Read each "
                + "answer to its end, then close it (Go: resp.Body); our client reads "
                + "what is left when an answer is closed, most others (Go's before 1.27) "
                + "do not.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "answers are neither read nor closed",
                        5,
                        UnreadResponses::neverRead,
                        Expected.open(5)),
                Act.of(
                        "our client reads the rest by itself",
                        5,
                        UnreadResponses::closedUnread,
                        Expected.open(1)));
    }

    private static final byte[] BODY = new byte[20_000];

    private static void neverRead(Stage stage) throws Exception {
        stage.serve(settings -> settings, exchange -> exchange.respond(BODY));
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hearHead();
            stage.answered();
        }
    }

    private static void closedUnread(Stage stage) throws Exception {
        stage.serve(settings -> settings, exchange -> exchange.respond(BODY));
        // The usual 50 ms are short where the machine is busy.
        PoolLimits patient = PoolLimits.defaults().withUnread(256 << 10, Duration.ofSeconds(10));
        LingerClient client = stage.client(builder -> builder.poolLimits(patient));
        HttpRequest request = HttpRequest.newBuilder(stage.uri("/")).build();
        for (int i = 0; i < 5; i++) {
            stage.asked();
            client.send(request, BodyHandlers.ofInputStream()).body().close();
            stage.answered();
            // Who asks again before the rest is thrown away needs a second connection, as always.
            stage.await("the connection is free", () -> client.figures().idle() == 1);
        }
    }
}
