package dev.linger.cli.explain.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Ran;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of captures that hold a part only says which part, and says it once. */
class ReportInPartTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    @TempDir Path folder;

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    private Conversation to(String server, int clientPort) {
        return capture.conversation("10.0.0.1", clientPort, server, 80);
    }

    private void unanswered(String server, int clientPort) {
        to(server, clientPort).client().syn();
    }

    private static void clientCloses(Conversation one) {
        one.client().fin().after(0.001);
        one.server().fin();
        one.client().ack();
    }

    private String at(int columns) throws IOException {
        Path file = Files.write(folder.resolve("part.pcap"), capture.bytes());
        return Ran.at(columns, false, "explain", file.toString()).out();
    }

    private void assertShows(String text) throws IOException {
        String report = at(110);
        assertTrue(report.contains(text), report);
    }

    @Test
    void rowsThatSayTheSameAreOneRow() throws IOException {
        for (int n = 0; n < 6; n++) {
            unanswered("10.0.0.2", 40_000 + n);
        }
        assertShows("\n... 5 more like 1: 2 to 6\n");
    }

    @Test
    void serversOfWhichTheSameIsToBeSaidAreOneParagraph() throws IOException {
        unanswered("10.0.0.10", 40_000);
        unanswered("10.0.0.9", 40_001);
        assertShows(
                """
                10.0.0.9:80, 10.0.0.10:80: 1 connection each
                  open; nobody closed: the SYN had no answer yet (certain)
                """);
    }

    @Test
    void whatAllConnectionsShareIsSaid() throws IOException {
        for (int n = 0; n < 2; n++) {
            unanswered("10.0.0.2", 40_000 + n);
        }
        assertShows(
                "  no finding; both connections: open; nobody closed: the SYN had no answer yet");
    }

    @Test
    void serversOfWhichConnectionsEndedStandFirst() throws IOException {
        unanswered("10.0.0.2", 40_000);
        unanswered("10.0.0.2", 40_001);
        clientCloses(to("10.0.0.3", 40_002).opens().exchanges(GET, OK));
        String report = at(110);
        assertTrue(report.indexOf("10.0.0.3:80:") < report.indexOf("10.0.0.2:80:"), report);
    }

    @Test
    void columnsWithoutRoomAreNamed() throws IOException {
        clientCloses(to("10.0.0.3", 40_002).opens().exchanges(GET, OK));
        String report = at(80);
        assertTrue(report.contains("why      confidence"), report);
        assertTrue(
                report.replaceAll("\\s+", " ").contains("for lack of room: the columns "), report);
    }

    @Test
    void packetsThatWereCutOffAreCounted() throws IOException {
        Conversation one = to("10.0.0.3", 40_002).opens();
        one.client().sends(GET).cutTo(60);
        assertShows("  ! 1 of 4 packets was cut off after 60 bytes when captured\n");
    }

    @Test
    void whereNoSocketIsInTimeWaitNobodyIsToldWhatThatIs() throws IOException {
        unanswered("10.0.0.2", 40_000);
        assertFalse(at(110).contains("TIME_WAIT:"));
        clientCloses(to("10.0.0.3", 40_002).opens().exchanges(GET, OK));
        assertShows("TIME_WAIT: the side that closed first");
    }

    @Test
    void portsInTimeWaitAreNotSaidToBeInUseAtOnce() throws IOException {
        clientCloses(to("10.0.0.3", 40_001).opens().exchanges(GET, OK));
        clientCloses(to("10.0.0.3", 40_002).opens().exchanges(GET, OK));
        assertShows("(2 requests, 2 ports, with TIME_WAIT)");
    }

    @Test
    void packetsInsideATunnelAreSaidToBe() throws IOException {
        HexFormat hex = HexFormat.of();
        String header = "d4c3b2a1020004000000000000000000" + "0000040065000000";
        String inner =
                "4500002800014000400600000a0000010a0000029c40005000000001000000005002ffff00000000";
        String outer = "4500003c000140004004000001010101" + "02020202";
        byte[] packet = hex.parseHex(outer + inner);
        String record = "0000000000000000" + "3c0000003c000000" + hex.formatHex(packet);
        Path file = Files.write(folder.resolve("ipip.pcap"), hex.parseHex(header + record));
        String report = Ran.linger("explain", file.toString()).out();
        assertTrue(report.contains("  ! 1 of 1 packet came in IP in IP: read inside it"), report);
    }
}
