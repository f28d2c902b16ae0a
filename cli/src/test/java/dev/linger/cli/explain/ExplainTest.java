package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Ran;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {

    private static void assertPrints(String name, Ran ran) {
        assertEquals("", ran.err());
        assertEquals(ran.expected(name), ran.neutral());
        assertEquals(0, ran.status());
    }

    @Test
    void reportsTheSample() {
        assertPrints("report", Ran.linger("explain", Ran.SAMPLE));
    }

    @Test
    void fitsANarrowTerminal() {
        Ran ran = Ran.at(80, false, "explain", Ran.SAMPLE);
        assertPrints("report-80", ran);
        assertEquals(List.of(), ran.neutral().lines().filter(line -> line.length() > 80).toList());
    }

    @Test
    void listsEveryConnectionWhereThereAreFew() {
        assertPrints("report-few", Ran.linger("explain", Ran.SAMPLE, "--cause", "max-requests"));
    }

    @Test
    void coloursSayNothingThatWordsDoNot() {
        String coloured = Ran.at(80, true, "explain", Ran.SAMPLE).out();
        assertTrue(coloured.contains("\033["));
        assertEquals(
                Ran.at(80, false, "explain", Ran.SAMPLE).out(),
                coloured.replaceAll("\033\\[[0-9]*m", ""));
    }

    @Test
    void printsOneObjectALine() {
        assertPrints("lines.json", Ran.linger("explain", "--json", Ran.SAMPLE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 14, 30, 32})
    void drawsALadder(int number) {
        assertPrints(
                "ladder-" + number, Ran.linger("explain", Ran.SAMPLE, "--connection", "" + number));
    }

    @Test
    void drawsALadderOnANarrowTerminal() {
        Ran ran = Ran.at(60, false, "explain", Ran.SAMPLE, "--connection", "1");
        assertEquals(List.of(), ran.out().lines().filter(line -> line.length() > 60).toList());
    }

    @Test
    void refusesALadderOfNoConnection() {
        Ran ran = Ran.linger("explain", Ran.SAMPLE, "--connection", "99");
        assertEquals(2, ran.status());
        assertTrue(ran.err().startsWith("linger: no such connection"), ran.err());
    }

    @Test
    void aCaptureOfWhichNoPacketCanBeReadIsAFailure(@TempDir Path folder) throws Exception {
        Path broken = folder.resolve("broken.pcap");
        byte[] sample = Files.readAllBytes(Path.of(Ran.SAMPLE));
        Arrays.fill(sample, 24, sample.length, (byte) 0x7f);
        Files.write(broken, sample);
        Ran ran = Ran.linger("explain", broken.toString());
        assertEquals(2, ran.status());
        assertTrue(ran.err().contains("packet 1 at byte 24"), ran.err());
    }

    private static long count(String... filter) {
        String[] arguments = new String[filter.length + 3];
        arguments[0] = "explain";
        arguments[1] = "--json";
        arguments[2] = Ran.SAMPLE;
        System.arraycopy(filter, 0, arguments, 3, filter.length);
        return Ran.linger(arguments).out().lines().count();
    }

    @Test
    void filtersByEitherEnd() {
        Predicate<String> at8081 = line -> line.contains(":8081\"");
        long there =
                Ran.linger("explain", "--json", Ran.SAMPLE).out().lines().filter(at8081).count();
        assertEquals(1, there);
        assertEquals(there, count("--port", "8081"));
        assertEquals(count(), count("--port", "8081", "--port", "8080"));
        assertEquals(count(), count("--host", "127.0.0.1"));
        assertEquals(count(), count("--host", "::ffff:127.0.0.1", "--host", "10.0.0.1"));
        assertEquals(0, count("--host", "::1"));
    }

    @Test
    void filtersByCauseAndSide() {
        assertEquals(8, count("--cause", "idle-timeout"));
        assertEquals(8, count("--cause", "IDLE_TIMEOUT", "--closed-first", "server"));
        assertEquals(0, count("--cause", "idle-timeout", "--closed-first", "client"));
        assertEquals(1, count("--cause", "idle-timeout", "--connection", "1"));
    }

    @Test
    void reportsTheOtherFilesWhereOneCannotBeRead(@TempDir Path folder) {
        Path missing = folder.resolve("missing.pcap");
        Ran ran = Ran.linger("explain", "--json", missing.toString(), Ran.SAMPLE);
        assertEquals(2, ran.status());
        assertEquals(count(), ran.out().lines().count());
        assertEquals("linger: " + missing + ": there is no such file\n", ran.err());
    }

    @Test
    void failsWhereNothingCanBeRead(@TempDir Path folder) throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "not a capture at all");
        Ran ran = Ran.linger("explain", text.toString(), folder.toString());
        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertEquals(2, ran.err().lines().filter(line -> line.startsWith("linger: ")).count());
    }

    @Test
    void saysWhereATruncatedFileEnds(@TempDir Path folder) throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(Ran.SAMPLE));
        Path half = folder.resolve("half.pcap");
        Files.write(half, java.util.Arrays.copyOf(whole, whole.length / 2));
        Ran report = Ran.linger("explain", half.toString());
        assertEquals(0, report.status());
        assertTrue(report.out().contains("\n  ! " + half), report.out());
        Ran json = Ran.linger("explain", "--json", half.toString());
        assertEquals(0, json.status());
        assertTrue(json.err().startsWith("linger: " + half), json.err());
        assertFalse(json.out().isEmpty());
    }

    @Test
    void severalFilesAreOneCapture(@TempDir Path folder) throws IOException {
        Path copy = Files.copy(Path.of(Ran.SAMPLE), folder.resolve("copy.pcap"));
        Ran ran = Ran.linger("explain", Ran.SAMPLE, copy.toString());
        assertTrue(ran.out().startsWith("2 files: 850 packets, "), ran.out());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--port 70000",
                "--port http",
                "--port",
                "--host example.org",
                "--closed-first klient",
                "--cause timeout",
                "--connection 0",
                "--portal 1",
                "--json=yes"
            })
    void refusesWhatItDoesNotUnderstandInOneSentence(String typed) {
        String[] words = ("explain " + Ran.SAMPLE + " " + typed).split(" ", -1);
        Ran ran = Ran.linger(words);
        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
        assertTrue(ran.err().startsWith("linger: "), ran.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--json", "--findings-json"})
    void namesAKindOfLinkThatItDoesNotKnow(String form, @TempDir Path folder) throws IOException {
        String header = "d4c3b2a1020004000000000000000000000004007f000000";
        String packet = "00000000000000000400000004000000" + "00000800";
        Path file = folder.resolve("radio.pcap");
        Files.write(file, HexFormat.of().parseHex(header + packet));
        String link = "link type not known here: LINKTYPE 127 (802.11 wireless)";

        Ran report = Ran.linger("explain", file.toString());
        assertTrue(report.out().contains("not TCP or not readable: 1 unknown link type"));
        assertTrue(report.out().contains(link));

        Ran lines = Ran.linger("explain", form, file.toString());
        assertEquals("", lines.out());
        assertEquals("linger: " + link + "\n", lines.err());
        assertEquals(0, lines.status());
    }

    @Test
    void theStandardInputIsReadOnceOnly() {
        Ran ran = Ran.linger("explain", "-", "-");
        assertEquals(2, ran.status());
        assertEquals(
                "linger: - is the standard input, which can be read once only; say it once\n",
                ran.err());
    }

    @Test
    void aCheckDoesNotPassOnACaptureThatBreaksOff(@TempDir Path folder) throws IOException {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation one = capture.conversation().opens();
        one.exchanges(
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        one.client().fin().after(1);
        one.server().fin();
        one.client().ack();
        byte[] bytes = capture.bytes();
        int last = bytes.length - 16 - 54;
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, last + 20));
        assertEquals(0, Ran.linger("explain", "--check", cut.toString()).status());
        Arrays.fill(bytes, last + 8, last + 12, (byte) -2);
        Path broken = Files.write(folder.resolve("broken"), bytes);
        assertEquals(2, Ran.linger("explain", "--check", broken.toString()).status());
    }
}
