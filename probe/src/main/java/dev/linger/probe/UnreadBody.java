package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;

/**
 * What becomes of a connection whose request is answered before its body was read: a close with
 * bytes unread is a reset, and may destroy the answer (RFC 9112, section 9.6).
 */
final class UnreadBody implements Question {
    private static final long ANNOUNCED_BYTES = 64L << 20;
    private static final int PIECE = 16 << 10;
    private static final int SENT_BYTES = 1 << 20;
    private static final long PAUSE_MILLIS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @Override
    public String does() {
        return "announces a body of "
                + (ANNOUNCED_BYTES >> 20)
                + " MiB, sends at most one of them, and sees whether an answer comes early";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(1, 1, bounds.atMost(PATIENCE.plus(Bounds.SOON)));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.UNREAD_BODY);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        if (asking.refuses(Stall.BODY, Trait.UNREAD_BODY)) {
            return;
        }
        Request request =
                Request.of(asking.bounds.bodyMethod(), asking.target)
                        .with("Content-Length: " + ANNOUNCED_BYTES);
        try (Contact contact = asking.connect()) {
            long began = System.nanoTime();
            contact.send(request.text());
            asking.sent();
            Thread writing = Thread.ofVirtual().name("probe-body").start(() -> send(contact));
            try {
                learn(asking, contact, request, began);
            } finally {
                writing.interrupt();
            }
        }
    }

    private static void learn(Asking asking, Contact contact, Request request, long began)
            throws IOException {
        switch (contact.hear(request, asking.bounds.atMost(PATIENCE))) {
            case Heard.Silence _ ->
                    asking.learned(
                            Trait.UNREAD_BODY,
                            new Value.Way("reads-on"),
                            "no answer to the first MiB: it waits for the body");
            case Heard.Garbage garbage -> asking.unknown(Trait.UNREAD_BODY, garbage.says());
            case Heard.Ended ended ->
                    asking.learned(
                            Trait.UNREAD_BODY,
                            new Value.Way(
                                    ended.ending().how() == Ending.How.RESET ? "reset" : "closed"),
                            "no answer reaches a client that still sends");
            case Heard.Answer answer -> answered(asking, contact, answer, began);
        }
    }

    private static void answered(Asking asking, Contact contact, Heard.Answer answer, long began)
            throws IOException {
        long by = answer.endAt() + asking.bounds.atMost(Bounds.SOON).toNanos();
        Ending ending = contact.awaitEnd(by);
        String after = Wording.duration(Math.max(0, ending.at() - answer.endAt()));
        String first = LastAnswer.after(answer, began) + ", ";
        switch (ending.how()) {
            case FIN ->
                    asking.learned(
                            Trait.UNREAD_BODY,
                            new Value.Way("answers-and-closes"),
                            first + "and a FIN " + after + " later");
            case RESET ->
                    asking.learned(
                            Trait.UNREAD_BODY,
                            new Value.Way("answers-and-resets"),
                            first
                                    + "and a reset "
                                    + after
                                    + " later, which may destroy the answer before it is read");
            case OPEN ->
                    asking.learned(
                            Trait.UNREAD_BODY,
                            new Value.Way("answers-and-reads-on"),
                            first + "and the connection stays open for " + after);
        }
    }

    private static void send(Contact contact) {
        byte[] piece = new byte[PIECE];
        Arrays.fill(piece, (byte) 'x');
        try {
            for (int sent = 0; sent < SENT_BYTES; sent += PIECE) {
                contact.send(piece);
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (IOException | InterruptedException _) {
            // The reader sees how it ended.
        }
    }
}
