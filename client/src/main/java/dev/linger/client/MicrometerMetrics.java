package dev.linger.client;

import dev.linger.life.CloseCause;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * A client's figures for Micrometer, which is to be on the class path by the program's own choice:
 * {@code new MicrometerMetrics(client).bindTo(registry)}.
 *
 * <ul>
 *   <li>{@code linger.client.connections.open}, {@code linger.client.connections.idle}: now
 *   <li>{@code linger.client.calls.waiting}: calls that wait for a connection now
 *   <li>{@code linger.client.connections.opened}: since the client was made
 *   <li>{@code linger.client.connections.closed}, by {@code cause}: since the client was made
 *   <li>{@code linger.client.requests.retried}: sent a second time since the client was made
 * </ul>
 *
 * Thread-safe.
 */
public final class MicrometerMetrics implements MeterBinder {
    private final LingerClient client;
    private final Tags tags;

    /**
     * Of this client.
     *
     * @param tags names and values that tell it from others in the same registry, {@code "client",
     *     "billing"}: of two without, the second is not counted
     */
    public MicrometerMetrics(LingerClient client, String... tags) {
        this.client = client;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("linger.client.connections.open", client, one -> one.figures().open())
                .tags(tags)
                .description("connections that are open")
                .register(registry);
        Gauge.builder("linger.client.connections.idle", client, one -> one.figures().idle())
                .tags(tags)
                .description("connections between two exchanges")
                .register(registry);
        Gauge.builder("linger.client.calls.waiting", client, one -> one.figures().waiting())
                .tags(tags)
                .description("calls that wait for a connection")
                .register(registry);
        Ledger ledger = client.ledger();
        FunctionCounter.builder("linger.client.connections.opened", ledger, Ledger::connections)
                .tags(tags)
                .description("connections opened")
                .register(registry);
        FunctionCounter.builder("linger.client.requests.retried", ledger, Ledger::retries)
                .tags(tags)
                .description("requests sent a second time")
                .register(registry);
        for (CloseCause cause : CloseCause.values()) {
            FunctionCounter.builder(
                            "linger.client.connections.closed", ledger, one -> one.closed(cause))
                    .tags(tags)
                    .tag("cause", cause.word())
                    .description("connections that have ended, by cause")
                    .register(registry);
        }
    }
}
