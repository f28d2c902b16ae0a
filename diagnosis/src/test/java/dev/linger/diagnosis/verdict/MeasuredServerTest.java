package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static dev.linger.diagnosis.verdict.Scene.OK_CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.verdict.MeasuredServer.Span;
import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.Endpoint;
import dev.linger.life.Evidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Single connections, and what a probe measured of their server. */
class MeasuredServerTest {
    private static final Endpoint SERVER = Endpoint.ofIpv4(0x0a00_0002, 80);
    private static final Endpoint ANOTHER = Endpoint.ofIpv4(0x0a00_0003, 80);
    private static final Span FIVE = new Span(4.99, 5.01);

    private final Scene scene = new Scene();
    private List<String> doubts = List.of();

    private Verdict only(MeasuredServer known) throws Exception {
        List<JudgedLife> judged = new ArrayList<>();
        Judge judge = Judge.withSecondLook(judged::add, List.of(known));
        scene.read(judge);
        judge.finish();
        doubts = judge.doubts();
        assertEquals(1, judged.size());
        return judged.getFirst().verdict();
    }

    private static MeasuredServer idle(Span idle) {
        return new MeasuredServer(SERVER, "app.json", idle, Span.UNKNOWN, 0);
    }

    private static List<String> words(Verdict verdict) {
        return verdict.evidence().stream().map(Evidence::says).toList();
    }

    private void closesIdleAfter(double seconds) {
        Conversation talk = scene.idle();
        talk.server().fin().after(seconds);
        talk.client().fin();
    }

    private void closesAfterRequests(int requests, double pause) {
        Conversation talk = scene.connection();
        for (int n = 1; n < requests; n++) {
            talk.exchanges(GET, OK);
            talk.client().sends(GET).after(pause);
            talk.server().sends(OK);
        }
        talk.exchanges(GET, OK_CLOSE).server().fin();
        talk.client().fin();
    }

    @Test
    void oneCloseAfterTheMeasuredTimeIsTheIdleTimeoutAndTheProfileIsItsEvidence() throws Exception {
        closesIdleAfter(5.003);
        Verdict verdict = only(idle(FIVE));
        assertEquals(CloseCause.IDLE_TIMEOUT, verdict.closing().cause());
        assertEquals(Confidence.LIKELY, verdict.confidence());
        assertEquals(
                List.of(
                        "the last byte; then silence of 5.003 s",
                        "app.json measured that this server closes idle connections after 4.990 s"
                                + " to 5.010 s",
                        "server sent the first FIN"),
                words(verdict));
        assertEquals(List.of(), doubts);
    }

    @Test
    void aCloseThatCameTooSoonIsNotTheIdleTimeoutHoweverRound() throws Exception {
        closesIdleAfter(2.0);
        Verdict verdict = only(idle(FIVE));
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause());
        assertTrue(verdict.notes().getFirst().contains("its idle timeout it was not: app.json"));
    }

    @Test
    void aServerThatWasSeenToWaitLongerDidNotCloseForItsIdleTimeout() throws Exception {
        closesIdleAfter(30.0);
        assertEquals(CloseCause.UNKNOWN, only(idle(Span.longerThan(120))).closing().cause());
    }

    @Test
    void aProfileThatTheConnectionsDenyCountsForNothingAndThatIsSaid() throws Exception {
        closesIdleAfter(20.0);
        Verdict verdict = only(idle(FIVE));
        assertEquals(CloseCause.IDLE_TIMEOUT, verdict.closing().cause());
        assertEquals(Confidence.GUESS, verdict.confidence());
        assertEquals(
                List.of(
                        "app.json measured that this server closes idle connections after 4.990 s"
                                + " to 5.010 s (10.0.0.2:80), and 1 connection here was idle for"
                                + " longer, up to 20.00 s: it was another server, or had other"
                                + " settings; the profile counts for nothing"),
                doubts);
    }

    @Test
    void anotherServersProfileChangesNothingAndThatIsSaid() throws Exception {
        closesIdleAfter(5.003);
        MeasuredServer other = new MeasuredServer(ANOTHER, "b.json", FIVE, Span.UNKNOWN, 0);
        assertEquals(Confidence.GUESS, only(other).confidence());
        assertEquals(
                List.of(
                        "b.json: it is about 10.0.0.3:80, and no connection here is to that"
                                + " address; it counts for nothing"),
                doubts);
    }

    @Test
    void theClientsCloseIsNotExplainedByTheServersTimeout() throws Exception {
        Conversation talk = scene.idle();
        talk.client().fin().after(5.003);
        talk.server().fin();
        assertEquals(Confidence.GUESS, only(idle(FIVE)).confidence());
    }

    @Test
    void theMeasuredCapIsTheCauseOfASingleCloseOnThatRequest() throws Exception {
        closesAfterRequests(4, 0.01);
        int requests = 7;
        Verdict verdict =
                only(new MeasuredServer(SERVER, "app.json", Span.UNKNOWN, Span.UNKNOWN, requests));
        assertEquals(CloseCause.MAX_REQUESTS, verdict.closing().cause());
        assertEquals(
                "app.json measured that this server takes 7 requests on a connection",
                words(verdict).get(1));
    }

    @Test
    void anotherNumberOfRequestsIsNotTheCap() throws Exception {
        closesAfterRequests(4, 0.01);
        MeasuredServer known =
                new MeasuredServer(SERVER, "app.json", Span.UNKNOWN, Span.UNKNOWN, 100);
        assertEquals(CloseCause.CLOSE_REQUESTED, only(known).closing().cause());
    }

    @Test
    void theMeasuredAgeIsTheCauseOfASingleCloseAtThatAge() throws Exception {
        closesAfterRequests(3, 4.99);
        Span ten = new Span(9.9, 10.1);
        Verdict verdict = only(new MeasuredServer(SERVER, "app.json", Span.UNKNOWN, ten, 0));
        assertEquals(CloseCause.MAX_AGE, verdict.closing().cause());
        assertTrue(words(verdict).get(1).contains("app.json measured that this server ends"));
    }

    @Test
    void aSpanThatIsNoneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Span(2, 1));
        assertThrows(IllegalArgumentException.class, () -> new Span(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Span(Double.NaN, 1));
    }
}
