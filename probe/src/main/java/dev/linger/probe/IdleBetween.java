package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How long a connection may be idle between two requests, and what becomes of a request that
 * crosses the close on the wire. The connections begin in turns over a second, since some servers
 * look at theirs only once a second.
 */
final class IdleBetween implements Question {
    private static final int CONNECTIONS = 9;
    private static final long STEP_MILLIS = 125;

    /** Longest wait for the RST that answers a late request: beyond most round trips. */
    private static final Duration RESET_PATIENCE = Duration.ofMillis(400);

    /** Of one connection; {@code late} is null where no request crossed its close. */
    private record Idled(Ticks.Gap gap, Ending.How how, @Nullable Boolean late) {}

    @Override
    public String does() {
        return "leaves "
                + CONNECTIONS
                + " connections idle after a request each, and sends one more when they are closed";
    }

    @Override
    public Cost cost(Bounds bounds) {
        return new Cost(
                CONNECTIONS,
                CONNECTIONS * 2,
                bounds.maxWait().plusMillis(CONNECTIONS * STEP_MILLIS).plus(RESET_PATIENCE));
    }

    @Override
    public Set<Trait> about() {
        return Set.of(Trait.IDLE_BETWEEN, Trait.LATE_REQUEST);
    }

    @Override
    public void ask(Asking asking) throws IOException, InterruptedException {
        List<Callable<Optional<Idled>>> tasks = new ArrayList<>();
        for (int at = 0; at < asking.width(CONNECTIONS); at++) {
            long pause = at * STEP_MILLIS;
            tasks.add(() -> idle(asking, pause));
        }
        List<Idled> all = new ArrayList<>();
        Asking.together(tasks).forEach(one -> one.ifPresent(all::add));
        if (all.isEmpty()) {
            asking.unknown(Trait.IDLE_BETWEEN, "it keeps no connection after an answer");
            asking.unknown(Trait.LATE_REQUEST, "it keeps no connection after an answer");
            return;
        }
        idle(asking, all);
        late(asking, all);
    }

    private static void idle(Asking asking, List<Idled> all) {
        List<Idled> closed = all.stream().filter(one -> one.how != Ending.How.OPEN).toList();
        if (closed.isEmpty()) {
            asking.learned(
                    Trait.IDLE_BETWEEN, new Value.LongerThan(asking.patience().toNanos()), "");
            return;
        }
        Ticks ticks = Ticks.of(closed.stream().map(Idled::gap).toList(), asking.lateness());
        List<String> parts = new ArrayList<>();
        switch (ticks.kind()) {
            case NOW_AND_THEN -> parts.add("it looks only now and then");
            case SPREAD -> parts.add("each connection has a time of its own");
            case SEVERAL -> {
                asking.sawSeveral();
                parts.add(several(ticks.groups()));
            }
            case TIMERS -> {}
        }
        if (closed.stream().anyMatch(one -> one.how == Ending.How.RESET)) {
            parts.add("by a reset instead of a FIN");
        }
        if (closed.size() < all.size()) {
            parts.add(all.size() - closed.size() + " of " + all.size() + " stayed open");
        }
        asking.learned(Trait.IDLE_BETWEEN, ticks.time(), String.join(", ", parts));
    }

    private static String several(List<Value.Time> groups) {
        return "there are "
                + groups.size()
                + " times: "
                + groups.stream()
                        .map(one -> Wording.duration(one.nanos()))
                        .collect(Collectors.joining(", "))
                + "; several servers may be behind this address";
    }

    private static void late(Asking asking, List<Idled> all) {
        List<Boolean> tried = new ArrayList<>();
        for (Idled one : all) {
            if (one.late != null) {
                tried.add(one.late);
            }
        }
        if (tried.isEmpty()) {
            asking.unknown(
                    Trait.LATE_REQUEST,
                    "no connection was closed in " + Wording.duration(asking.patience().toNanos()));
            return;
        }
        boolean reset = tried.stream().allMatch(one -> one);
        asking.learned(
                Trait.LATE_REQUEST,
                new Value.Way(reset ? "reset" : "swallowed"),
                reset
                        ? "a client can prove that it was not delivered"
                        : "no reset comes: a client cannot know whether it was read");
    }

    /** Empty where the server does not keep it. */
    private static Optional<Idled> idle(Asking asking, long pause)
            throws IOException, InterruptedException {
        Thread.sleep(pause);
        try (Contact contact = asking.connect()) {
            if (!(asking.get(contact) instanceof Heard.Answer answer) || !answer.keeps()) {
                return Optional.empty();
            }
            Ending ending = contact.awaitEnd(answer.endAt() + asking.patience().toNanos());
            Boolean late =
                    ending.how() == Ending.How.FIN
                            ? Boolean.valueOf(isReset(asking, contact))
                            : null;
            Ticks.Gap gap = new Ticks.Gap(answer.endAt(), ending.at());
            return Optional.of(new Idled(gap, ending.how(), late));
        }
    }

    /** After the server's FIN: whether a request is answered by RST. An answer cannot come. */
    private static boolean isReset(Asking asking, Contact contact) throws InterruptedException {
        try {
            contact.sendLate(Request.get(asking.target).text());
            asking.sent();
            long by = System.nanoTime() + RESET_PATIENCE.toNanos();
            while (System.nanoTime() - by < 0) {
                Thread.sleep(20);
                contact.sendLate("\r\n");
            }
            return false;
        } catch (IOException _) {
            return true;
        }
    }
}
