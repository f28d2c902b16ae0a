package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Deadlines;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.List;

/** Clients that send or read too slowly. */
public final class SlowEnds implements Story {
    @Override
    public String word() {
        return "slow-clients";
    }

    @Override
    public String title() {
        return "clients send or read too slowly";
    }

    @Override
    public String lesson() {
        return "Set a limit each for head, body and sending (nginx: "
                + "client_header_timeout, client_body_timeout, send_timeout): a slow "
                + "client then loses its connection instead of holding it for ever.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                                "head 500 ms, half a head comes",
                                1,
                                SlowEnds::head,
                                ended(CloseCause.HEAD_TIMEOUT))
                        .answered(1),
                Act.of(
                        "body 500 ms, part of a body comes",
                        1,
                        SlowEnds::body,
                        ended(CloseCause.BODY_TIMEOUT)),
                Act.of(
                                "write 500 ms, client does not read",
                                1,
                                SlowEnds::reader,
                                ended(CloseCause.WRITE_TIMEOUT)
                                        .byReset()
                                        .seenFrom(
                                                SeenBy.KERNEL, CloseCause.ABORT, DecidedBy.SERVER))
                        .answered(0));
    }

    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final Deadlines.Pace PACE = new Deadlines.Pace(LIMIT, 0, LIMIT);

    private static Expected ended(CloseCause cause) {
        return Expected.of(1, cause, DecidedBy.SERVER, ClosedFirst.SERVER);
    }

    private static void head(Stage stage) throws Exception {
        stage.serve(settings -> settings.withDeadlines(settings.deadlines().withHead(LIMIT)));
        answered(stage, stage.connect().ask("GET / HTTP/1.1\r\nHo"));
    }

    private static void body(Stage stage) throws Exception {
        stage.serve(
                settings -> settings.withDeadlines(settings.deadlines().withBody(PACE)),
                exchange -> exchange.respond(exchange.body().readAllBytes()));
        Line line = stage.connect();
        answered(stage, line.ask("POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 10\r\n\r\nabc"));
    }

    private static void answered(Stage stage, Line line) throws Exception {
        String first = line.hear().heard().lines().findFirst().orElse("");
        line.hearEnd().close();
        stage.remark("before it closed, the server answered " + first.replace("HTTP/1.1 ", ""));
    }

    private static void reader(Stage stage) throws Exception {
        Server server =
                stage.serve(
                        settings -> settings.withDeadlines(settings.deadlines().withWrite(PACE)),
                        exchange -> exchange.respond(new byte[16 << 20]));
        Line line = stage.connect(4096).get("/");
        stage.await("the server gives the client up", () -> server.ledger().closed() == 1);
        line.hearEnd().close();
        stage.remark("by a reset: a FIN would wait behind the data that the client does not read");
    }
}
