package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * What tshark says of the streams of real captures, which are not in this repository, against what
 * Linger says of them. The folder that the environment variable names holds the captures and a
 * table for each; docs/reading-captures.md explains why the two may differ.
 */
@EnabledIfEnvironmentVariable(
        named = "LINGER_CAPTURES",
        matches = ".+",
        disabledReason = "LINGER_CAPTURES names no folder of captures")
class KnownTruthTest {
    /** Where tshark itself is sure: each with its reason, and there is no room for more. */
    private static final Map<String, Set<String>> EXPLAINED =
            Map.of(
                    // "OPTIONS" and a line's end: a method without a target is no request line
                    "zeek--http--methods.pcap 3", Set.of("requests 0 instead of 1"));

    /** Where tshark's table names a doubt, and the doubt covers the difference. */
    private static final Map<String, Set<String>> DOUBTFUL =
            Map.of(
                    // TCP headers that claim a length of 0: no receiver takes such a segment
                    "ppp--tcp-malformed.pcap 0",
                    Set.of("no such connection"),
                    // encrypted: no HTTP was looked for, so its count is not known
                    "ppp--file_heuristics--pcapng-example.pcapng.zst 0",
                    Set.of("requests null instead of 0", "responses null instead of 0"),
                    // a record of TLS in mid connection: likewise
                    "ppp--raw_ip.pcap 4",
                    Set.of("requests null instead of 0", "responses null instead of 0"),
                    // begins in the middle of a response that was cut
                    "ppp--file_heuristics--pcapng-example.pcapng.zst 13",
                    Set.of("requests null instead of 0", "responses null instead of 1"),
                    // the second request stands behind the gap
                    "ppp--unidirectional_tcp_stream_with_missing_packet.pcap 0",
                    Set.of("requests 2 instead of 0 to 1"),
                    // 100 Continue is no answer yet
                    "zeek--http--100-continue.pcap 0",
                    Set.of("responses 1 instead of 2"),
                    // the sixth response stands behind the gap
                    "zeek--http--bro.org.pcap 2",
                    Set.of("responses 6 instead of 0 to 5"),
                    // the payload was cut away
                    "zeek--tcp--truncated-header.pcap 0",
                    Set.of("requests null instead of 0", "responses null instead of 0"));

    @TestFactory
    List<DynamicTest> agreesWithTsharkOnEveryStream() throws IOException {
        Path folder = Path.of(System.getenv("LINGER_CAPTURES"));
        List<DynamicTest> tests = new ArrayList<>();
        for (Map<String, String> capture : table(folder.resolve("MANIFEST.tsv"))) {
            String file = capture.values().iterator().next();
            tests.add(DynamicTest.dynamicTest(file, () -> agrees(folder, file)));
        }
        assertFalse(tests.isEmpty(), "the table names captures");
        return tests;
    }

    private static void agrees(Path folder, String file) throws IOException, BadCaptureException {
        List<ConnectionLife> lives = lives(folder.resolve(file));
        Map<String, Set<String>> found = new LinkedHashMap<>();
        Map<String, Set<String>> expected = new LinkedHashMap<>();
        for (Map<String, String> stream : table(folder.resolve("truth").resolve(file + ".tsv"))) {
            String name = file + " " + of(stream, "stream");
            Set<String> differences = Set.copyOf(differences(stream, takeFirst(lives, stream)));
            if (!differences.isEmpty()) {
                found.put(name, differences);
            }
            Map<String, Set<String>> known =
                    of(stream, "uncertain").equals("-") ? EXPLAINED : DOUBTFUL;
            if (known.containsKey(name)) {
                expected.put(name, known.getOrDefault(name, Set.of()));
            }
        }
        assertEquals(expected, found);
        assertEquals(List.of(), lives, "connections of which tshark knows nothing");
    }

    /** Judged, though the verdict is not compared: each connection must come out once. */
    private static List<ConnectionLife> lives(Path file) throws BadCaptureException {
        List<ConnectionLife> lives = new ArrayList<>();
        Judge judge = Judge.withSecondLook((JudgedLife judged) -> lives.add(judged.life()));
        Flows flows = new Flows(judge::accept);
        try (CaptureReader reader = CaptureReader.open(file)) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
            assertEquals(List.of(), reader.complaints());
        }
        flows.finish();
        judge.finish();
        lives.sort(Comparator.comparingLong(ConnectionLife::number));
        return lives;
    }

    private static @Nullable ConnectionLife takeFirst(
            List<ConnectionLife> lives, Map<String, String> stream) {
        Set<String> ends = Set.of(end(stream, "a"), end(stream, "b"));
        for (ConnectionLife life : lives) {
            if (ends.equals(Set.of(life.client().toString(), life.server().toString()))) {
                lives.remove(life);
                return life;
            }
        }
        return null;
    }

    private static List<String> differences(
            Map<String, String> stream, @Nullable ConnectionLife life) {
        if (life == null) {
            return List.of("no such connection");
        }
        List<String> differences = new ArrayList<>();
        String closedFirst = life.ending().closedFirst().word();
        String truth = closedFirst(stream, life);
        if (!closedFirst.equals(truth)) {
            differences.add("closed_first " + closedFirst + " instead of " + truth);
        }
        count("requests", Counted.requests(life.talk()), stream, differences);
        count("responses", Counted.responses(life.talk()), stream, differences);
        return differences;
    }

    private static String closedFirst(Map<String, String> stream, ConnectionLife life) {
        if (of(stream, "fins_crossed").equals("yes")) {
            return ClosedFirst.BOTH.word();
        }
        String side = of(stream, "first_close_by");
        return switch (side) {
            case "none" -> ClosedFirst.NOBODY.word();
            // an end that tshark does not name as client or server
            case "a", "b" ->
                    (end(stream, side).equals(life.client().toString())
                                    ? ClosedFirst.CLIENT
                                    : ClosedFirst.SERVER)
                            .word();
            default -> side;
        };
    }

    private static void count(
            String what, int found, Map<String, String> stream, List<String> differences) {
        int min = Integer.parseInt(of(stream, what + "_min"));
        int max = Integer.parseInt(of(stream, what + "_max"));
        if (found < min || found > max) {
            String range = min == max ? "" + min : min + " to " + max;
            differences.add(what + " " + (found < 0 ? "null" : found) + " instead of " + range);
        }
    }

    private static String end(Map<String, String> stream, String end) {
        String address = of(stream, end + "_addr");
        String shown = address.contains(":") ? "[" + address + "]" : address;
        return shown + ":" + of(stream, end + "_port");
    }

    private static String of(Map<String, String> row, String column) {
        String value = row.get(column);
        assertTrue(value != null, () -> "no column " + column + " in " + row);
        return value == null ? "" : value;
    }

    /** Rows of a table with tabs, by the names in its first line; lines with # are comments. */
    private static List<Map<String, String>> table(Path file) throws IOException {
        List<String> lines =
                Files.readAllLines(file).stream().filter(line -> !line.startsWith("#")).toList();
        String[] columns = lines.getFirst().split("\t", -1);
        List<Map<String, String>> rows = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            Map<String, String> row = new LinkedHashMap<>();
            for (int n = 0; n < columns.length; n++) {
                row.put(columns[n], fields[n]);
            }
            rows.add(row);
        }
        return rows;
    }
}
