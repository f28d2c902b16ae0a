package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.rule.Findings;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindingsOutputTest {
    private static final String ID = "client-asks-to-close";
    private static final String FOUND =
            Ran.ROOT.resolve("samples/findings/" + ID + ".pcap.gz").toString();

    static Stream<String> ids() {
        return Findings.ids().stream();
    }

    private static Ran explain(String... more) {
        List<String> arguments = new ArrayList<>(List.of("explain", FOUND));
        arguments.addAll(List.of(more));
        return Ran.linger(arguments.toArray(String[]::new));
    }

    private static void assertPrints(String name, Ran ran) {
        assertEquals("", ran.err());
        assertEquals(ran.expected(name), ran.neutral());
        assertEquals(0, ran.status());
    }

    @Test
    void findingsComeBeforeTheConnections() {
        assertPrints("finding-brief", explain());
    }

    @Test
    void whatTheServerHasNotClosedIsMarkedWhereverItsConnectionsAreShown() {
        String leak = Ran.ROOT.resolve("samples/findings/close-wait.pcap.gz").toString();
        String report = Ran.linger("explain", leak).out();
        assertTrue(report.contains("client 31 (100 %), 30 not closed yet by the server"), report);
        assertTrue(report.contains("client only   idle-timeout"), report);
        assertTrue(report.contains("\"only\": the"), report);
        String drawn = Ran.linger("explain", leak, "--connection", "3").out();
        String ladder = drawn.replaceAll("\\s+", " ");
        assertTrue(ladder.contains("CLOSE_WAIT: has not closed yet"), ladder);
        assertTrue(ladder.contains("the server has not closed its end yet"), ladder);
    }

    @Test
    void aCaptureLongerThanAYearIsNoneButAJumpOfTheClock(@TempDir Path folder) throws IOException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation one = capture.conversation("10.0.0.1", 32_768, "10.0.0.2", 80).opens();
        one.client().fin().after(400 * 86_400.0);
        Path file = Files.write(folder.resolve("jump.pcap"), capture.bytes());
        String head = Ran.linger("explain", file.toString()).out().lines().findFirst().orElse("");
        assertTrue(head.endsWith("duration not known: the clock jumps once"), head);
    }

    /** Two servers behind one address, of which a filter shows one. */
    @Test
    void aServerIsCalledTheSameWhicheverOfItsConnectionsAreAskedFor(@TempDir Path folder)
            throws IOException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        String ask = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        String kept = "HTTP/1.1 200 OK\r\nServer: one\r\nContent-Length: 0\r\n\r\n";
        String last = kept.replace("one", "two\r\nConnection: close");
        for (int client = 0; client < 3; client++) {
            Conversation talk = capture.conversation("10.0.0.1", 40_000 + client, "10.0.0.2", 80);
            talk.opens().exchanges(ask, client == 1 ? last : kept);
            talk.server().fin().after(client * 0.7);
            talk.client().fin();
        }
        String file = Files.write(folder.resolve("two.pcap"), capture.bytes()).toString();
        String all = Ran.linger("explain", file).out();
        String some = Ran.linger("explain", file, "--cause", "close-requested").out();
        assertTrue(all.contains("10.0.0.2:80, one and two: 3 connections"), all);
        assertTrue(some.contains("10.0.0.2:80, one and two: 1 connection"), some);
    }

    @Test
    void aLoneConnectionIsToldInOneSentence(@TempDir Path folder) throws IOException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        capture.conversation("10.0.0.1", 40_000, "10.0.0.2", 80).client().syn();
        capture.conversation("10.0.0.1", 40_000, "10.0.0.2", 80).client().rst();
        Path file = Files.write(folder.resolve("lone.pcap"), capture.bytes());
        String report = Ran.linger("explain", file.toString()).out().replaceAll("\\s+", " ");
        assertTrue(
                report.contains(
                        "the only connection: unknown; the client closed first: cannot be told from"
                                + " here, because the capture holds one direction only"),
                report);
    }

    @Test
    void whatIsAGuessIsMarkedWhereverItStands(@TempDir Path folder) throws IOException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation talk = capture.conversation("10.0.0.1", 40_000, "10.0.0.2", 80).opens();
        talk.exchanges(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        talk.server().fin().after(5);
        talk.client().fin();
        Path file = Files.write(folder.resolve("guess.pcap"), capture.bytes());
        String report = Ran.linger("explain", file.toString()).out().replaceAll("\\s+", " ");
        assertTrue(report.contains("configured time (guess)"), report);
        assertTrue(report.contains(" server idle-timeout? guess server 1 "), report);
        assertTrue(report.contains("\"?\": a guess."), report);
    }

    @Test
    void tellsAllOfOneKind() {
        assertPrints("finding-full", explain("--finding", ID));
    }

    @Test
    void printsOneObjectAFinding() {
        assertPrints("finding.json", explain("--findings-json", "--finding", ID));
    }

    @Test
    void aKindThatIsNotThereIsSaidToBeMissing() {
        Ran ran = explain("--finding", ID, "--cause", "idle-timeout");
        assertTrue(ran.out().startsWith(ID + " was not found"), ran.out());
        assertEquals(0, ran.status());
        assertEquals("", explain("--findings-json", "--cause", "idle-timeout").out());
    }

    @Test
    void findingsAreThoseOfTheConnectionsAskedFor() {
        assertTrue(explain("--port", "80").out().contains("--finding " + ID));
        assertFalse(explain("--port", "81").out().contains("--finding"));
    }

    @ParameterizedTest
    @MethodSource("ids")
    void printsThePageOfEachFinding(String id) {
        Ran ran = Ran.at(80, false, "findings", id);
        assertEquals(0, ran.status(), ran.err());
        assertEquals(id, ran.out().lines().findFirst().orElseThrow());
    }

    @ParameterizedTest
    @MethodSource("ids")
    void theCatalogueSaysWhatEachFindingIs(String id) {
        List<String> lines = Ran.linger("findings").out().lines().toList();
        String line =
                lines.stream().filter(one -> one.startsWith(id + " ")).findAny().orElseThrow();
        assertTrue(line.substring(id.length()).strip().length() > 10, line);
    }

    @Test
    void refusesAnUnknownFindingAndListsThose() {
        Ran ran = explain("--finding", "everything");
        assertEquals(2, ran.status());
        assertTrue(ran.err().startsWith("linger: \"everything\" is no finding; "), ran.err());
        assertTrue(ran.err().contains(ID), ran.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--json --findings-json",
                "--json --finding " + ID,
                "--connection 1 --findings-json",
                "--connection 1 --finding " + ID,
            })
    void refusesTwoOutputsAtOnce(String typed) {
        Ran ran = explain(typed.split(" ", -1));
        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--findings-json", "--finding " + ID, "--port 80"})
    void aWarningFailsTheCheckOfAnyOutput(String typed) {
        String[] output = typed.isEmpty() ? new String[0] : typed.split(" ", -1);
        Ran plain = explain(output);
        List<String> checking = new ArrayList<>(List.of(output));
        checking.add("--check");
        Ran checked = explain(checking.toArray(String[]::new));
        assertEquals(0, plain.status());
        assertEquals(1, checked.status());
        assertEquals(plain.out(), checked.out());
        assertEquals("", checked.err());
    }

    @Test
    void aFailedCheckSaysWhyWhereTheOutputDoesNot() {
        Ran ran = explain("--json", "--check");
        assertEquals(1, ran.status());
        assertEquals(explain("--json").out(), ran.out());
        String line = "linger: warning " + ID + ", 10.0.0.2:80: clients asked";
        assertTrue(ran.err().lines().anyMatch(said -> said.startsWith(line)), ran.err());
    }

    @Test
    void withoutFindingsTheCheckPasses() {
        String healthy = Ran.ROOT.resolve("samples/healthy/visit.pcap.gz").toString();
        Ran ran = Ran.at(100, false, "explain", "--check", "--json", healthy);
        assertEquals(0, ran.status());
        assertEquals("", ran.err());
    }

    @Test
    void aCheckOfNoConnectionSaysSo() {
        Ran ran = explain("--check", "--json", "--cause", "idle-timeout");
        assertEquals(2, ran.status());
        assertTrue(ran.err().contains("there is no connection to check"), ran.err());
    }

    @Test
    void aCheckThatCouldNotReadAFileIsNoPass() {
        String healthy = Ran.ROOT.resolve("samples/healthy/visit.pcap.gz").toString();
        assertEquals(2, Ran.at(100, false, "explain", "--check", healthy, "no-such.pcap").status());
    }

    @Test
    void aCheckOfWhatCannotBeReadIsAFailureOfItsOwn() {
        assertEquals(2, Ran.linger("explain", FOUND + ".missing", "--check").status());
    }
}
