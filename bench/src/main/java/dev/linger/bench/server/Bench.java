package dev.linger.bench.server;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The run of {@code bench/server}: raw results into the file named first, the ratios to the eye.
 */
public final class Bench {
    private static final int MOST_WARM_UPS = 60;
    private static final double COMPILING_AT_RATE = 0.001;
    private static final long LEAST_WARM_UP = 30_000;

    private final Options options;
    private final PrintStream raw;
    private final Results results = new Results();

    private Bench(Options options, PrintStream raw) {
        this.options = options;
        this.raw = raw;
    }

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Options options;
        try {
            options =
                    Options.of(
                            List.of(arguments).subList(1, arguments.length).toArray(String[]::new));
        } catch (IllegalArgumentException e) {
            System.err.println("bench/server: " + e.getMessage());
            System.exit(2);
            return;
        }
        try (PrintStream raw = new PrintStream(Files.newOutputStream(file), true)) {
            new Bench(options, raw).run();
        }
        System.out.println("raw results: " + file);
    }

    private void run() throws IOException, InterruptedException {
        say("# " + System.getProperty("linger.bench.machine"));
        say("# " + System.getProperty("java.vm.version") + " " + String.join(" ", Running.JVM));
        Map<Group, List<Scenario>> loads = new LinkedHashMap<>();
        for (Scenario scenario : options.scenarios()) {
            if (scenario.measure() != Scenario.Measure.IDLE) {
                loads.computeIfAbsent(Group.of(scenario), unknown -> new ArrayList<>())
                        .add(scenario);
            }
        }
        for (List<Scenario> scenarios : loads.values()) {
            underLoad(scenarios);
        }
        for (Scenario scenario : options.scenarios()) {
            if (scenario.measure() == Scenario.Measure.IDLE) {
                idle(scenario);
            }
        }
        System.out.println();
        Claim.ALL.forEach(claim -> claim.in(results).forEach(System.out::println));
    }

    /** What is asked of the same servers. */
    private record Group(int bodyBytes, boolean isOverTls) {
        static Group of(Scenario scenario) {
            return new Group(scenario.bodyBytes(), scenario.measure().isOverTls());
        }
    }

    private static List<Path> certified(Scenario scenario) {
        return scenario.measure().isOverTls() ? Handshakes.CERTIFIED : List.of();
    }

    private void say(String line) {
        raw.println(line);
        System.out.println(line);
    }

    /** All servers run at once, and are asked one after the other. */
    private void underLoad(List<Scenario> scenarios) throws IOException, InterruptedException {
        List<Running> servers = new ArrayList<>();
        try {
            for (Peer peer : options.peers()) {
                if (scenarios.stream().anyMatch(scenario -> scenario.has(peer))) {
                    servers.add(
                            Running.start(
                                    peer,
                                    scenarios.getFirst().bodyBytes(),
                                    certified(scenarios.getFirst())));
                }
            }
            for (Running server : servers) {
                warmUp(server, scenarios);
            }
            for (Scenario scenario : scenarios) {
                rounds(scenario, servers);
            }
        } finally {
            servers.forEach(Running::close);
        }
    }

    /** Until the compiler has nothing left to do, whatever time that takes. */
    private void warmUp(Running server, List<Scenario> scenarios)
            throws IOException, InterruptedException {
        List<Scenario> own = scenarios.stream().filter(one -> one.has(server.peer())).toList();
        long requests = 0;
        int quiet = 0;
        boolean isWarm = !server.peer().isOnJvm();
        for (int i = 0; !isWarm && i < MOST_WARM_UPS; i++) {
            long before = server.processorNanos();
            long compiled = server.compilerNanos();
            requests += load(server, own.get(i % own.size()), 1).requests();
            double share =
                    (double) (server.compilerNanos() - compiled)
                            / (server.processorNanos() - before);
            quiet = share < options.compiling() ? quiet + 1 : 0;
            isWarm = requests > LEAST_WARM_UP && quiet > own.size();
        }
        noteUnlessWarm(isWarm, server);
    }

    private void noteUnlessWarm(boolean isWarm, Running server) {
        if (!isWarm) {
            say("# " + server.peer().word() + " is not warm after " + MOST_WARM_UPS + " loads");
        }
    }

    /**
     * The same at this rate, which makes other code hot. While the compiler works, who answers has
     * to wait for a turn of the one core, and a share of 2 % is what the slowest percents see.
     */
    private void warmUp(Running server, Scenario scenario, double rate)
            throws IOException, InterruptedException {
        double share = server.peer().isOnJvm() ? 1 : 0;
        for (int i = 0; i < MOST_WARM_UPS && share > COMPILING_AT_RATE; i++) {
            long compiled = server.compilerNanos();
            Latency.measure(server, scenario, rate, options.seconds());
            share = (server.compilerNanos() - compiled) / 1e9 / options.seconds();
        }
        noteUnlessWarm(share <= COMPILING_AT_RATE, server);
    }

    private void rounds(Scenario scenario, List<Running> servers)
            throws IOException, InterruptedException {
        List<Running> order =
                new ArrayList<>(servers.stream().filter(one -> scenario.has(one.peer())).toList());
        for (int round = 1; round <= options.rounds(); round++) {
            raw.println("# load " + Files.readString(Path.of("/proc/loadavg")).strip());
            for (Running server : order) {
                measure(scenario, server, round);
            }
            Collections.rotate(order, 1);
        }
        show(scenario, servers.stream().map(server -> server.peer().word()).toList());
    }

    private void measure(Scenario scenario, Running server, int round)
            throws IOException, InterruptedException {
        if (scenario.measure() == Scenario.Measure.LATENCY) {
            double rate = Latency.rate(options, scenario, results);
            warmUp(server, scenario, rate);
            Latency.measure(server, scenario, rate, 4 * options.seconds())
                    .forEach((figure, value) -> add(scenario, server, round, figure, value));
            return;
        }
        load(server, scenario, 1);
        long before = server.processorNanos();
        Wrk.Load load = load(server, scenario, options.seconds());
        double micros = (server.processorNanos() - before) / 1e3 / load.requests();
        if (!load.note().isEmpty()) {
            say("# " + load.note());
        }
        add(scenario, server, round, "us", micros);
        add(scenario, server, round, "per_second", load.perSecond());
    }

    private static Wrk.Load load(Running server, Scenario scenario, int seconds)
            throws IOException, InterruptedException {
        return switch (scenario.measure()) {
            case TLS_FULL, TLS_RESUMED -> Handshakes.run(server, scenario, seconds);
            case KEPT, CHURN, TLS_KEPT, LATENCY, IDLE -> Wrk.run(server, scenario, seconds);
        };
    }

    private void idle(Scenario scenario) throws IOException, InterruptedException {
        for (int round = 1; round <= Math.min(3, options.rounds()); round++) {
            for (Peer peer : options.peers()) {
                if (scenario.has(peer)) {
                    try (Running server = Running.start(peer, scenario.bodyBytes(), List.of())) {
                        int number = round;
                        Idle.measure(server, scenario)
                                .forEach((figure, value) ->
                                        add(scenario, server, number, figure, value));
                    }
                }
            }
        }
        show(scenario, options.peers().stream().map(Peer::word).toList());
    }

    private void add(Scenario scenario, Running server, int round, String figure, double value) {
        Results.Line line =
                new Results.Line(scenario.name(), server.peer().word(), round, figure, value);
        results.add(line);
        raw.println(line);
    }

    private void show(Scenario scenario, List<String> peers) {
        for (String peer : peers) {
            StringBuilder text = new StringBuilder();
            for (String figure : Figures.of(scenario.measure())) {
                OptionalDouble median = results.median(scenario.name(), peer, figure);
                if (median.isPresent()) {
                    text.append(
                            String.format(Locale.ROOT, "  %s %.2f", figure, median.getAsDouble()));
                }
            }
            if (!text.isEmpty()) {
                System.out.printf("%-20s %-14s%s%n", scenario.name(), peer, text);
            }
        }
    }
}
