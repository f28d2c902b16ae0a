package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the questions of a plan: the quick ones in turn, then all others at a time, each on a
 * virtual thread of its own; a server that serves one connection at a time is asked in turn
 * throughout. Once only. {@link #stop} and {@link #standing} may be called from any thread.
 */
public final class Prober {
    /** Connections that are to be idle have had their answers by then. */
    private static final Duration HEAD_START = Duration.ofMillis(1300);

    private static final long WORTH_A_NOTE_NANOS = 100_000_000L;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Plan plan;
    private final Asking asking;
    private final Map<Question, Long> underway = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile boolean stopped;
    private volatile @Nullable Thread asker;

    /** For one probe. */
    public Prober(Plan plan) {
        this.plan = plan;
        this.asking = new Asking(plan.target(), plan.bounds());
    }

    /**
     * Asks.
     *
     * @throws UnreachableException if there is nobody to be asked
     */
    public Profile run() throws UnreachableException {
        Instant began = Instant.now();
        long from = System.nanoTime();
        asker = Thread.currentThread();
        Optional<String> note = new Acquaintance().meet(asking);
        answered.incrementAndGet();
        try {
            for (Question one : plan.first()) {
                ask(one);
            }
            if (asking.isOneAtATime()) {
                plan.rest().forEach(this::ask);
                plan.holding().forEach(this::ask);
            } else {
                together();
            }
        } catch (InterruptedException _) {
            stopped = true;
        }
        Map<Trait, Reading> readings = Conclusions.of(asking, stopped);
        return new Profile(
                plan.target().uri().toString(),
                plan.target().where(),
                began,
                Duration.ofNanos(System.nanoTime() - from),
                asking.connections(),
                asking.requests(),
                !stopped,
                withLateness(note),
                Product.of(asking.signs()),
                readings);
    }

    /** A machine that is late itself says so: what it measured is late, too. */
    private Optional<String> withLateness(Optional<String> note) {
        if (asking.lateness() < WORTH_A_NOTE_NANOS) {
            return note;
        }
        String late =
                "this machine was busy, and up to "
                        + Wording.duration(asking.lateness())
                        + " late itself; times may be off by that";
        return Optional.of(note.map(first -> first + "; " + late).orElse(late));
    }

    private void together() throws InterruptedException {
        Thread clock = Thread.ofVirtual().name("probe-clock").start(asking::watchLateness);
        try {
            askTogether();
        } finally {
            clock.interrupt();
        }
    }

    private void askTogether() throws InterruptedException {
        List<Thread> watching = new ArrayList<>();
        List<Thread> waiting = new ArrayList<>();
        for (Question one : plan.rest()) {
            (one instanceof Age ? watching : waiting).add(start(one));
        }
        Thread.sleep(HEAD_START);
        plan.holding().forEach(one -> waiting.add(start(one)));
        Thread.sleep(HEAD_START);
        if (waiting.stream().anyMatch(Thread::isAlive) && isCrowded()) {
            asking.letGo();
        }
        for (Thread one : waiting) {
            one.join();
        }
        asking.restIsKnown();
        for (Thread one : watching) {
            one.join();
        }
    }

    private Thread start(Question question) {
        return Thread.ofVirtual().name("probe").start(() -> ask(question));
    }

    /** Whether somebody else would still be served: nobody may be, where workers are few. */
    private boolean isCrowded() {
        try (Contact contact = asking.connect()) {
            asking.sent();
            return contact.ask(Request.get(plan.target()), PATIENCE) instanceof Heard.Silence;
        } catch (IOException _) {
            return true;
        }
    }

    /** Notes what is not to be known, too. */
    private void ask(Question question) {
        if (stopped) {
            return;
        }
        underway.put(question, System.nanoTime());
        try {
            question.ask(asking);
        } catch (IOException e) {
            failed(
                    question,
                    asking.isCrowded()
                            ? "a few such connections take all its workers: not asked, so as not to"
                                    + " stop it"
                            : "the connection failed: " + e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failed(question, "a fault of the probe's own: " + e);
        } finally {
            underway.remove(question);
            answered.incrementAndGet();
        }
    }

    private void failed(Question question, String why) {
        for (Trait trait : question.about()) {
            if (!stopped && !asking.knows(trait)) {
                asking.unknown(trait, why);
            }
        }
    }

    /** Ends it: {@link #run} returns what is known by then. */
    public void stop() {
        stopped = true;
        Thread known = asker;
        if (known != null) {
            known.interrupt();
        }
        asking.closeAll();
    }

    /** How far it is. */
    public Standing standing() {
        long now = System.nanoTime();
        Comparator<Map.Entry<Question, Long>> byLeft =
                Comparator.comparingLong(one -> left(one, now));
        Optional<Map.Entry<Question, Long>> last = underway.entrySet().stream().max(byLeft);
        return new Standing(
                answered.get(),
                plan.questions().size(),
                last.map(one -> title(one.getKey())).orElse(""),
                last.map(one -> Duration.ofNanos(Math.max(0, left(one, now))))
                        .orElse(plan.longest()));
    }

    private static String title(Question question) {
        return question.about().stream()
                .min(Comparator.naturalOrder())
                .map(Trait::title)
                .orElse("");
    }

    private long left(Map.Entry<Question, Long> one, long now) {
        return one.getValue() + one.getKey().cost(plan.bounds()).longest().toNanos() - now;
    }
}
