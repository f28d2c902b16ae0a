package dev.linger.cli.live.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;

import dev.linger.life.Confidence;
import dev.linger.probe.Bounds;
import dev.linger.probe.Plan;
import dev.linger.probe.Prober;
import dev.linger.probe.Profile;
import dev.linger.probe.Target;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * A server with known settings, and what a probe says of it. Times are claimed to five percent or
 * 100 ms; a machine that is busy with something else gets a second and a third chance.
 */
public final class Probed {
    private static final int CHANCES = 3;
    private static final long LEAST_TOLERANCE_NANOS = 100_000_000L;

    private final Target target;
    private final Bounds bounds;
    private final Map<Trait, Duration> times = new EnumMap<>(Trait.class);
    private Profile profile;

    public Probed(String url, Bounds bounds) throws Exception {
        this(url, SSLContext.getDefault(), bounds);
    }

    /** Over TLS. */
    public Probed(String url, SSLContext context, Bounds bounds) throws Exception {
        this.target = Target.of(url, context);
        this.bounds = bounds;
    }

    /** With waits of 3.5 s at most, and 60 requests on a connection. */
    public static Probed at(String url) throws Exception {
        return new Probed(url, new Bounds(Duration.ofMillis(3500), 60, "GET"));
    }

    /** This time is set. */
    public Probed has(Trait trait, long millis) {
        times.put(trait, Duration.ofMillis(millis));
        return this;
    }

    /** Asks, until all times fit. */
    public Probed ask() throws Exception {
        Plan plan = Plan.of(target, bounds);
        for (int chance = 1; chance <= CHANCES; chance++) {
            profile = new Prober(plan).run();
            if (times.keySet().stream().allMatch(this::fits)) {
                break;
            }
        }
        for (Trait trait : times.keySet()) {
            if (!fits(trait)) {
                fail(trait.word() + " is " + times.get(trait) + ": " + profile.of(trait));
            }
        }
        assertEquals(true, profile.connections() <= plan.connections(), "more than planned");
        assertEquals(true, profile.requests() <= plan.requests(), "more than planned");
        return this;
    }

    private boolean fits(Trait trait) {
        if (!(profile.of(trait).value() instanceof Value.Time time)) {
            return false;
        }
        long set = times.get(trait).toNanos();
        return Math.abs(time.nanos() - set) <= Math.max(LEAST_TOLERANCE_NANOS, set / 20);
    }

    public Probed says(Trait trait, Value value) {
        assertEquals(value, profile.of(trait).value(), () -> trait.word() + profile.of(trait));
        return this;
    }

    /** Nothing is claimed of it. */
    public Probed doesNotClaim(Trait... traits) {
        for (Trait trait : traits) {
            assertInstanceOf(Value.NotMeasured.class, profile.of(trait).value(), trait.word());
        }
        return this;
    }

    public Probed is(String product, Confidence confidence) {
        assertEquals(product, profile.product().name());
        assertEquals(confidence, profile.product().confidence(), profile.product()::toString);
        return this;
    }

    public Profile profile() {
        return profile;
    }
}
