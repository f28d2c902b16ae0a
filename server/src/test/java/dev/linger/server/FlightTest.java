package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Flight Recorder gets of a connection with two requests. */
class FlightTest {
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    @TempDir Path folder;
    private List<RecordedEvent> events = List.of();

    @BeforeEach
    void record() throws Exception {
        try (Recording recording = new Recording();
                Stage stage = Stage.of(exchange -> exchange.respond("hello\n"))) {
            for (String name :
                    List.of("ConnectionOpened", "Idle", "Exchange", "ConnectionClosed")) {
                recording.enable("dev.linger." + name);
            }
            recording.start();
            RawClient client = stage.connect();
            client.send(GET).expect("hello\n");
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofSeconds(3));
            client.send(GET).expect("hello\n");
            stage.passUntilClosed();
            recording.stop();
            Path file = folder.resolve("server.jfr");
            recording.dump(file);
            events = RecordingFile.readAllEvents(file);
        }
    }

    private List<RecordedEvent> named(String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals("dev.linger." + name))
                .toList();
    }

    @Test
    void theConnectionAndItsExchangesAreThere() {
        assertEquals(1, named("ConnectionOpened").size());
        List<RecordedEvent> exchanges = named("Exchange");
        assertEquals(
                List.of(1, 2), exchanges.stream().map(event -> event.getInt("request")).toList());
        RecordedEvent exchange = exchanges.getFirst();
        assertEquals("GET", exchange.getString("method"));
        assertEquals("/a", exchange.getString("target"));
        assertEquals(200, exchange.getInt("status"));
        assertEquals(6, exchange.getLong("responseBytes"));
        assertEquals(
                named("ConnectionOpened").getFirst().getLong("connection"),
                exchange.getLong("connection"));
    }

    @Test
    void theTimeBetweenThemIsThere() {
        List<RecordedEvent> idle = named("Idle");
        assertEquals(
                List.of(1, 2, 0), idle.stream().map(event -> event.getInt("nextRequest")).toList());
        assertTrue(idle.get(1).getDuration("idle").toSeconds() >= 3, idle.get(1).toString());
        assertTrue(idle.get(2).getDuration("idle").toSeconds() >= 67, idle.get(2).toString());
    }

    @Test
    void theEndHasAllFiveFields() {
        RecordedEvent closed = named("ConnectionClosed").getFirst();
        assertEquals("idle-timeout", closed.getString("cause"));
        assertEquals("server", closed.getString("decidedBy"));
        assertEquals("server", closed.getString("closedFirst"));
        assertEquals("half-closed", closed.getString("manner"));
        assertEquals("idle", closed.getString("phase"));
        assertEquals(2, closed.getInt("requests"));
        assertTrue(closed.getString("evidence").contains("no request came for"));
    }
}
