package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HttpFactsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    private Talk.Http http() throws Exception {
        return Lives.http(Lives.in(capture).getFirst());
    }

    @Test
    void aPauseLastsFromTheEndOfAResponseToTheNextRequest() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().sends(GET).after(3);
        talk.server().sends(OK).after(2); // the server at work is no pause
        talk.client().sends(GET).after(0.05); // and neither is the client
        talk.server().sends(OK);
        talk.client().fin().after(9); // no request came any more
        assertEquals(1, http().pauses().count());
        assertEquals(3.0, http().pauses().longestNanos() / 1e9, 0.001);
    }

    @Test
    void aResponseBeginsAfterTheInterimOnesBeforeIt() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client()
                .sends(
                        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5"
                                + "\r\n\r\n");
        talk.server().sends("HTTP/1.1 100 Continue\r\n\r\n").after(0.1);
        talk.client().sends("hello").after(0.1);
        talk.server().sends(OK).after(2);
        assertEquals(2.0, Objects.requireNonNull(http().last()).waitNanos() / 1e9, 0.001);
    }

    @Test
    void requestsInAPipelineHaveNoPauseBetweenThem() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET + GET);
        talk.server().sends(OK);
        talk.client().sends(GET).after(1); // the second response is still to come
        talk.server().sends(OK + OK).after(1);
        assertEquals(0, http().pauses().count());
    }

    @Test
    void aResponseThatTheCaptureLacksIsThatOfTheRequestBeforeIt() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().sends(GET);
        talk.server().sends(OK.length()).notCaptured();
        talk.exchanges(GET, OK).exchanges(GET, OK);
        talk.server().fin();
        talk.client().fin();
        assertEquals(4, http().requests());
        assertEquals(3, http().responses());
        assertEquals(0, http().outstanding());
        assertEquals(Phase.IDLE, Lives.in(capture).getFirst().ending().phase());
    }

    @Test
    void pipelinedRequestsAreNotAnsweredByAHole() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET + GET + GET);
        talk.server().sends(OK.length()).notCaptured();
        talk.client().ack();
        talk.server().sends(OK).after(0.1);
        talk.server().fin();
        assertEquals(2, http().outstanding());
    }

    @Test
    void aBodyIsCompleteThoughTheCaptureKeptOnlyItsFirstBytes() throws Exception {
        capture.snapLength(110); // Ethernet, IP and TCP take 54
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n" + "x".repeat(90));
        talk.server().fin().after(5);
        assertEquals(1, http().responses());
        assertEquals(Phase.IDLE, Lives.in(capture).getFirst().ending().phase());
    }

    @Test
    void aBodyThatTakesItsTimeIsNoPause() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
        talk.server().sends("llo").after(4);
        talk.client().sends(GET).after(0.5);
        talk.server().sends(OK);
        assertEquals(0.5, http().pauses().longestNanos() / 1e9, 0.001);
    }

    @Test
    void theClientIsWhatItsFirstUserAgentFieldSays() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.exchanges("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: one/1\r\n\r\n", OK);
        talk.exchanges("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: two/2\r\n\r\n", OK);
        assertEquals("one/1", http().agent());
    }

    @Test
    void clientsOfDifferentConnectionsAreNotMixedUp() throws Exception {
        for (String agent : new String[] {"User-Agent: one/1\r\n", "", "User-Agent: two/2\r\n"}) {
            capture.conversation()
                    .opens()
                    .exchanges("GET / HTTP/1.1\r\nHost: a\r\n" + agent + "\r\n", OK);
        }
        assertEquals("one/1", Lives.http(Lives.in(capture).get(0)).agent());
        assertNull(Lives.http(Lives.in(capture).get(1)).agent());
        assertEquals("two/2", Lives.http(Lives.in(capture).get(2)).agent());
    }

    @Test
    void aProxySaysThatItPassedTheRequestOn() throws Exception {
        for (String field : new String[] {"", "X-Forwarded-For: b", "Via: 1.1 c", "via: 1.0 d"}) {
            String line = field.isEmpty() ? "" : field + "\r\n";
            capture.conversation()
                    .opens()
                    .exchanges("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n", OK);
        }
        for (int n = 0; n < 4; n++) {
            assertEquals(n > 0, Lives.http(Lives.in(capture).get(n)).forwarded());
        }
    }

    @Test
    void theVersionIsThatOfTheLastRequest() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        assertFalse(http().http10());
        talk.exchanges("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", OK);
        assertTrue(http().http10());
    }

    @Test
    void aBodyOfWhichTheCaptureLacksTheEndWasSentIfTheServerAcknowledgedIt() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n");
        talk.client().sends(2000);
        talk.client().sendsUnseen(7000);
        talk.server().ack();
        talk.server().sends(OK).after(4);
        talk.server().fin();
        assertEquals(Phase.IDLE, Lives.in(capture).getFirst().ending().phase());
        assertEquals(7000, Lives.in(capture).getFirst().fromClient().missingBytes());
        assertEquals(1, http().responses());
        assertEquals(0, http().outstanding());
    }

    @Test
    void aResponseOfWhichTheNetworkLostAPartIsUnderWayAtTheReset() throws Exception {
        String begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n";
        Conversation talk = capture.conversation();
        talk.server().startsAt(1000);
        talk.opens();
        talk.client().sends(GET);
        talk.server().sends(begin);
        talk.server().sendsUnseen(10);
        talk.server().sends("5\r\nhello\r\n");
        talk.client().ack().acknowledgment(1001 + begin.length());
        talk.client().rst().acknowledgment(1001 + begin.length()).after(0.5);
        assertEquals(Phase.RESPONSE_BODY, Lives.in(capture).getFirst().ending().phase());
    }

    @Test
    void anAcknowledgmentBeyondAllReasonIsNotBelieved() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server().ack().acknowledgment(2_000_000_000L);
        talk.server().sends(OK).after(1);
        assertEquals(GET.length(), Lives.in(capture).getFirst().fromClient().bytes());
        assertEquals(0, Lives.in(capture).getFirst().fromClient().missingBytes());
    }

    @Test
    void aRequestWhoseBeginIsMissingIsNotSaidToBeNone() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(700).notCaptured();
        talk.client().sends("ie: a=b\r\n\r\n");
        talk.server().sends(OK).after(0.02);
        talk.client().ack();
        assertNull(http().fault());
    }

    @Test
    void theNextRequestAfterAHoleIsAnotherOne() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends("GET /first HTTP/1.1\r\nHost: a\r\nCookie: ");
        talk.client().sends("a=b\r\n\r\n").notCaptured();
        talk.server().sends(OK).after(0.02);
        talk.client().sends("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").after(0.1);
        assertEquals(1, http().outstanding());
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n").after(0.02);
        talk.client().sends(GET).after(0.1);
        talk.server().sends(OK).after(0.02);
        assertEquals(3, http().responses());
        assertEquals(0, http().outstanding());
    }

    @Test
    void aResponseBehindOneThatCannotBeReadIsThatOfTheNextRequest() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server()
                .sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnone\r\n")
                .after(0.02);
        talk.client().sends(GET.replace("GET", "HEAD")).after(0.1);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n").after(0.02);
        talk.exchanges(GET, OK);
        assertEquals(0, http().outstanding());
        assertEquals("GET", Objects.requireNonNull(http().last()).method());
    }

    @Test
    void bytesThatNobodyAskedForTakeNoResponse() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().sends("surplus").after(0.02);
        talk.exchanges(GET.replace("GET", "HEAD"), "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n");
        talk.exchanges(GET, OK);
        assertEquals(0, http().outstanding());
        assertEquals(3, http().responses());
    }

    @Test
    void aRequestThatWasAcknowledgedIsNotLateThoughTheCaptureCutIt() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().sends(GET.replace("\r\n\r\n", "\r\nCookie: " + "a".repeat(400))).cutTo(90);
        talk.server().fin().acknowledgment(1001 + GET.length() + 100); // its buffer was full
        assertNull(http().lateRequest());
    }
}
