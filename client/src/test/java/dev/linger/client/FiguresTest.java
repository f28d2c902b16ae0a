package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a client tells Micrometer and the Flight Recorder. */
@Timeout(60)
class FiguresTest {
    private static void exchange(LingerClient client) throws Exception {
        try (RawServer server =
                RawServer.answering(RawServer.response("200 OK", "", "Connection: close"))) {
            client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
        }
    }

    @Test
    void metersTellConnectionsByCause() throws Exception {
        try (LingerClient client = LingerClient.newHttpClient()) {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            new MicrometerMetrics(client).bindTo(registry);
            exchange(client);
            assertEquals(
                    1, registry.get("linger.client.connections.opened").functionCounter().count());
            assertEquals(
                    1,
                    registry.get("linger.client.connections.closed")
                            .tag("cause", "close-requested")
                            .functionCounter()
                            .count());
            assertEquals(0, registry.get("linger.client.connections.open").gauge().value());
        }
    }

    @Test
    void aResponseThatIsClosedEarlyTookSomeTime(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("early.jfr");
        try (Recording recording = new Recording();
                RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            recording.start();
            client.send(
                            HttpRequest.newBuilder(server.uri("/")).build(),
                            BodyHandlers.ofInputStream())
                    .body()
                    .close();
            recording.stop();
            recording.dump(file);
        }
        RecordedEvent exchange =
                RecordingFile.readAllEvents(file).stream()
                        .filter(one ->
                                one.getEventType().getName().equals("dev.linger.client.Exchange"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(exchange.getDuration("took").isPositive(), exchange.toString());
    }

    @Test
    void flightRecorderSeesTheLifeOfAConnection(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("client.jfr");
        try (Recording recording = new Recording();
                LingerClient client = LingerClient.newHttpClient()) {
            recording.start();
            exchange(client);
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events =
                RecordingFile.readAllEvents(file).stream()
                        .filter(one ->
                                one.getEventType().getName().startsWith("dev.linger.client."))
                        .toList();
        assertEquals(
                List.of("ConnectionOpened", "Exchange", "ConnectionClosed"),
                events.stream()
                        .map(one -> one.getEventType().getName())
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .toList());
        assertEquals("close-requested", events.getLast().getString("cause"));
        assertEquals("server", events.getLast().getString("decidedBy"));
        assertEquals(200, events.get(1).getInt("status"));
    }
}
