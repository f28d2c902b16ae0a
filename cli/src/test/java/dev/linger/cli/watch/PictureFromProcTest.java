package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Terminal;
import dev.linger.linux.Census;
import dev.linger.linux.PortRange;
import dev.linger.linux.ProcTable;
import dev.linger.linux.Processes;
import dev.linger.testkit.Spin;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What /proc does not tell is not known; it is not 0. */
class PictureFromProcTest {
    private static final PortRange RANGE = new PortRange(32768, 32770, 0);
    private static final String SOURCE = "/proc/net/tcp, because it was refused";
    private static final String LISTENER = line("00000000:0000", "0A", 3);
    private static final String UNCLOSED = line("0200000A:C001", "08", 0);

    @TempDir Path folder;
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    /** Port 8080 of 127.0.0.1. */
    private static String line(String opposite, String state, int unread) {
        return String.format(
                "0: 0100007F:1F90 %s %s 00000000:%08X 00:00000000 00000000 0 0 7 1%n",
                opposite, state, unread);
    }

    private Snapshot picture(String lines) throws Exception {
        Files.writeString(folder.resolve("tcp"), "the heading\n" + lines);
        Census census = Census.of(new ProcTable(folder)::visit, RANGE);
        return new Snapshot(
                Instant.EPOCH,
                census,
                census.unclosed(),
                Duration.ZERO,
                new LocalPorts(RANGE, 0, 1000),
                new Processes(folder),
                SOURCE,
                new Endings(null, Set.of()).told());
    }

    private Alarms alarms(String condition, String command) {
        return new Alarms(
                List.of(Alarm.of(condition)),
                command.isEmpty() ? null : command,
                null,
                new PrintStream(told, true, StandardCharsets.UTF_8));
    }

