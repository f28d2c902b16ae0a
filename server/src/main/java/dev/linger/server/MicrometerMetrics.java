package dev.linger.server;

import dev.linger.life.CloseCause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server's figures for Micrometer, which is to be on the class path by the program's own choice.
 *
 * <pre>{@code
 * MicrometerMetrics metrics = new MicrometerMetrics(registry);
 * Server server = Server.start(settings, handler, metrics);
 * metrics.watch(server);
 * }</pre>
 *
 * <ul>
 *   <li>{@code linger.connections.open}: connections that are open now
 *   <li>{@code linger.connections.opened}: accepted since the start
 *   <li>{@code linger.connections.closed}, by {@code cause}: ended since the start
 *   <li>{@code linger.exchange}, by {@code method} and {@code status}: how long exchanges took,
 *       from the end of a request's head to the end of its response. A method that RFC 9110 does
 *       not know is {@code other}, a status is its class, {@code 2xx}: clients cannot make more
 *       series.
 * </ul>
 *
 * Thread-safe.
 */
public final class MicrometerMetrics implements Listener {
    private static final int CLASS = 100;

    private record Kind(String method, int status) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    /**
     * Into this registry.
     *
     * @param tags names and values that tell a server from others in the same registry, {@code
     *     "server", "public"}: of two without, the second one's connections are not counted
     */
    public MicrometerMetrics(MeterRegistry registry, String... tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    /** Tells the figures of this server, which has to be told to this listener as well. */
    public void watch(Server server) {
        Gauge.builder("linger.connections.open", server, Server::open)
                .tags(tags)
                .description("connections that are open")
                .register(registry);
        FunctionCounter.builder("linger.connections.opened", server.ledger(), Ledger::connections)
                .tags(tags)
                .description("connections accepted")
                .register(registry);
        for (CloseCause cause : CloseCause.values()) {
            FunctionCounter.builder(
                            "linger.connections.closed",
                            server.ledger(),
                            ledger -> ledger.closed(cause))
                    .tags(tags)
                    .tag("cause", cause.word())
                    .description("connections that have ended, by cause")
                    .register(registry);
        }
    }

    @Override
    public void exchanged(ExchangeRecord exchange) {
        Kind kind = new Kind(known(exchange.method()), exchange.status() / CLASS);
        timers.computeIfAbsent(kind, this::timer).record(exchange.nanos(), TimeUnit.NANOSECONDS);
    }

    private static String known(@Nullable String method) {
        return switch (method) {
            case null -> "other";
            case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT" ->
                    method;
            default -> "other";
        };
    }

    private Timer timer(Kind kind) {
        return Timer.builder("linger.exchange")
                .tags(tags)
                .tag("method", kind.method())
                .tag("status", kind.status() + "xx")
                .description("from the end of a request's head to the end of its response")
                .register(registry);
    }
}
