package dev.linger.bench.server;

import java.util.List;

/** The names of measured values, by what is measured. */
final class Figures {
    private Figures() {}

    static List<String> of(Scenario.Measure measure) {
        return switch (measure) {
            case KEPT, CHURN, TLS_KEPT, TLS_FULL, TLS_RESUMED -> List.of("us", "per_second");
            case LATENCY -> List.of("p50", "p99", "p999", "rate");
            case IDLE -> List.of("heap", "resident");
        };
    }
}
