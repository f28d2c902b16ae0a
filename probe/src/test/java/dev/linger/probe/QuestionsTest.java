package dev.linger.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** Single questions, to servers that follow a script. */
class QuestionsTest {
    private static final String OK = RawServer.response("200 OK", "hello");
    private static final long MILLI = 1_000_000L;

    private static Asking asking(String url) throws Exception {
        return new Asking(Target.of(url, SSLContext.getDefault()), Bounds.defaults());
    }

    private static Asking asking(RawServer server) throws Exception {
        return asking(server.uri("/").toString());
    }

    private static Value known(Asking asking, Trait trait) {
        Reading reading = asking.readings().get(trait);
        return reading == null ? new Value.NotMeasured("nobody asked") : reading.value();
    }

    private static String unknown(Asking asking, Trait trait) {
        return assertInstanceOf(Value.NotMeasured.class, known(asking, trait)).why();
    }

    @Test
    void aServerThatStopsAnsweringOnAConnectionShowsNoCap() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    for (int at = 0; at < 7 && guest.awaitRequest(); at++) {
                        guest.send(OK);
                    }
                    guest.awaitRequest();
                    guest.send("no answer at all\r\n\r\n").awaitEnd();
                })) {
            Asking asking = asking(server);
            new RequestCap().ask(asking);
            assertEquals(
                    "request 8 on a connection got no answer", unknown(asking, Trait.MAX_REQUESTS));
        }
    }

    @Test
    void aConnectionThatIsOpenWhenTheProbeIsStoppedIsClosedAndNoOtherOneIsOpened()
            throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Asking asking = asking(server);
            Contact open = asking.connect();
            asking.closeAll();
            assertThrows(IOException.class, () -> asking.get(open));
            assertThrows(IOException.class, asking::connect);
        }
    }

    @Test
    void eachRequestBesideASilentConnectionIsCounted() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Asking asking = asking(server);
            SilentNeighbour question = new SilentNeighbour();
            question.ask(asking);
            Cost cost = question.cost(asking.bounds);
            assertEquals(cost.requests(), asking.requests());
            assertEquals(cost.connections(), asking.connections());
        }
    }

    @Test
    void theCostOfABusyConnectionCountsThePausesAsTheyGrow() {
        // 50 in 5 s, 50 * ln 4 up to 20 s, 250 in the rest.
        Cost cost = new Age().cost(Bounds.defaults());
        assertEquals(370, cost.requests(), 3);
        Bounds second = new Bounds(Duration.ofSeconds(1), 5, "GET");
        assertEquals(12, new Age().cost(second).requests());
    }

    @Test
    void aSlowAnswerIsNoTimeoutOfABody() throws Exception {
        Asking asking = asking("http://127.0.0.1/");
        asking.learned(Trait.FIRST_BYTE_NEW, Value.Time.once(800 * MILLI), "");
        SlowBody.answered(asking, answer(200, 850), 0);
        assertEquals(
                "it answers GET with 200 without waiting for the body",
                unknown(asking, Trait.BODY_TIMEOUT));
        SlowBody.answered(asking, answer(408, 850), 0);
        assertEquals(Value.Time.once(850 * MILLI), known(asking, Trait.BODY_TIMEOUT));
        SlowBody.answered(asking, answer(400, 5000), 0);
        assertEquals(Value.Time.once(5000 * MILLI), known(asking, Trait.BODY_TIMEOUT));
    }

    private static Heard.Answer answer(int status, long millis) {
        byte[] text = ("HTTP/1.1 " + status + " x\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        MessageReader reader = MessageReader.responses(Strictness.LENIENT, Limits.forCaptures());
        reader.answers("GET");
        reader.read(text, 0, text.length);
        ResponseHead head = reader.responseHead().copy();
        return new Heard.Answer(head, millis * MILLI, millis * MILLI, false, false, "");
    }

    @Test
    void aServerThatRefusesByAnAlertOfTlsSpeaksTls() throws Exception {
        String protocolVersion = "\25\3\3\0\2\2\106";
        try (RawServer server =
                RawServer.start(guest -> {
                    if (guest.number() > 1) {
                        guest.read(1);
                        guest.send(protocolVersion).awaitEnd();
                    }
                })) {
            Asking asking = asking(server);
            UnreachableException e =
                    assertThrows(UnreachableException.class, () -> new Acquaintance().meet(asking));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("it speaks TLS; ask https://127.0.0.1:"), says);
        }
    }

    @Test
    void aNameWithADotAtItsEndIsAskedForByTlsWithout() throws Exception {
        try (RawServer plain = RawServer.start(guest -> guest.send(OK).awaitEnd())) {
            Target target =
                    new Target(
                            URI.create("https://some.name./"),
                            "some.name.",
                            plain.address(),
                            List.of(plain.address().getAddress()),
                            "/",
                            SSLContext.getDefault());
            assertEquals("some.name", target.tlsName());
            Asking asking = new Asking(target, Bounds.defaults());
            assertThrows(SSLException.class, asking::connect);
        }
    }
}
