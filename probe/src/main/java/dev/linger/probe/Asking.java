package dev.linger.probe;

import dev.linger.life.Wording;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What the questions of one probe share: the server, the bounds, and what is known by now.
 * Thread-safe.
 */
final class Asking {
    private static final long WATCH_MILLIS = 20;

    final Target target;

    final Bounds bounds;
    final Kinds kinds = new Kinds();
    private final Map<Trait, Reading> readings = new EnumMap<>(Trait.class);
    private final Set<Contact> contacts = ConcurrentHashMap.newKeySet();
    private final Set<Contact> holding = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Signs signs = Signs.NONE;
    private final Set<Stall> blocking = ConcurrentHashMap.newKeySet();
    private volatile boolean crowded;
    private volatile boolean restIsKnown;
    private volatile int usesOfAge;
    private volatile long latenessNanos;
    private volatile boolean several;
    private volatile boolean ended;

    Asking(Target target, Bounds bounds) {
        this.target = target;
        this.bounds = bounds;
    }

    /**
     * Opens a connection; who has it closes it.
     *
     * @throws IOException if that fails, or all connections were ended meanwhile
     */
    Contact connect() throws IOException {
        Contact contact = Contact.open(target, bounds.answer());
        connections.incrementAndGet();
        contacts.add(contact);
        if (ended) {
            close(contact);
            throw new IOException("the probe was stopped");
        }
        return contact;
    }

    /** Opens a connection that is to keep the server waiting. */
    Contact connectToHold() throws IOException {
        Contact contact = connect();
        holding.add(contact);
        return contact;
    }

    /** Ends those that keep the server waiting: they have taken all its workers. */
    void letGo() {
        crowded = true;
        holding.forEach(Asking::close);
    }

    /** Sends a request of the plain kind, and remembers what kind of answer came. */
    Heard get(Contact contact) throws IOException {
        Heard heard = ask(contact, Request.get(target));
        if (heard instanceof Heard.Answer answer) {
            kinds.add(answer.head());
        }
        return heard;
    }

    Heard ask(Contact contact, Request request) throws IOException {
        requests.incrementAndGet();
        return contact.ask(request, bounds.answer());
    }

    /** A request, or a part of one, was sent. */
    void sent() {
        requests.incrementAndGet();
    }

    synchronized void learned(Trait trait, Value value, String says) {
        readings.put(trait, new Reading(value, Wording.printable(says)));
    }

    void unknown(Trait trait, String why) {
        learned(trait, new Value.NotMeasured(Wording.printable(why)), "");
    }

    synchronized Map<Trait, Reading> readings() {
        return new EnumMap<>(readings);
    }

    synchronized boolean knows(Trait trait) {
        return readings.containsKey(trait);
    }

    Signs signs() {
        return signs;
    }

    void signs(Signs seen) {
        signs = seen;
    }

    /** The server serves nobody else meanwhile. */
    void blocks(Stall stall) {
        blocking.add(stall);
    }

    /** Whether the server serves nobody else while a connection is silent. */
    boolean isOneAtATime() {
        return blocking.contains(Stall.SILENCE);
    }

    /** Notes why a question that would stop the server is not asked; false where it would not. */
    boolean refuses(Stall stall, Trait trait) {
        if (crowded) {
            unknown(
                    trait,
                    "a few such connections take all its workers: not asked, so as not to stop it");
            return true;
        }
        if (blocking.contains(stall)) {
            unknown(
                    trait,
                    stall.noun()
                            + " keeps all others waiting: not asked, so as not to stop the server");
            return true;
        }
        return false;
    }

    boolean isCrowded() {
        return crowded;
    }

    /** Longest wait for something that the server may do by itself. */
    Duration patience() {
        return isOneAtATime() ? bounds.atMost(Bounds.SOON) : bounds.maxWait();
    }

    /** How many connections a question has at a time. */
    int width(int wanted) {
        return isOneAtATime() ? 1 : wanted;
    }

    /** The connection that is watched for its age ended with this request on it. */
    void endedWithUse(int number) {
        usesOfAge = number;
    }

    /** 0 where it did not end. */
    int usesOfAge() {
        return usesOfAge;
    }

    /** Several servers showed behind the one address. */
    void sawSeveral() {
        several = true;
    }

    boolean isSeveral() {
        return several;
    }

    /** This machine's own lateness, as far as it was seen, in nanoseconds. */
    long lateness() {
        return latenessNanos;
    }

    /**
     * Watches, until it is interrupted, how late a thread wakes up: a busy machine blurs all times.
     */
    void watchLateness() {
        try {
            while (true) {
                long due = System.nanoTime() + WATCH_MILLIS * 1_000_000;
                Thread.sleep(WATCH_MILLIS);
                latenessNanos = Math.max(latenessNanos, System.nanoTime() - due);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** All the others have their answers: who only watches may end. */
    void restIsKnown() {
        restIsKnown = true;
    }

    boolean isRestKnown() {
        return restIsKnown;
    }

    int connections() {
        return connections.get();
    }

    int requests() {
        return requests.get();
    }

    /** Ends all connections, and with them what waits on them; no other one is opened. */
    void closeAll() {
        ended = true;
        contacts.forEach(Asking::close);
    }

    private static void close(Contact contact) {
        try {
            contact.close();
        } catch (IOException _) {
            // Its descriptor is given back all the same.
        }
    }

    /** Does all of these at a time, and waits for them. */
    static <T> List<T> together(List<Callable<T>> tasks) throws IOException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
