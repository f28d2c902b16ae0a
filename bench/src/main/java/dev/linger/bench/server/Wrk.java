package dev.linger.bench.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Load from wrk, on core 1. */
final class Wrk {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern PER_SECOND = Pattern.compile("Requests/sec: +([0-9.]+)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: \\d+");
    private static final Pattern BROKEN =
            Pattern.compile(
                    "Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");

    /** Where servers close first, a connection of so many may end otherwise than wrk expects. */
    private static final long EXPECTED_IN_CHURN = 1000;

    /** Under full load a thread pool may leave one of so many connections without an answer. */
    private static final int EXPECTED_KEPT = 100;

    /** A head of 600 bytes with wrk's own lines, as browsers send them. */
    private static final List<String> BROWSER =
            List.of(
                    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
                            + " (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,"
                            + "image/avif,image/webp,*/*;q=0.8",
                    "sec-ch-ua: \"Chromium\";v=\"130\", \"Not?A_Brand\";v=\"99\"",
                    "sec-ch-ua-mobile: ?0",
                    "sec-ch-ua-platform: \"Linux\"",
                    "Upgrade-Insecure-Requests: 1",
                    "Sec-Fetch-Mode: navigate",
                    "Sec-Fetch-Dest: document",
                    "Accept-Encoding: gzip, deflate, br, zstd",
                    "Accept-Language: en-GB,en;q=0.9",
                    "Cookie: session=4f1c9a7be2d04c53; theme=dark; lang=en;"
                            + " consent=1.2.1700000000; seen=17");

    /**
     * What came of it.
     *
     * @param note what else is to stand in the raw results; empty where there is nothing
     */
    record Load(long requests, double perSecond, String note) {}

    private Wrk() {}

    static Load run(Running server, Scenario scenario, int seconds)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "taskset",
                                "-c",
                                "1",
                                "wrk",
                                "-t1",
                                "-c" + scenario.connections(),
                                "-d" + seconds));
        if (scenario.head() == Scenario.Head.BROWSER) {
            BROWSER.forEach(field -> command.addAll(List.of("-H", field)));
        }
        if (scenario.measure() == Scenario.Measure.CHURN) {
            command.addAll(List.of("-H", "Connection: close"));
        }
        String scheme = scenario.measure().isOverTls() ? "https" : "http";
        command.add(scheme + "://127.0.0.1:" + server.port() + "/");
        String output = output(command);
        String where = server.peer().word() + ", " + scenario.name() + ": ";
        Matcher refused = REFUSED.matcher(output);
        if (refused.find()) {
            throw new IOException(where + refused.group());
        }
        long requests = Long.parseLong(found(REQUESTS, output));
        boolean isChurn = scenario.measure() == Scenario.Measure.CHURN;
        long expected =
                isChurn ? requests / EXPECTED_IN_CHURN : scenario.connections() / EXPECTED_KEPT;
        String note = broken(output, where, expected);
        return new Load(requests, Double.parseDouble(found(PER_SECOND, output)), note);
    }

    /**
     * What wrk says of connections that failed, if any did.
     *
     * @throws IOException if there are more than expected: what others take says nothing then
     */
    private static String broken(String output, String where, long expected) throws IOException {
        Matcher broken = BROKEN.matcher(output);
        if (!broken.find()) {
            return "";
        }
        long all = 0;
        for (int group = 1; group <= broken.groupCount(); group++) {
            all += Long.parseLong(broken.group(group));
        }
        if (all > expected) {
            throw new IOException(where + broken.group());
        }
        return where + broken.group();
    }

    /** Runs a program to its end; what it printed. */
    static String output(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + output.strip());
        }
        return output;
    }

    private static String found(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk said: " + output.strip());
        }
        return matcher.group(1);
    }
}
