package dev.linger.bench.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Handshakes of TLS 1.3 with one request each, from openssl s_time, on core 1. */
final class Handshakes {
    /** A certificate for P-256 and its key, which bench/server makes. */
    static final List<Path> CERTIFIED =
            List.of(
                    Path.of("bench/target/server/certificate.pem").toAbsolutePath(),
                    Path.of("bench/target/server/key.pem").toAbsolutePath());

    private static final Pattern COUNT =
            Pattern.compile("(\\d+) connections in (\\d+) real seconds");

    /** One character a connection: {@code r} where its session was resumed. */
    private static final Pattern SESSIONS = Pattern.compile("(?m)^[r*t]+$");

    private static final double LEAST_PART = 0.99;

    private Handshakes() {}

    static Wrk.Load run(Running server, Scenario scenario, int seconds)
            throws IOException, InterruptedException {
        boolean isFull = scenario.measure() == Scenario.Measure.TLS_FULL;
        String output =
                Wrk.output(
                        List.of(
                                "taskset",
                                "-c",
                                "1",
                                "openssl",
                                "s_time",
                                "-connect",
                                "127.0.0.1:" + server.port(),
                                isFull ? "-new" : "-reuse",
                                "-www",
                                "/",
                                "-time",
                                String.valueOf(seconds)));
        Matcher count = COUNT.matcher(output);
        if (!count.find()) {
            throw new IOException("openssl said: " + output.strip());
        }
        long connections = Long.parseLong(count.group(1));
        long resumed =
                SESSIONS.matcher(output)
                        .results()
                        .flatMapToInt(line -> line.group().chars())
                        .filter(session -> session == 'r')
                        .count();
        long wanted = isFull ? connections - resumed : resumed;
        if (wanted < connections * LEAST_PART) {
            throw new IOException(
                    server.peer().word()
                            + ", "
                            + scenario.name()
                            + ": of "
                            + connections
                            + " sessions "
                            + resumed
                            + " were resumed");
        }
        return new Wrk.Load(connections, connections / (double) seconds, "");
    }
}
