package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.SeenBy;
import dev.linger.server.Server;
import java.io.IOException;
import java.util.List;

/** An answer before the request is read. */
public final class UnreadRequestBody implements Story {
    @Override
    public String word() {
        return "unread-request-body";
    }

    @Override
    public String title() {
        return "an upload is refused before it is read";
    }

    @Override
    public String lesson() {
        return "If a server closes its socket, bytes that are unread, or come later, "
                + "are answered by a reset, and the client may lose the answer. A server "
                + "that goes on reading for a moment brings its answer home (nginx does: "
                + "lingering_close).";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                                "403 and closed at once",
                                1,
                                UnreadRequestBody::closedAtOnce,
                                Expected.of(
                                                1,
                                                CloseCause.UNREAD_BODY,
                                                DecidedBy.SERVER,
                                                ClosedFirst.SERVER)
                                        .byReset())
                        .answered(0)
                        // Bytes lie unread at both ends: it cannot tell whose made the reset.
                        .unseenBy(SeenBy.KERNEL)
                        .needing(Needs.PACKETS),
                Act.of(
                        "403, our server goes on reading",
                        1,
                        UnreadRequestBody::lingering,
                        Expected.of(
                                1, CloseCause.UNREAD_BODY, DecidedBy.SERVER, ClosedFirst.SERVER)));
    }

    private static final String PIECE = "x".repeat(1 << 14);
    private static final int PIECES = 64;

    /** Far more than fits into the buffers between the two programs. */
    private static final int MANY_PIECES = 1 << 16;

    private static String head(int pieces) {
        return "POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: "
                + (long) pieces * PIECE.length()
                + "\r\n\r\n";
    }

    private static void closedAtOnce(Stage stage) throws Exception {
        stage.serveOrdinary(line -> {
            line.hearRequestHead();
            line.answer("403 Forbidden", "no");
        });
        Line line = stage.connect().ask(head(MANY_PIECES));
        try {
            upload(line, MANY_PIECES);
            line.hear();
        } catch (IOException e) {
            stage.remark("the client met: " + e.getMessage());
        }
        line.close();
    }

    private static void lingering(Stage stage) throws Exception {
        Server server =
                stage.serve(settings -> settings, exchange -> exchange.status(403).respond("no"));
        Line line = stage.connect().ask(head(PIECES));
        stage.await("the server has answered", () -> server.phases().containsKey(Phase.LINGERING));
        upload(line, PIECES);
        line.hear().hearEnd().close();
        stage.remark("the server sent its FIN, read on for a moment, and the client read the 403");
    }

    private static void upload(Line line, int pieces) throws IOException {
        for (int i = 0; i < pieces; i++) {
            line.say(PIECE);
        }
    }
}
