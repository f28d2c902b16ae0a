package dev.linger.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Measured values, one line each in the raw results: {@code scenario peer round figure value}.
 * Other lines begin with {@code #}.
 */
final class Results {
    /** One measured value. */
    record Line(String scenario, String peer, int round, String figure, double value) {
        @Override
        public String toString() {
            return scenario + " " + peer + " " + round + " " + figure + " " + value;
        }

        static Line of(String text) {
            String[] words = text.split(" ");
            return new Line(
                    words[0],
                    words[1],
                    Integer.parseInt(words[2]),
                    words[3],
                    Double.parseDouble(words[4]));
        }
    }

    private final List<Line> lines = new ArrayList<>();

    static Results read(Path file) throws IOException {
        Results results = new Results();
        for (String text : Files.readAllLines(file)) {
            if (!text.startsWith("#") && !text.isBlank()) {
                results.add(Line.of(text));
            }
        }
        return results;
    }

    void add(Line line) {
        lines.add(line);
    }

    /** Median over the rounds; empty where nothing was measured. */
    OptionalDouble median(String scenario, String peer, String figure) {
        return median(rounds(scenario, peer, figure).values());
    }

    /**
     * How many times the other's figure, the median over the rounds: within one, what disturbs the
     * machine disturbs both.
     */
    OptionalDouble ratio(String scenario, String peer, String other, String figure) {
        Map<Integer, Double> others = rounds(scenario, other, figure);
        List<Double> ratios = new ArrayList<>();
        rounds(scenario, peer, figure)
                .forEach((round, value) -> {
                    Double beside = others.get(round);
                    if (beside != null) {
                        ratios.add(value / beside);
                    }
                });
        return median(ratios);
    }

    private Map<Integer, Double> rounds(String scenario, String peer, String figure) {
        return lines.stream()
                .filter(line -> line.scenario().equals(scenario))
                .filter(line -> line.peer().equals(peer))
                .filter(line -> line.figure().equals(figure))
                .collect(Collectors.toMap(Line::round, Line::value));
    }

    private static OptionalDouble median(Collection<Double> unsorted) {
        double[] values = unsorted.stream().mapToDouble(value -> value).sorted().toArray();
        int half = values.length / 2;
        return values.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        values.length % 2 == 1
                                ? values[half]
                                : (values[half - 1] + values[half]) / 2);
    }

    /** The server of {@code peers} with the least median; null where none was measured. */
    String least(String scenario, List<String> peers, String figure) {
        return peers.stream()
                .filter(peer -> median(scenario, peer, figure).isPresent())
                .min(
                        Comparator.comparingDouble(
                                peer -> median(scenario, peer, figure).getAsDouble()))
                .orElse("");
    }

    /** Scenarios, in the order in which they were measured. */
    Set<String> scenarios() {
        Set<String> names = new LinkedHashSet<>();
        lines.forEach(line -> names.add(line.scenario()));
        return names;
    }

    /** Servers that were measured, in the order of {@link Peer}. */
    List<String> peers() {
        return Peer.words().stream()
                .filter(word -> lines.stream().anyMatch(line -> line.peer().equals(word)))
                .toList();
    }
}