    private static Set<String> metrics(Snapshot picture) {
        try (Exposition exposition = new Exposition(0)) {
            exposition.show(picture);
            return exposition.collect().stream()
                    .filter(metric -> !metric.getDataPoints().isEmpty())
                    .map((MetricSnapshot metric) -> metric.getMetadata().getName())
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void theRoomOfAnAcceptQueueIsNotKnown() throws Exception {
        Snapshot picture = picture(LISTENER);
        try (Alarms alarms = alarms("accept-queue < 10%", "")) {
            assertFalse(alarms.look(picture));
            assertFalse(alarms.look(picture));
            assertTrue(alarms.lackMeasure());
        }
        assertEquals(
                List.of(
                        "alarm: accept-queue < 10% cannot be measured here: sockets are read from "
                                + SOURCE),
                told.toString(StandardCharsets.UTF_8).lines().toList());
        assertTrue(PictureJson.text(picture).contains("\"accept_queue\":3,\"backlog\":null"));
        assertFalse(metrics(picture).contains("linger_accept_queue_ratio"));
        assertTrue(screen(picture).contains(" 3/?"), screen(picture));
    }

    @Test
    void halfOpenConnectionsAreTheirServers() throws Exception {
        Snapshot picture = picture(LISTENER + UNCLOSED.replace(" 08 ", " 03 ").repeat(5));
        String row = "(?s).*\n127.0.0.1:8080 +- +0 +0 +0 +0 +0 +5 +0 +3/\\?\n.*";
        assertTrue(screen(picture).matches(row), screen(picture));
        assertTrue(PictureJson.text(picture).contains("\"syn_recv\":5,"));
        assertEquals(5, Alarm.of("syn-recv > 1").value(picture));
    }

    @Test
    void serversAtTwoAddressesOfAPortHaveTheirOwnMetrics() throws Exception {
        Snapshot picture = picture(LISTENER + LISTENER.replace("0100007F", "0200007F"));
        try (Exposition exposition = new Exposition(0)) {
            exposition.show(picture);
            Set<String> addresses =
                    exposition.collect().stream()
                            .filter(metric ->
                                    metric.getMetadata().getName().equals("linger_server_sockets"))
                            .flatMap(metric -> metric.getDataPoints().stream())
                            .map(point -> String.valueOf(point.getLabels().get("address")))
                            .collect(Collectors.toSet());
            assertEquals(Set.of("127.0.0.1", "127.0.0.2"), addresses);
        }
    }

    @Test
    void portsOfAllDestinationsTogetherAreTold() throws Exception {
        String one = line("0200000A:01BB", "01", 0).replace("1F90", "8000");
        String other = line("0300000A:01BB", "01", 0).replace("1F90", "8001");
        Snapshot picture = picture(one + other);
        assertEquals("66.7 %", Alarm.of("ports in use > 50%").now(picture));
        assertEquals("33.3 %", Alarm.of("ports > 50%").now(picture));
        assertTrue(
                screen(picture).contains("\nall destinations together: 2 of 3 ports; "),
                screen(picture));
        assertFalse(screen(picture(one)).contains("together"));
    }

    @Test
    void theAgeOfCloseWaitIsNotKnown() throws Exception {
        Snapshot picture = picture(LISTENER + UNCLOSED);
        try (Alarms alarms = alarms("close-wait age < 1m", "")) {
            assertFalse(alarms.look(picture));
            assertTrue(alarms.lackMeasure());
        }
        assertTrue(
                PictureJson.alarm(Alarm.of("close-wait age < 1m"), picture)
                        .endsWith("\"value\":null}"));
        assertFalse(metrics(picture).contains("linger_close_wait_age_seconds"));
        assertTrue(metrics(picture(LISTENER)).contains("linger_close_wait_age_seconds"));
    }

    @Test
    void endsThatNobodyTellsAreNoZeros() throws Exception {
        Snapshot picture = picture("");
        assertTrue(metrics(picture).contains("linger_time_wait_overflows"));
        assertFalse(metrics(picture).contains("linger_aborted_sockets"));
        assertTrue(
                PictureJson.text(picture)
                        .contains(
                                "\"told\":false,\"sockets\":null,\"aborted\":null,"
                                        + "\"events_lost\":null"));
    }

    @Test
    void theOldestStandForAllInCloseWait() throws Exception {
        String screen = screen(picture(LISTENER + UNCLOSED.repeat(1200)));
        assertTrue(screen.contains("\nof 1,200 in CLOSE_WAIT, the 1,000 oldest:\n1,000 "), screen);
    }

    @Test
    void aShareIsToldAsItIs() throws Exception {
        String toServer = line("0200000A:01BB", "01", 0).replace("1F90", "8000");
        Alarm alarm = Alarm.of("ports > 33%");
        Snapshot picture = picture(toServer);
        assertTrue(alarm.isRaisedBy(picture));
        assertEquals("33.3 %", alarm.now(picture));
    }

    @Test
    void portsThatDoNotRunOutNeverDo() throws Exception {
        assertEquals("never", Alarm.of("ports run out > 60s").now(picture("")));
    }

    /** Its reader would wait for ever for what is typed. */
    @Test
    @Timeout(30)
    void aCommandHasNothingToRead() throws Exception {
        Path done = folder.resolve("done");
        try (Alarms alarms = alarms("sockets >= 1", "cat; echo \"$LINGER_VALUE\" > " + done)) {
            assertTrue(alarms.look(picture(LISTENER)));
        }
        while (!Files.exists(done) || Files.size(done) == 0) {
            Spin.turn();
        }
        assertEquals("1\n", Files.readString(done));
    }

    @Test
    @Timeout(30)
    void aCommandCanCompareItsValue() throws Exception {
        Path done = folder.resolve("done");
        String command = "[ \"$LINGER_VALUE\" -gt 500 ] && echo \"$LINGER_NOW\" > " + done;
        try (Alarms alarms = alarms("close-wait > 500", command)) {
            assertTrue(alarms.look(picture(LISTENER + UNCLOSED.repeat(1200))));
        }
        while (!Files.exists(done) || Files.size(done) == 0) {
            Spin.turn();
        }
        assertEquals("1,200\n", Files.readString(done));
    }

    @Test
    void aCommandThatStillRunsIsNotStartedAgain() throws Exception {
        Path pipe = folder.resolve("pipe");
        new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
        try (Alarms alarms = alarms("sockets >= 1", "read -r _ < " + pipe)) {
            assertTrue(alarms.look(picture(LISTENER)));
            assertFalse(alarms.look(picture("")));
            assertTrue(alarms.look(picture(LISTENER)));
        } finally {
            Files.writeString(pipe, "end\n");
        }
        assertEquals(
                List.of(
                        "alarm: sockets >= 1 (now 1)",
                        "alarm: sockets >= 1 (now 1)",
                        "alarm: sockets >= 1: its command still runs since the last time, and was"
                                + " not started again"),
                told.toString(StandardCharsets.UTF_8).lines().toList());
    }

    @Test
    void aSentenceGoesOnInTheNextLine() throws Exception {
        String screen = screen(picture(LISTENER + UNCLOSED.repeat(1200)), 40);
        screen.lines().forEach(line -> assertTrue(line.length() <= 40, screen));
        assertTrue(
                screen.replace('\n', ' ')
                        .contains("1,000 at 127.0.0.1:8080, held by a process that cannot be seen"),
                screen);
    }

    @Test
    void longAddressesLeaveRoomForTheNumbers() throws Exception {
        String address = "B80D0120785634124433221188776655";
        Files.writeString(
                folder.resolve("tcp6"),
                "the heading\n"
                        + line("x", "01", 0)
                                .replace("0100007F:1F90", address + ":8000")
                                .replace("x", address + ":01BB"));
        Snapshot picture = picture("");
        String destination = picture.destinations().getFirst().to().destination().toString();
        String row =
                screen(picture, 80)
                        .lines()
                        .filter(line -> line.contains(destination))
                        .findFirst()
                        .orElseThrow();
        assertTrue(row.matches("….* -> .*:443 +1 +0"), row);
        assertTrue(row.length() <= 80, row);
    }

    private static String screen(Snapshot picture) throws IOException {
        return screen(picture, Terminal.UNLIMITED);
    }

    private static String screen(Snapshot picture, int columns) throws IOException {
        try (OutputStream nowhere = OutputStream.nullOutputStream()) {
            Terminal terminal =
                    new Terminal(
                            nowhere,
                            new PrintStream(nowhere, true, StandardCharsets.UTF_8),
                            columns,
                            false,
                            false);
            return String.join("\n", new Screen(terminal).lines(picture, List.of(), ""));
        }
    }
}
