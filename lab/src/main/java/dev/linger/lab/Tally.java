package dev.linger.lab;

import java.util.concurrent.atomic.AtomicInteger;

/** Requests and answers of one act. Thread-safe. */
final class Tally {
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();

    void asked() {
        requests.incrementAndGet();
    }

    void answered() {
        answers.incrementAndGet();
    }

    int requests() {
        return requests.get();
    }

    int answers() {
        return answers.get();
    }
}
