package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour.Stall;
import dev.linger.testkit.Misbehaviour.Trickle;
import dev.linger.testkit.RawClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeadDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static Stage stage() throws Exception {
        return Stage.of(exchange -> exchange.respond("ok"));
    }

    @Test
    void answersAHeadThatStallsWith408() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectTo(Phase.REQUEST_HEAD, "GET / HTTP/1.1\r\nHo");
            client.does(new Stall(SECOND.multipliedBy(11)));
            String answer = client.expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 408 Request Timeout\r\n"), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            client.close();
            String says = stage.ends("head-timeout server server fin request-head");
            assertEquals(
                    "the request's head was incomplete after 11.0 s (limit 10.0 s);"
                            + " 18 bytes had come",
                    says);
        }
    }

    @Test
    void aHeadForHeadThatStallsIsAnsweredWithoutContent() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectTo(Phase.REQUEST_HEAD, "HEAD / HTTP/1.1\r\nHo");
            client.does(new Stall(SECOND.multipliedBy(11)));
            assertTrue(client.expectEnd().endsWith("\r\n\r\n"));
        }
    }

    @Test
    void tricklingDoesNotExtendTheTimeForAHead() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectTo(Phase.REQUEST_HEAD, "G");
            client.does(new Trickle("ET / HTT", SECOND));
            stage.awaitCount(Phase.REQUEST_HEAD, 1);
            client.does(new Trickle("P/1", SECOND));
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 408 "));
            client.close();
            stage.ends("head-timeout server server fin request-head");
        }
    }

    @Test
    void theTimeForAHeadBeginsWithItsFirstByte() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connect();
            stage.await(Phase.UNUSED);
            stage.pass(SECOND.multipliedBy(60));
            client.send(GET.substring(0, 4));
            stage.await(Phase.REQUEST_HEAD);
            stage.pass(SECOND.multipliedBy(9));
            client.send(GET.substring(4)).expect("ok");
        }
    }

    @Test
    void eachHeadOfAConnectionHasTheWholeTime() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connect();
            for (int i = 0; i < 5; i++) {
                client.send("GET");
                stage.await(Phase.REQUEST_HEAD);
                stage.pass(SECOND.multipliedBy(9));
                client.send(GET.substring(3)).expect("ok");
                stage.await(Phase.IDLE);
            }
        }
    }
}
