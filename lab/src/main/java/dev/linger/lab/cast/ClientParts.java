package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Script;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;

/** What a client plays, the same for each. */
final class ClientParts implements Player {
    /** More than the buffers of a connection that nobody reads. */
    private static final byte[] MUCH = new byte[8_000_000];

    private final ClientSoftware software;
    private final Acts acts = new Acts();

    ClientParts(ClientSoftware software) {
        this.software = software;
        addKept();
        addClosed();
        addUnread();
    }

    @Override
    public String word() {
        return software.word();
    }

    @Override
    public boolean isHere() {
        return software.isHere();
    }

    @Override
    public Map<String, List<Act>> acts() {
        return acts.all();
    }

    private void addKept() {
        part("keep-alive", ClientPart.KEEP, this::kept, Expected.open(1));
        part(
                "idle-timeouts",
                ClientPart.SIDE_BY_SIDE,
                this::idle,
                Expected.of(
                        ClientPart.SIDE_BY_SIDE.requests(),
                        CloseCause.IDLE_TIMEOUT,
                        DecidedBy.CLIENT,
                        ClosedFirst.CLIENT));
    }

    private void addClosed() {
        part(
                "client-asks-to-close",
                ClientPart.CLOSE,
                stage -> closed(stage, ClientPart.CLOSE),
                notKept(ClientPart.CLOSE, DecidedBy.CLIENT));
        part(
                "keep-alive-off",
                ClientPart.KEEP,
                stage -> closed(stage, ClientPart.KEEP),
                notKept(ClientPart.KEEP, DecidedBy.SERVER));
    }

    private Expected notKept(ClientPart part, DecidedBy decider) {
        Expected ends =
                Expected.of(
                        part.requests(), CloseCause.CLOSE_REQUESTED, decider, ClosedFirst.CLIENT);
        // Without what was said, a reset after an answer is no more than that.
        return software.resets()
                ? ends.byReset().seenFrom(SeenBy.KERNEL, CloseCause.ABORT, DecidedBy.CLIENT)
                : ends;
    }

    private void addUnread() {
        part(
                "unread-responses",
                ClientPart.UNREAD,
                stage -> unread(stage, ClientPart.UNREAD),
                Expected.open(ClientPart.UNREAD.requests()));
        part(
                "unread-responses",
                ClientPart.CLOSE_UNREAD,
                stage -> unread(stage, ClientPart.CLOSE_UNREAD),
                Expected.of(
                                ClientPart.CLOSE_UNREAD.requests(),
                                CloseCause.UNREAD_BODY,
                                DecidedBy.CLIENT,
                                ClosedFirst.CLIENT)
                        .byReset());
    }

    private void part(String story, ClientPart part, Script script, Expected ends) {
        if (software.canDo(part)) {
            String says = software.says(part);
            String shown = software.word() + " client" + (says.isEmpty() ? "" : ": " + says);
            acts.add(story, Act.of(shown, part.requests(), script, ends));
        }
    }

    /** Starts the client, and waits for its answers. */
    private void play(Stage stage, ClientPart part) throws Exception {
        for (int i = 0; i < part.requests(); i++) {
            stage.asked();
        }
        stage.run(software.configure(part, stage.uri("/"), stage.folder()))
                .awaitLines(ClientSoftware.ANSWERED, part.requests());
        for (int i = 0; i < part.requests(); i++) {
            stage.answered();
        }
    }

    private void kept(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        play(stage, ClientPart.KEEP);
    }

    private void idle(Stage stage) throws Exception {
        CyclicBarrier allAtOnce = new CyclicBarrier(ClientPart.SIDE_BY_SIDE.requests());
        Server server =
                stage.serve(
                        settings -> settings,
                        exchange -> {
                            allAtOnce.await();
                            exchange.respond("ok");
                        });
        play(stage, ClientPart.SIDE_BY_SIDE);
        stage.await(
                "the client closes all",
                Duration.ofSeconds(ClientPart.IDLE_SECONDS),
                () -> server.ledger().closed() == ClientPart.SIDE_BY_SIDE.requests());
    }

    private void closed(Stage stage, ClientPart part) throws Exception {
        stage.serveOnce();
        play(stage, part);
    }

    private void unread(Stage stage, ClientPart part) throws Exception {
        stage.serve(settings -> settings, exchange -> exchange.respond(MUCH));
        play(stage, part);
    }
}
