package dev.linger.bench.server;

import java.util.Arrays;
import java.util.List;

/**
 * What was asked for.
 *
 * @param seconds of each measurement
 * @param compiling share of its processor time that a server may still spend on compiling itself,
 *     when it is taken to be warm
 */
record Options(
        List<Peer> peers, List<Scenario> scenarios, int rounds, int seconds, double compiling) {
    static Options of(String[] arguments) {
        Options options = new Options(List.of(Peer.values()), Scenario.all(), 5, 3, 0.02);
        for (int i = 0; i < arguments.length; i++) {
            options =
                    switch (arguments[i]) {
                        case "--quick" -> options.quick();
                        case "--peers" -> options.withPeers(value(arguments, ++i));
                        case "--scenarios" -> options.withScenarios(value(arguments, ++i));
                        case "--rounds" -> options.withRounds(number(arguments, ++i));
                        case "--seconds" -> options.withSeconds(number(arguments, ++i));
                        default ->
                                throw new IllegalArgumentException(
                                        "no option "
                                                + arguments[i]
                                                + "; there are: --quick --peers --scenarios"
                                                + " --rounds --seconds");
                    };
        }
        return options;
    }

    private static String value(String[] arguments, int at) {
        if (at >= arguments.length) {
            throw new IllegalArgumentException(arguments[at - 1] + " needs a value");
        }
        return arguments[at];
    }

    private static int number(String[] arguments, int at) {
        int number = Integer.parseInt(value(arguments, at));
        if (number < 1) {
            throw new IllegalArgumentException(arguments[at - 1] + " must be at least 1");
        }
        return number;
    }

    /** One scenario of each kind, and short ones. */
    private Options quick() {
        List<String> short_ = List.of("kept-64-bare-13", "kept-512-browser-13", "churn");
        return new Options(
                peers,
                scenarios.stream().filter(one -> short_.contains(one.name())).toList(),
                3,
                1,
                0.1);
    }

    private Options withPeers(String words) {
        List<Peer> chosen = Arrays.stream(words.split(",")).map(Peer::of).toList();
        return new Options(chosen, scenarios, rounds, seconds, compiling);
    }

    private Options withScenarios(String beginnings) {
        List<String> wanted = List.of(beginnings.split(","));
        List<Scenario> chosen =
                Scenario.all().stream()
                        .filter(one -> wanted.stream().anyMatch(one.name()::startsWith))
                        .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException(
                    "no scenario begins with "
                            + beginnings
                            + "; there are: "
                            + String.join(
                                    " ", Scenario.all().stream().map(Scenario::name).toList()));
        }
        return new Options(peers, chosen, rounds, seconds, compiling);
    }

    private Options withRounds(int other) {
        return new Options(peers, scenarios, other, seconds, compiling);
    }

    private Options withSeconds(int other) {
        return new Options(peers, scenarios, rounds, other, compiling);
    }
}
