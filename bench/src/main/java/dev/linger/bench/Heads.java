package dev.linger.bench;

import java.util.Arrays;
import java.util.Locale;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs {@link HeadsBenchmark} and prints GB/s and bytes allocated a head. */
final class Heads {
    private Heads() {}

    /**
     * @param args file for the raw result, then options of JMH
     */
    public static void main(String[] args) throws RunnerException, CommandLineOptionException {
        String[] options = Arrays.copyOfRange(args, 1, args.length);
        var run =
                new OptionsBuilder()
                        .parent(new CommandLineOptions(options))
                        .include(HeadsBenchmark.class.getName())
                        .addProfiler(GCProfiler.class)
                        .resultFormat(ResultFormatType.JSON)
                        .result(args[0])
                        .build();
        System.out.printf(
                "%-10s %-22s %-10s %6s %9s %7s %7s%n",
                "benchmark", "browser", "strictness", "bytes", "ns/head", "GB/s", "B/head");
        for (RunResult result : new Runner(run).run()) {
            print(result);
        }
    }

    private static void print(RunResult result) {
        String browser = result.getParams().getParam("browser");
        int bytes = BrowserHeads.of(browser).length;
        double nanos = result.getPrimaryResult().getScore();
        double allocated = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        System.out.printf(
                Locale.ROOT,
                "%-10s %-22s %-10s %6d %9.1f %7.2f %7.1f%n",
                result.getPrimaryResult().getLabel(),
                browser,
                result.getParams().getParam("strictness"),
                bytes,
                nanos,
                bytes / nanos,
                allocated);
    }
}
