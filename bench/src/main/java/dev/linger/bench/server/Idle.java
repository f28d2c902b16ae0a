package dev.linger.bench.server;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Memory of connections that carried one request each and are kept. */
final class Idle {
    private static final Path HOLDER = Path.of("bench/target/server/hold");
    private static final int FIRST_ONES = 200;

    /** Until nothing is left of the exchanges before: servers tidy up from time to time. */
    private static final int SETTLED_SECONDS = 6;

    private Idle() {}

    /** Bytes a connection: live heap where there is one, and resident memory. */
    static Map<String, Double> measure(Running server, Scenario scenario)
            throws IOException, InterruptedException {
        // What the first connections load stays, and is not theirs.
        held(server, FIRST_ONES).destroy();
        SECONDS.sleep(1);
        boolean hasHeap = server.peer().isOnJvm();
        long heap = hasHeap ? liveBytes(server) : 0;
        long resident = server.residentBytes();
        Process holder = held(server, scenario.connections());
        SECONDS.sleep(SETTLED_SECONDS);
        Map<String, Double> values = new LinkedHashMap<>();
        try {
            values.put("resident", each(server.residentBytes() - resident, scenario));
            if (hasHeap) {
                values.put("heap", each(liveBytes(server) - heap, scenario));
            }
        } finally {
            holder.destroy();
            holder.waitFor();
        }
        return values;
    }

    private static double each(long bytes, Scenario scenario) {
        return (double) bytes / scenario.connections();
    }

    private static Process held(Running server, int connections) throws IOException {
        Process holder =
                new ProcessBuilder(
                                "taskset",
                                "-c",
                                "1",
                                HOLDER.toString(),
                                String.valueOf(server.port()),
                                String.valueOf(connections))
                        .redirectErrorStream(true)
                        .start();
        BufferedReader output =
                new BufferedReader(
                        new InputStreamReader(holder.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        if (!"held".equals(line)) {
            throw new IOException(server.peer().word() + ", " + connections + " held: " + line);
        }
        return holder;
    }

    /** Of all objects that are reachable, after collections. */
    private static long liveBytes(Running server) throws IOException, InterruptedException {
        histogram(server);
        MILLISECONDS.sleep(500);
        String[] lines = histogram(server).strip().split("\n");
        return Long.parseLong(lines[lines.length - 1].strip().split(" +")[2]);
    }

    private static String histogram(Running server) throws IOException, InterruptedException {
        return Wrk.output(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                        String.valueOf(server.pid()),
                        "GC.class_histogram"));
    }
}
