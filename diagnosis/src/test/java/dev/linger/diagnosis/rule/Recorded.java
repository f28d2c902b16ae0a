package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.Traffic;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The small capture of a rule: the test tells what happens on it, and it lies beside the others in
 * {@code samples/findings/ID.pcap.gz} for people to try. With {@code -Dlinger.expected=write} it is
 * written there, else it must be the same.
 */
final class Recorded {
    static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private static final Path SAMPLES =
            Path.of(System.getProperty("linger.root"), "samples", "findings");

    private final CaptureBuilder capture = CaptureBuilder.pcap();
    private int clients;
    private double secondsAfterwards;

    /** A connection of 10.0.0.1 to 10.0.0.2:80 from a port of its own, not opened yet. */
    Conversation closed() {
        return closedFrom("10.0.0.1");
    }

    /** The same of another client. */
    Conversation closedFrom(String client) {
        return capture.conversation(client, 32_768 + clients++, "10.0.0.2", 80);
    }

    /** The same, established. */
    Conversation connection() {
        return closed().opens();
    }

    /** The same, after one complete exchange. */
    Conversation idle() {
        return connection().exchanges(GET, OK);
    }

    /** Watching goes on for so long after the last of these connections. */
    void goesOnFor(double seconds) {
        secondsAfterwards = seconds;
    }

    /** The capture itself, for other ends than these. */
    CaptureBuilder capture() {
        return capture;
    }

    /** The findings of this rule alone, in what happened; keeps it as the rule's sample. */
    List<Finding> sampleOf(String id) throws IOException, BadCaptureException {
        keepAs(SAMPLES.resolve(id + ".pcap.gz"));
        return findings(id);
    }

    /** The findings of this rule alone, in what happened. */
    List<Finding> findings(String id) throws BadCaptureException {
        return all().stream().filter(finding -> finding.id().equals(id)).toList();
    }

    /** All findings in what happened. */
    List<Finding> all() throws BadCaptureException {
        return findings(CaptureReader.of(capture.stream(), "sample"), secondsAfterwards);
    }

    /** All findings in a capture that is kept. */
    static List<Finding> findings(Path file) throws IOException, BadCaptureException {
        return findings(CaptureReader.open(file), 0);
    }

    private static List<Finding> findings(CaptureReader capture, double secondsAfterwards)
            throws BadCaptureException {
        Traffic traffic = new Traffic();
        Judge judge = Judge.withSecondLook(traffic::accept);
        Flows flows = new Flows(judge::accept);
        try (capture) {
            Packet packet = new Packet();
            while (capture.next(packet)) {
                flows.packet(packet);
            }
            flows.finish();
            traffic.watchedUntil(packet.atNanos + Math.round(secondsAfterwards * 1e9));
        }
        judge.finish();
        return Findings.in(traffic, judge.idleTimeouts());
    }

    private void keepAs(Path file) throws IOException {
        byte[] bytes = capture.bytes();
        if ("write".equals(System.getProperty("linger.expected"))) {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(bytes);
            }
            Files.write(file, packed.toByteArray());
        }
        assertTrue(Files.exists(file), file + " is missing: run once with -Dlinger.expected=write");
        try (GZIPInputStream kept =
                new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            assertArrayEquals(bytes, kept.readAllBytes(), file + " is of another test");
        }
    }
}
