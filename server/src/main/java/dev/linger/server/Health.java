package dev.linger.server;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Tells a balancer or an orchestrator whether to send requests: 200 with {@code up}, or 503 with a
 * sentence of what is missing.
 *
 * <pre>{@code
 * Health health = new Health().check("database", () -> pool.isOpen());
 * Handler handler = new Routes().get("/health", health).get("/*", application);
 * ...
 * health.leave("shutting down"); // then wait as long as the balancer asks every so often, then
 * server.drain(Duration.ofSeconds(20));
 * }</pre>
 *
 * <p>Checks are to be complete before the server starts; {@link #leave} may be called by any
 * thread.
 */
public final class Health implements Handler {
    private final Map<String, Callable<Boolean>> checks = new LinkedHashMap<>();
    private volatile @Nullable String leaving;

    /** Up, unless a check says otherwise. */
    public Health() {}

    /**
     * Adds what has to hold. It may wait.
     *
     * @param name for the answer; what throws does not hold
     */
    public Health check(String name, Callable<Boolean> check) {
        checks.put(name, check);
        return this;
    }

    /**
     * No more requests are wanted, and that stays so.
     *
     * @param why a clause for the answer
     */
    public void leave(String why) {
        leaving = why;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String missing = missing();
        exchange.header("Cache-Control", "no-store");
        exchange.status(missing == null ? 200 : 503);
        exchange.respond(missing == null ? "up\n" : missing + "\n");
    }

    private @Nullable String missing() {
        String why = leaving;
        if (why != null) {
            return why;
        }
        for (Map.Entry<String, Callable<Boolean>> check : checks.entrySet()) {
            try {
                if (!check.getValue().call()) {
                    return check.getKey() + " is down";
                }
            } catch (Exception e) {
                return check.getKey() + " is down: " + e;
            }
        }
        return null;
    }
}
