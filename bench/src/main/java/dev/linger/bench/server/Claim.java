package dev.linger.bench.server;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What Linger claims beside another server: a figure of its own is at most so many times theirs.
 *
 * @param scenario its name, or how the names begin
 * @param than another server, {@code best-java}, or empty where {@code most} is a value by itself
 */
record Claim(String scenario, String figure, String who, String than, double most) {
    private static final String BEST_JAVA = "best-java";

    static final List<Claim> ALL =
            List.of(
                    new Claim("kept", "us", "linger-loop", "epoll", 1.15),
                    new Claim("kept", "us", "linger-loop", "nginx", 0.9),
                    new Claim("kept", "us", "linger-loop", BEST_JAVA, 0.8),
                    new Claim("kept", "us", "linger-loop", "go", 0.55),
                    new Claim("kept", "us", "linger-thread", "helidon", 0.85),
                    new Claim("kept", "us", "linger-thread", "netty", 1),
                    new Claim("churn", "us", "linger-loop", "epoll-client", 1.25),
                    new Claim("churn", "us", "linger-loop", BEST_JAVA, 0.8),
                    new Claim("churn", "us", "linger-first", "nginx", 1.15),
                    new Claim("kept", "us", "linger-provider", "jdk", 0.5),
                    new Claim("kept", "us", "linger-provider", "robaho", 0.8),
                    new Claim("churn", "us", "linger-provider", "jdk", 0.5),
                    new Claim("churn", "us", "linger-provider", "robaho", 0.8),
                    new Claim("idle", "heap", "linger-loop", "", 1024),
                    new Claim("idle", "heap", "linger-thread", "", 1024),
                    new Claim("idle", "heap", "linger-loop", BEST_JAVA, 0.5),
                    new Claim("tls-kept", "us", "linger-loop", "netty", 0.9),
                    new Claim("tls-full", "us", "linger-loop", "netty", 0.9),
                    new Claim("tls-resumed", "us", "linger-loop", "netty", 0.9),
                    new Claim("latency", "p999", "linger-loop", "nginx", 1));

    /**
     * What came of it in one scenario.
     *
     * @param than with whom it was compared, and of how many
     * @param ratio empty where nobody was measured to compare with
     */
    record Outcome(Claim claim, String scenario, String than, OptionalDouble ratio) {
        private String verdict() {
            if (ratio.isEmpty()) {
                return "not measured";
            }
            return ratio.getAsDouble() <= claim.most ? "met" : "MISSED";
        }

        private String value() {
            if (ratio.isEmpty()) {
                return than;
            }
            return than.isEmpty()
                    ? String.format(Locale.ROOT, "%.0f bytes", ratio.getAsDouble())
                    : String.format(Locale.ROOT, "%.2f of %s", ratio.getAsDouble(), than);
        }

        private String most() {
            return claim.most > 2 ? String.valueOf((long) claim.most) : String.valueOf(claim.most);
        }

        /** Scenario, figure, who, ratio, the most it may be, and whether it is. */
        List<String> cells() {
            return List.of(scenario, claim.figure, claim.who, value(), most(), verdict());
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%-20s %-5s %-14s %-22s wanted: at most %s; %s",
                    cells().toArray());
        }
    }

    /** In each scenario that it is about, and in which who claims it was measured. */
    List<Outcome> in(Results results) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String name : results.scenarios()) {
            OptionalDouble own = results.median(name, who, figure);
            if (!name.startsWith(scenario) || own.isEmpty()) {
                continue;
            }
            outcomes.add(outcome(results, name, own.getAsDouble()));
        }
        return outcomes;
    }

    private Outcome outcome(Results results, String name, double own) {
        if (than.isEmpty()) {
            return new Outcome(this, name, "", OptionalDouble.of(own));
        }
        List<String> others =
                than.equals(BEST_JAVA)
                        ? Arrays.stream(Peer.values())
                                .filter(Peer::isOtherJava)
                                .map(Peer::word)
                                .toList()
                        : List.of(than);
        List<String> measured =
                others.stream()
                        .filter(peer -> results.median(name, peer, figure).isPresent())
                        .toList();
        if (measured.isEmpty()) {
            return new Outcome(this, name, than, OptionalDouble.empty());
        }
        String other = results.least(name, measured, figure);
        String best = than.equals(BEST_JAVA) ? ", the best of " + measured.size() + " in Java" : "";
        return new Outcome(this, name, other + best, results.ratio(name, who, other, figure));
    }
}
