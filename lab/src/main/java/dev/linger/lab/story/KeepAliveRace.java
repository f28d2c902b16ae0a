package dev.linger.lab.story;

import dev.linger.client.BrokenExchangeException;
import dev.linger.client.LingerClient;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Needs;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request crosses the close of an idle connection. */
public final class KeepAliveRace implements Story {
    @Override
    public String word() {
        return "keep-alive-race";
    }

    @Override
    public String title() {
        return "a request crosses the server's close";
    }

    @Override
    public String lesson() {
        return "The next request leaves just as the server closes the idle connection. "
                + "GET and PUT may be sent again, a POST only if it surely did not "
                + "arrive: that no answer came does not tell (acts 3 and 4). The cure: "
                + "the client's idle limit is shorter than the server's (idle-timeouts).";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of("GET, not sent again", 2, KeepAliveRace::askedOnce, LATE).answered(1),
                Act.of(
                        "PUT, sent again by our client",
                        3,
                        stage -> crossing(stage, "PUT"),
                        LATE.byReset(),
                        Expected.open(1)),
                Act.of(
                                "POST, sent again: proven undelivered",
                                3,
                                stage -> crossing(stage, "POST"),
                                LATE.byReset(),
                                Expected.open(1))
                        .needing(Needs.LINUX),
                Act.of(
                                "POST delivered, so not sent again",
                                2,
                                KeepAliveRace::readAndClosed,
                                Expected.of(
                                        1,
                                        CloseCause.NO_RESPONSE,
                                        DecidedBy.SERVER,
                                        ClosedFirst.SERVER))
                        .answered(1));
    }

    /** More than the client gathers before it takes a connection. */
    private static final byte[] LARGE = new byte[10_000];

    private static final Expected LATE =
            Expected.of(1, CloseCause.LATE_REQUEST, DecidedBy.SERVER, ClosedFirst.SERVER);

    private static void askedOnce(Stage stage) throws Exception {
        stage.serve(settings ->
                settings.withDeadlines(settings.deadlines().withIdle(Duration.ofSeconds(1))));
        // It does not look before it asks, as if the FIN were still on its way.
        stage.connect().get("/").hear().hearEnd().get("/").close();
        stage.remark(
                "the server had sent its FIN, but still read, so nothing came back; in the next two"
                        + " acts it had closed its socket, so a reset did");
    }

    /** The second request's body comes when the server has closed: its head waits for that. */
    private static void crossing(Stage stage, String method) throws Exception {
        Semaphore underWay = new Semaphore(0);
        Semaphore closed = new Semaphore(0);
        AtomicBoolean isFirst = new AtomicBoolean(true);
        stage.serveOrdinary(line -> {
            line.hearRequest();
            line.answer("ok");
            if (isFirst.getAndSet(false)) {
                underWay.acquire();
                line.close();
                closed.release();
            } else {
                while (line.hearRequest()) {
                    line.answer("ok");
                }
            }
        });
        LingerClient client = stage.client();
        stage.get(client, "/");
        // Idle for a moment, the client asks the kernel for the name by which it proves delivery.
        stage.pause(Duration.ofMillis(500));
        BodyPublisher late =
                BodyPublishers.fromPublisher(
                        subscriber -> {
                            underWay.release();
                            closed.acquireUninterruptibly();
                            closed.release(); // a second try does not wait
                            BodyPublishers.ofByteArray(LARGE).subscribe(subscriber);
                        },
                        LARGE.length);
        HttpRequest request = HttpRequest.newBuilder(stage.uri("/")).method(method, late).build();
        int status = stage.send(client, request).statusCode();
        stage.get(client, "/");
        if (client.ledger().retries() == 1) {
            stage.remark(
                    "asked: GET, %1$s, GET; the %1$s was sent again on a second connection -> %2$d"
                            .formatted(method, status));
            if (method.equals("POST")) {
                stage.remark(
                        "proven by the kernel, which says that the server took no byte of it; most"
                                + " clients do not ask");
            }
        }
    }

    private static void readAndClosed(Stage stage) throws Exception {
        stage.serveOrdinary(line -> {
            line.hearRequest();
            line.answer("ok");
            line.hearRequest();
        });
        LingerClient client = stage.client();
        stage.get(client, "/");
        HttpRequest request =
                HttpRequest.newBuilder(stage.uri("/")).POST(BodyPublishers.ofString("pay")).build();
        try {
            stage.send(client, request);
        } catch (BrokenExchangeException e) {
            stage.remark(
                    "no race, though to the client it looks like one: it had arrived, and may have been carried out; our client asked the"
                            + " kernel, which says: "
                            + e.delivery().name().toLowerCase(Locale.ROOT));
        }
    }
}
