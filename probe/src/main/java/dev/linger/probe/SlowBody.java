package dev.linger.probe;

import java.io.IOException;
import java.util.Set;

/** How long a body may stall for which the server waits. */
final class SlowBody implements Question {
    private static final int REQUEST_TIMEOUT = 408;

    /**
     * An answer that comes sooner than this, and so many times what an answer takes as it is, did
     * not wait for the body.
     */
    private static final long AT_ONCE_NANOS = 300_000_000L;

    private static final int SLOWER = 3;

    @Override
    public String does() {
        return "announces a body and stalls after ten bytes of it";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(1, 1, bounds.maxWait());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.BODY_TIMEOUT);
    }

    @Override
    public void ask(Asking asking) throws IOException {
        if (asking.refuses(Stall.BODY, Trait.BODY_TIMEOUT)) {
            return;
        }
        Request request = Stall.body(asking.target, asking.bounds);
        try (Contact contact = asking.connectToHold()) {
            long began = System.nanoTime();
            contact.send(Stall.BODY.bytes(asking.target, asking.bounds));
            asking.sent();
            Heard heard = contact.hear(request, asking.bounds.maxWait());
            if (asking.isCrowded() && asking.refuses(Stall.BODY, Trait.BODY_TIMEOUT)) {
                return;
            }
            switch (heard) {
                case Heard.Silence _ ->
                        asking.learned(
                                Trait.BODY_TIMEOUT,
                                new Value.LongerThan(asking.bounds.maxWait().toNanos()),
                                "");
                case Heard.Garbage garbage -> asking.unknown(Trait.BODY_TIMEOUT, garbage.says());
                case Heard.Ended ended ->
                        cut(asking, ended.ending().at() - began, "without an answer");
                case Heard.Answer answer -> answered(asking, answer, began);
            }
        }
    }

    static void answered(Asking asking, Heard.Answer answer, long began) {
        long nanos = answer.firstByteAt() - began;
        if (nanos < atOnceNanos(asking) && answer.status() != REQUEST_TIMEOUT) {
            asking.unknown(
                    Trait.BODY_TIMEOUT,
                    "it answers "
                            + asking.bounds.bodyMethod()
                            + " with "
                            + answer.status()
                            + " without waiting for the body");
            return;
        }
        cut(asking, nanos, "with " + answer.status());
    }

    private static long atOnceNanos(Asking asking) {
        Reading first = asking.readings().get(Trait.FIRST_BYTE_NEW);
        long usual = first != null && first.value() instanceof Value.Time time ? time.most() : 0;
        return AT_ONCE_NANOS + usual * SLOWER;
    }

    private static void cut(Asking asking, long nanos, String says) {
        asking.learned(Trait.BODY_TIMEOUT, Value.Time.once(nanos), says);
    }
}
