package dev.linger.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/**
 * Whether a connection that is busy is closed for its age. It is watched for as long as the other
 * questions take, and five seconds at least.
 */
final class Age implements Question {
    private static final Duration LEAST = Duration.ofSeconds(5);
    private static final long PAUSE_MILLIS = 100;

    /** Pauses grow with the age, so that its error stays below a hundredth. */
    private static final int PART = 50;

    /** No pause is such that the idle timeout of a usual server would end it. */
    static final long LONGEST_PAUSE_MILLIS = 400;

    @Override
    public String does() {
        return "keeps one connection busy with a request now and then";
    }

    @Override
    public Cost cost(Bounds bounds) {
        int requests = 0;
        long most = bounds.maxWait().toNanos();
        for (long age = 0; age <= most; age += pause(age)) {
            requests++;
        }
        return new Cost(1, requests + 1, bounds.maxWait());
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.MAX_AGE);
    }

    @Override
    public void ask(Asking asking) throws IOException, InterruptedException {
        if (asking.isOneAtATime()) {
            asking.unknown(Trait.MAX_AGE, "it serves one connection at a time");
            return;
        }
        try (Contact contact = asking.connect()) {
            watch(asking, contact);
        }
    }

    private static void watch(Asking asking, Contact contact)
            throws IOException, InterruptedException {
        long most = asking.bounds.maxWait().toNanos();
        long lastKept = 0;
        for (int uses = 1; ; uses++) {
            Heard heard = asking.get(contact);
            long age = System.nanoTime() - contact.readyAt;
            if (heard instanceof Heard.Silence || heard instanceof Heard.Garbage) {
                asking.unknown(Trait.MAX_AGE, "an answer did not come");
                return;
            }
            if (!(heard instanceof Heard.Answer answer) || !answer.keeps()) {
                ended(asking, uses, lastKept, age);
                return;
            }
            lastKept = age;
            boolean enough = asking.isRestKnown() && age > LEAST.toNanos();
            if (enough || age > most) {
                asking.learned(Trait.MAX_AGE, new Value.LongerThan(age), "in use all the time");
                return;
            }
            Ending ending = contact.awaitEnd(System.nanoTime() + pause(age));
            if (ending.isOver()) {
                ended(asking, uses, lastKept, ending.at() - contact.readyAt);
                return;
            }
        }
    }

    private static long pause(long age) {
        return Math.clamp(age / PART, PAUSE_MILLIS * 1_000_000, LONGEST_PAUSE_MILLIS * 1_000_000);
    }

    /** The prober compares the uses with the cap on requests, which would explain it, too. */
    private static void ended(Asking asking, int uses, long lastKept, long age) {
        if (uses == 1) {
            asking.unknown(Trait.MAX_AGE, "it keeps no connection after an answer");
            return;
        }
        asking.learned(
                Trait.MAX_AGE,
                new Value.Time((lastKept + age) / 2, lastKept, age, 1),
                "after " + uses + " requests on one connection");
        asking.endedWithUse(uses);
    }
}
