package dev.linger.cli.get;

import dev.linger.client.ExchangeRecord;
import dev.linger.client.Listener;
import dev.linger.life.JudgedLife;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What the client tells, for those who asked. Thread-safe. */
final class Told implements Listener {
    /** An exchange whose body is left unread may end on another thread, a little later. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** Of the thread that asked: exchanges end on it, but for those that are left unread. */
    private final Map<Thread, Optional<ExchangeRecord>> own = new ConcurrentHashMap<>();

    private final Map<Long, LinkedBlockingQueue<ExchangeRecord>> others = new ConcurrentHashMap<>();
    private final Map<Long, JudgedLife> ended = new ConcurrentHashMap<>();
    private final Consumer<JudgedLife> whenEnded;

    Told(Consumer<JudgedLife> whenEnded) {
        this.whenEnded = whenEnded;
    }

    /** This thread is about to ask. */
    void begin() {
        own.put(Thread.currentThread(), Optional.empty());
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        if (own.replace(Thread.currentThread(), Optional.of(exchange)) == null) {
            of(exchange.connection()).add(exchange);
        }
    }

    @Override
    public void closed(JudgedLife life) {
        ended.put(life.life().number(), life);
        whenEnded.accept(life);
    }

    private LinkedBlockingQueue<ExchangeRecord> of(long connection) {
        return others.computeIfAbsent(connection, _ -> new LinkedBlockingQueue<>());
    }

    /** The exchange that this thread had on this connection; empty where none was told. */
    Optional<ExchangeRecord> take(long connection) throws InterruptedException {
        Optional<ExchangeRecord> mine = own.remove(Thread.currentThread());
        return mine != null && mine.isPresent()
                ? mine
                : Optional.ofNullable(
                        of(connection).poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** How this connection has ended; empty while it is open. */
    Optional<JudgedLife> ended(long connection) {
        return Optional.ofNullable(ended.get(connection));
    }
}
