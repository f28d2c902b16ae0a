package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Exchange;
import dev.linger.life.Talk;
import dev.linger.testkit.RawClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the access log and the ledger say of exchanges. */
class ExchangeRecordTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";

    private static final Handler OK = exchange -> exchange.respond("ok");

    @Test
    void theClientsThinkingTimeIsNoneOfTheExchanges() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect().send(GET);
            client.expect("ok");
            Instant earliest = Instant.now().minusSeconds(3);
            // Only bytes, an end or a deadline have the loop take note of the response.
            stage.clock.advance(Duration.ofSeconds(3));
            client.send(GET).expect("ok");
            ExchangeRecord record = stage.exchange();
            assertTrue(record.nanos() < TimeUnit.SECONDS.toNanos(1), record.toString());
            Instant latest = Instant.now().minusSeconds(3);
            assertFalse(record.at().isBefore(earliest), record.at() + " before " + earliest);
            assertFalse(record.at().isAfter(latest), record.at() + " after " + latest);
        }
    }

    @Test
    void theServersOwnAnswersHaveTheirOwnLength() throws Exception {
        Handler failing =
                exchange -> {
                    exchange.respondStreaming().write(new byte[7]);
                    throw new IllegalStateException("out of order");
                };
        try (Stage stage = Stage.of(failing)) {
            RawClient client = stage.connect().send(GET);
            String answer = client.expect("\r\n\r\n500 Internal Server Error\n");
            assertTrue(answer.contains("\r\nContent-Length: 26\r\n"), answer);
            assertEquals(26, stage.exchange().responseBytes());
            client.send(GET.replace("GET", "HEAD")).expect("\r\n\r\n");
            assertEquals(0, stage.exchange().responseBytes());
            client.send("nonsense\r\n\r\n").expect("\r\n\r\n400 Bad Request\n");
            assertEquals(16, stage.exchange().responseBytes());
        }
    }

    @Test
    void aRequestWithoutAnAnswerHasNothingOfTheOneBefore() throws Exception {
        Handler second =
                exchange -> {
                    if (exchange.number() > 1) {
                        exchange.cut("no more");
                    } else {
                        exchange.respond("ok");
                    }
                };
        try (Stage stage = Stage.of(second)) {
            RawClient client = stage.connect().send(GET);
            client.expect("ok");
            client.send(POST + "abc");
            Exchange last = last(stage);
            assertEquals(2, last.number());
            assertEquals("POST", last.method());
            assertEquals(3, last.requestBodyBytes());
            assertEquals(0, last.status());
            assertEquals(0, last.responseBodyBytes());
            assertNull(last.responseEnded());
        }
    }

    private static Exchange last(Stage stage) throws InterruptedException {
        Talk talk = stage.life().life().talk();
        return Objects.requireNonNull(assertInstanceOf(Talk.Http.class, talk).last());
    }
}
