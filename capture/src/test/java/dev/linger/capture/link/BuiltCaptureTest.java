package dev.linger.capture.link;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.capture.file.BadCaptureException;
import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.testkit.CaptureBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the tests of this and other rooms rely on when they build captures. */
class BuiltCaptureTest {
    private final CaptureBuilder capture = CaptureBuilder.pcap();

    @Test
    void numbersFollowByThemselves() throws BadCaptureException {
        var talk = capture.conversation().opens();
        talk.client().sends("GET");
        talk.server().sends("OK").withFin();
        talk.client().fin();
        talk.server().ack();
        assertEquals(
                List.of(
                        "S 1000 0 +0",
                        "SA 5000 1001 +0",
                        "A 1001 5001 +0",
                        "PA 1001 5001 +3",
                        "FPA 5001 1004 +2",
                        "FA 1004 5004 +0",
                        "A 5004 1005 +0"),
                steps());
    }

    @Test
    void lostSegmentsAreAcknowledgedOnlyWhenResent() throws BadCaptureException {
        var talk = capture.conversation();
        var lost = talk.client().sends("abc").lost();
        talk.server().ack();
        talk.client().resends(lost);
        talk.server().ack();
        assertEquals(
                List.of("PA 1000 0 +3", "A 5000 1000 +0", "PA 1000 5000 +3", "A 5000 1003 +0"),
                steps());
    }

    @Test
    void endsCanCloseAtTheSameTime() throws BadCaptureException {
        var talk = capture.conversation().opens();
        var first = talk.client().fin();
        talk.server().fin().notHavingSeen(first);
        assertEquals(List.of("FA 1001 5001 +0", "FA 5001 1001 +0"), steps().subList(3, 5));
    }

    @Test
    void segmentsCanStayUnseenOrComeTwiceOrWrap() throws BadCaptureException {
        var talk = capture.conversation();
        talk.client().startsAt(0xffff_ffffL).syn().carrying("ab").capturedTwice();
        talk.server().synAck().notCaptured();
        talk.client().rst().withoutAck();
        assertEquals(List.of("S -1 0 +2", "S -1 0 +2", "R 2 0 +0"), steps());
    }

    @Test
    void timesAreAbsoluteOrAfterThePacketBefore() throws BadCaptureException {
        var talk = capture.conversation();
        talk.client().syn().at(1);
        talk.server().synAck().after(0.5);
        talk.client().ack();
        List<Long> micros = new ArrayList<>();
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "test")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                micros.add(packet.atNanos / 1000 - CaptureBuilder.START_SECONDS * 1_000_000);
            }
        }
        assertEquals(List.of(1_000_000L, 1_500_000L, 1_500_010L), micros);
    }

    /** Flags, sequence and acknowledgment numbers, payload length. */
    private List<String> steps() throws BadCaptureException {
        List<String> steps = new ArrayList<>();
        Packet packet = new Packet();
        Segment segment = new Segment();
        Decoder decoder = new Decoder();
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "test")) {
            while (reader.next(packet)) {
                if (decoder.decode(packet, segment)) {
                    steps.add(
                            "%s %d %d +%d"
                                    .formatted(
                                            flags(segment),
                                            segment.sequence,
                                            segment.acknowledgment,
                                            segment.length));
                }
            }
        }
        return steps;
    }

    private static String flags(Segment segment) {
        return (segment.has(Segment.SYN) ? "S" : "")
                + (segment.has(Segment.FIN) ? "F" : "")
                + (segment.has(Segment.RST) ? "R" : "")
                + (segment.has(Segment.PSH) ? "P" : "")
                + (segment.has(Segment.ACK) ? "A" : "");
    }
}
