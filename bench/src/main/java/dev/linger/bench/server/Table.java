package dev.linger.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** Writes the figures of raw results into a page, between its two marks. */
public final class Table {
    private static final String BEGIN = "<!-- figures: bench/server --table -->\n";
    private static final String END = "<!-- end of figures -->\n";

    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private Table(Results results) {
        this.results = results;
    }

    public static void main(String[] arguments) throws IOException {
        Path raw = Path.of(arguments[0]);
        Path page = Path.of(arguments[1]);
        String before = Files.readString(page);
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has not the two marks of the figures");
        }
        String figures = new Table(Results.read(raw)).of(raw);
        Files.writeString(
                page,
                before.substring(0, begin + BEGIN.length()) + figures + before.substring(end));
    }

    private String of(Path raw) throws IOException {
        text.append("\nFrom `")
                .append(raw.toString().replaceFirst(".*(?=bench/)", ""))
                .append("`:\n\n");
        Files.readAllLines(raw).stream()
                .filter(line -> line.startsWith("# ") && !line.startsWith("# load"))
                .forEach(line -> text.append("> ").append(line.substring(2)).append("  \n"));
        processorTime();
        figures("latency", Scenario.Measure.LATENCY, "Latency, microseconds");
        figures("idle", Scenario.Measure.IDLE, "Memory of an idle connection, bytes");
        claims();
        return text.append('\n').toString();
    }

    private void processorTime() {
        List<String> scenarios =
                results.scenarios().stream()
                        .filter(name -> !name.equals("latency") && !name.equals("idle"))
                        .toList();
        heading("Processor time a request, in churn a connection, microseconds", scenarios);
        for (String peer : results.peers()) {
            row(peer, scenarios.stream().map(name -> results.median(name, peer, "us")).toList());
        }
    }

    private void figures(String scenario, Scenario.Measure measure, String title) {
        if (!results.scenarios().contains(scenario)) {
            return;
        }
        List<String> figures = Figures.of(measure);
        heading(title, figures);
        for (String peer : results.peers()) {
            row(peer, figures.stream().map(name -> results.median(scenario, peer, name)).toList());
        }
    }

    private void claims() {
        text.append("\n### What is claimed\n\n| scenario | figure | who | ratio | at most | |\n");
        text.append("| --- | --- | --- | ---: | ---: | --- |\n");
        for (Claim claim : Claim.ALL) {
            for (Claim.Outcome one : claim.in(results)) {
                text.append("| ").append(String.join(" | ", one.cells())).append(" |\n");
            }
        }
    }

    private void heading(String title, List<String> columns) {
        text.append("\n### ").append(title).append("\n\n| |");
        columns.forEach(column -> text.append(' ').append(column).append(" |"));
        text.append("\n| --- |").append(" ---: |".repeat(columns.size())).append('\n');
    }

    private void row(String peer, List<OptionalDouble> values) {
        if (values.stream().allMatch(OptionalDouble::isEmpty)) {
            return;
        }
        text.append("| ").append(peer).append(" |");
        for (OptionalDouble value : values) {
            text.append(' ')
                    .append(value.isEmpty() ? "" : number(value.getAsDouble()))
                    .append(" |");
        }
        text.append('\n');
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1000 ? "%.1f" : "%,.0f", value);
    }
}
