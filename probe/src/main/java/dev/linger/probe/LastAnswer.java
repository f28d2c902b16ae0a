package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;

/** What follows the last answer on a connection: who closes it first, and after how long. */
final class LastAnswer {
    /** A server that waits for the client's FIN waits longer than this, on a machine at rest. */
    private static final long MOMENT_NANOS = 30_000_000L;

    private LastAnswer() {}

    /** Sends a request that asks for no other one after it, and waits for the server's close. */
    static void watch(Asking asking, Trait trait, Request request) throws IOException {
        try (Contact contact = asking.connect()) {
            if (!(asking.ask(contact, request) instanceof Heard.Answer answer)) {
                asking.unknown(trait, "such a request gets no answer");
                return;
            }
            Duration patience = asking.bounds.atMost(Bounds.SOON);
            Ending ending = contact.awaitEnd(answer.endAt() + patience.toNanos());
            if (!ending.isOver()) {
                asking.learned(
                        trait,
                        new Value.LongerThan(patience.toNanos()),
                        "it lets the client close first");
                return;
            }
            long after = Math.max(0, ending.at() - answer.endAt());
            asking.learned(
                    trait,
                    Value.Time.once(after),
                    ending.how() == Ending.How.RESET
                            ? "the server ends it by a reset"
                            : after > MOMENT_NANOS + asking.lateness()
                                    ? "so long the client may close first, then the server does"
                                    : "the server closes first and keeps the TIME_WAIT");
        }
    }

    /** {@code 413 after 2.100 ms}. */
    static String after(Heard.Answer answer, long began) {
        return answer.status() + " after " + Wording.duration(answer.firstByteAt() - began);
    }
}
