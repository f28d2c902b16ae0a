package dev.linger.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Latency under requests that come whether or not the ones before them are answered. */
final class Latency {
    private static final double LOAD = 0.6;
    private static final Path GENERATOR = Path.of("bench/target/server/open-loop");

    private Latency() {}

    /** Requests a second for all: 60 % of what nginx managed in this run, kept alive. */
    static double rate(Options options, Scenario scenario, Results results) {
        return LOAD
                * results.median("kept-64-bare-13", "nginx", "per_second")
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "latency needs kept-64-bare-13 and nginx in the same run"));
    }

    /** Microseconds by percentile; counted from when a request was due. */
    static Map<String, Double> measure(Running server, Scenario scenario, double rate, int seconds)
            throws IOException, InterruptedException {
        String output =
                Wrk.output(
                        List.of(
                                "taskset",
                                "-c",
                                "1",
                                GENERATOR.toString(),
                                String.valueOf(server.port()),
                                String.valueOf(scenario.connections()),
                                String.valueOf((long) rate),
                                String.valueOf(seconds)));
        Map<String, Double> values = new LinkedHashMap<>();
        for (String word : output.strip().split(" ")) {
            String[] pair = word.split("=");
            values.put(pair[0], Double.valueOf(pair[1]));
        }
        return values;
    }
}
