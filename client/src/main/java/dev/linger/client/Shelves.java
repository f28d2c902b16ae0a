package dev.linger.client;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The shelves of all routes, of which those long without a connection are forgotten. Thread-safe.
 */
final class Shelves {
    /** How long an origin without a connection is remembered, with what was learned of it. */
    private static final long FORGOTTEN_NANOS = 600_000_000_000L;

    private final Map<Route, Shelf> byRoute = new ConcurrentHashMap<>();
    private final AtomicLong forgotAt = new AtomicLong(System.nanoTime());

    Map<Route, Shelf> byRoute() {
        return byRoute;
    }

    Shelf of(Route route) {
        Shelf shelf = byRoute.get(route);
        return shelf == null ? byRoute.computeIfAbsent(route, _ -> new Shelf()) : shelf;
    }

    /** Whether one more may be opened; if so it is counted. */
    boolean reserve(Route route, int most) {
        forgetNowAndThen();
        // Under the map's lock, as forgetting is: a shelf with a connection is never forgotten.
        boolean[] reserved = {false};
        byRoute.compute(
                route,
                (_, known) -> {
                    Shelf shelf = known == null ? new Shelf() : known;
                    reserved[0] = shelf.reserve(most);
                    return shelf;
                });
        return reserved[0];
    }

    /** New connections are the occasion, for without those there are no new shelves. */
    private void forgetNowAndThen() {
        long now = System.nanoTime();
        long last = forgotAt.get();
        if (now - last > FORGOTTEN_NANOS / 10 && forgotAt.compareAndSet(last, now)) {
            forgetUnused(now);
        }
    }

    void forgetUnused(long now) {
        for (Route route : byRoute.keySet()) {
            byRoute.computeIfPresent(
                    route, (_, shelf) -> shelf.unusedNanos(now) < FORGOTTEN_NANOS ? shelf : null);
        }
    }
}
